package io.tongban.certificates;

import java.util.Optional;

/** A wallet's request that failed in the way its protocol foresees. */
public final class IssuerException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final IssuerError error;
  private final String description;
  private final String scheme;
  private final String nonce;

  IssuerException(IssuerError error, String description, String scheme, String nonce) {
    super(error.code() + ": " + description);
    this.error = error;
    this.description = description;
    this.scheme = scheme;
    this.nonce = nonce;
  }

  /** The protocol's error code. */
  public IssuerError error() {
    return error;
  }

  /** The value of {@code error_description}; plain ASCII without quotes (RFC 6749, section 5.2). */
  public String description() {
    return description;
  }

  /** The value of {@code DPoP-Nonce}, where one is due. */
  public Optional<String> dpopNonce() {
    return Optional.ofNullable(nonce);
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
