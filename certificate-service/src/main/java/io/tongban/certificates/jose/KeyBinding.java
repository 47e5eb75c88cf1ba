package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.sdjwt.SdJwt;
import io.tongban.certificates.sdjwt.SdJwtException;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Checks that the holder presents an SD-JWT (RFC 9901, sections 4.3 and 7.3). */
public final class KeyBinding {
  /** How old a KB-JWT may be. */
  public static final Duration MAX_AGE = Duration.ofMinutes(10);

  private KeyBinding() {}

  /**
   * Whether its KB-JWT is the holder's, for this presentation, now.
   *
   * @param confirmation the claim {@code cnf}
   * @param nonce the nonce that was asked for, or null
   * @param audience the verifier's identifier, or null
   */
  public static boolean holds(
      SdJwt presentation, JsonNode confirmation, String nonce, String audience, Instant now)
      throws SdJwtException {
    Jws jws = Jws.parse(presentation.keyBindingJwt().orElseThrow());
    Optional<ECPublicKey> holder = Jwks.p256(confirmation.get("jwk"));
    return holder.isPresent()
        && jws.hasType("kb+jwt")
        && jws.signedBy(holder.get())
        && presentation.sdHash().equals(jws.text("sd_hash"))
        && jws.text("aud") != null
        && jws.text("nonce") != null
        && (nonce == null || nonce.equals(jws.text("nonce")))
        && (audience == null || audience.equals(jws.text("aud")))
        && jws.instant("iat").filter(iat -> fresh(iat, now)).isPresent();
  }

  /** Whether a proof of that moment is young enough. */
  public static boolean fresh(Instant iat, Instant now) {
    return !iat.isBefore(now.minus(MAX_AGE)) && !iat.isAfter(now.plus(WalletProofs.MAX_AHEAD));
  }
}
