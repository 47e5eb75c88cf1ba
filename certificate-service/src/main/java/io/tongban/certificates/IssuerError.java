package io.tongban.certificates;

/**
 * Error codes that wallets see: OAuth 2.0 (RFC 6749, section 5.2; RFC 6750; RFC 9449) and
 * OpenID4VCI 1.0 (sections 6.3, 8.3.1 and 9.3 and 11.3). They are the protocol's own, so they are
 * not problem documents.
 */
public enum IssuerError {
  INVALID_REQUEST("invalid_request", 400),
  INVALID_GRANT("invalid_grant", 400),
  UNSUPPORTED_GRANT_TYPE("unsupported_grant_type", 400),
  INVALID_AUTHORIZATION_DETAILS("invalid_authorization_details", 400),
  INVALID_CLIENT("invalid_client", 401),
  UNAUTHORIZED_CLIENT("unauthorized_client", 400),
  INVALID_SCOPE("invalid_scope", 400),
  UNSUPPORTED_RESPONSE_TYPE("unsupported_response_type", 400),
  INVALID_DPOP_PROOF("invalid_dpop_proof", 400),
  USE_DPOP_NONCE("use_dpop_nonce", 400),
  TEMPORARILY_UNAVAILABLE("temporarily_unavailable", 429),
  INVALID_TOKEN("invalid_token", 401),
  INVALID_CREDENTIAL_REQUEST("invalid_credential_request", 400),
  UNKNOWN_CREDENTIAL_CONFIGURATION("unknown_credential_configuration", 400),
  UNKNOWN_CREDENTIAL_IDENTIFIER("unknown_credential_identifier", 400),
  INVALID_PROOF("invalid_proof", 400),
  INVALID_NONCE("invalid_nonce", 400),
  INVALID_ENCRYPTION_PARAMETERS("invalid_encryption_parameters", 400),
  CREDENTIAL_REQUEST_DENIED("credential_request_denied", 400),
  INVALID_TRANSACTION_ID("invalid_transaction_id", 400),
  INVALID_NOTIFICATION_ID("invalid_notification_id", 400),
  INVALID_NOTIFICATION_REQUEST("invalid_notification_request", 400);

  private final String code;
  private final int status;

  IssuerError(String code, int status) {
    this.code = code;
    this.status = status;
  }

  /** The value of {@code error}. */
  public String code() {
    return code;
  }

  /** The HTTP status it is usually answered with. */
  public int status() {
    return status;
  }

  /** This error as an exception; {@code description} holds no secret and no personal datum. */
  public IssuerException because(String description) {
    return new IssuerException(this, description, null, null);
  }

  /**
   * As {@link #because}, answered 401 with {@code WWW-Authenticate} (RFC 6750, section 3; RFC 9449,
   * section 7.1).
   *
   * @param scheme {@code Bearer} or {@code DPoP}
   */
  public IssuerException challenged(String scheme, String description) {
    return new IssuerException(this, description, scheme, null);
  }

  /** As {@link #because}, with the nonce to use instead (RFC 9449, section 8). */
  public IssuerException withNonce(String description, String nonce) {
    return new IssuerException(this, description, null, nonce);
  }
}
