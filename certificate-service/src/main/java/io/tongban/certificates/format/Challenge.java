package io.tongban.certificates.format;

/**
 * What a holder's proof must be bound to, so that it is of this verification and no other.
 *
 * @param nonce that was asked for, or null
 * @param audience the verifier's identifier, or null
 * @param responseUri where an OpenID4VP response is posted to, or null outside of OpenID4VP
 * @param encryptionKey RFC 7638 SHA-256 thumbprint, base64url, of the key that response is
 *     encrypted to, or null outside of OpenID4VP
 */
public record Challenge(String nonce, String audience, String responseUri, String encryptionKey) {
  /** Nothing was asked for. */
  public static final Challenge NONE = new Challenge(null, null, null, null);

  /** A nonce and an audience, each of them null where it was not asked for. */
  public static Challenge of(String nonce, String audience) {
    return new Challenge(nonce, audience, null, null);
  }

  /** Whether no proof was asked for. */
  public boolean isNone() {
    return nonce == null && audience == null;
  }
}
