package io.tongban.certificates;

/** Error codes of federation endpoints (OpenID Federation 1.0, section 8.9). */
public enum FederationError {
  INVALID_REQUEST("invalid_request", 400),
  INVALID_SUBJECT("invalid_subject", 404),
  INVALID_TRUST_ANCHOR("invalid_trust_anchor", 404),
  INVALID_TRUST_CHAIN("invalid_trust_chain", 400),
  INVALID_METADATA("invalid_metadata", 400),
  NOT_FOUND("not_found", 404),
  TEMPORARILY_UNAVAILABLE("temporarily_unavailable", 503),
  UNSUPPORTED_PARAMETER("unsupported_parameter", 400);

  private final String code;
  private final int status;

  FederationError(String code, int status) {
    this.code = code;
    this.status = status;
  }

  /** The value of {@code error}. */
  public String code() {
    return code;
  }

  /** The HTTP status it is answered with. */
  public int status() {
    return status;
  }

  /** This error as an exception. */
  public FederationException because(String description) {
    return new FederationException(this, description);
  }
}
