package io.tongban.certificates;

/** A request to a federation endpoint that failed in the way the protocol foresees. */
public final class FederationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final FederationError error;
  private final String description;

  FederationException(FederationError error, String description) {
    super(error.code() + ": " + description);
    this.error = error;
    this.description = description;
  }

  /** The protocol's error code. */
  public FederationError error() {
    return error;
  }

  /** The value of {@code error_description}. */
  public String description() {
    return description;
  }
}
