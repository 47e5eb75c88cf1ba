package io.tongban.certificates;

import java.util.Optional;

/** A wallet's request that failed in the way its protocol foresees. */
public final class IssuerException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final IssuerError error;
  private final String description;
  private final String scheme;

  IssuerException(IssuerError error, String description, String scheme) {
    super(error.code() + ": " + description);
    this.error = error;
    this.description = description;
    this.scheme = scheme;
  }

  /** The protocol's error code. */
  public IssuerError error() {
    return error;
  }

  /** The value of {@code error_description}; plain ASCII without quotes (RFC 6749, section 5.2). */
  public String description() {
    return description;
  }

  /** HTTP status of the answer. */
  public int status() {
    return scheme == null ? error.status() : 401;
  }

  /** The value of {@code WWW-Authenticate}, where one is due. */
  public Optional<String> challenge() {
    return Optional.ofNullable(scheme)
        .map(
            s ->
                s
                    + " error=\""
                    + error.code()
                    + "\", error_description=\""
                    + description
                    + "\""
                    + (s.equals("DPoP") ? ", algs=\"ES256\"" : ""));
  }
}
