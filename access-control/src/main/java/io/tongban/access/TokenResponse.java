package io.tongban.access;

import java.util.Objects;

/**
 * A token that was issued (RFC 6749, section 5.1); its type is always {@code DPoP}.
 *
 * @param accessToken a JWT as in RFC 9068, bound to the proof's key
 * @param expiresIn seconds
 */
public record TokenResponse(String accessToken, long expiresIn) {
  public TokenResponse {
    Objects.requireNonNull(accessToken);
  }

  @Override
  public String toString() {
    return "TokenResponse[expiresIn=" + expiresIn + "]";
  }
}
