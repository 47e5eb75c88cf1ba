package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.sdjwt.SdJwtException;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What somebody who knows a wallet says of its keys (OpenID4VCI 1.0, appendix D).
 *
 * @param keys the attested keys, in their order
 * @param keyStorage how well the keys are kept, for example {@code iso_18045_high}
 * @param userAuthentication how well their use is guarded
 * @param nonce of the issuer, or null
 */
public record KeyAttestation(
    List<ECPublicKey> keys,
    List<String> keyStorage,
    List<String> userAuthentication,
    String nonce) {
  private static final String TYPE = "key-attestation+jwt";
  private static final IssuerError ERROR = IssuerError.INVALID_PROOF;

  public KeyAttestation {
    keys = List.copyOf(keys);
    keyStorage = List.copyOf(keyStorage);
    userAuthentication = List.copyOf(userAuthentication);
  }

  /**
   * Checks an attestation; whether its nonce is ours is still to be seen.
   *
   * @param attesters whose signature counts
   * @param mustExpire whether it must say until when it holds
   * @throws IssuerException {@link IssuerError#INVALID_PROOF}
   */
  public static KeyAttestation of(
      String compact, List<ECPublicKey> attesters, boolean mustExpire, Instant now) {
    Jws jws = read(compact);
    require(jws.hasType(TYPE), "typ");
    require(attesters.stream().anyMatch(jws::signedBy), "signature, of an attester we trust,");
    Instant latest = now.plus(WalletProofs.MAX_AHEAD);
    require(jws.instant("iat").filter(iat -> !iat.isAfter(latest)).isPresent(), "iat");
    require(jws.hasReadableTimes(), "nbf or exp");
    require(jws.instant("nbf").filter(latest::isBefore).isEmpty(), "nbf");
    Optional<Instant> expires = jws.instant("exp");
    require(expires.map(now::isBefore).orElse(!mustExpire), "exp");
    return new KeyAttestation(
        keys(jws.payload().path("attested_keys")),
        texts(jws, "key_storage"),
        texts(jws, "user_authentication"),
        jws.text("nonce"));
  }

  private static Jws read(String compact) {
    try {
      Jws jws = Jws.parse(compact);
      require(Stream.of("jku", "x5u", "crit").noneMatch(jws.header()::has), "header");
      return jws;
    } catch (SdJwtException e) {
      IssuerException refused = ERROR.because("the key attestation cannot be read");
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private static List<ECPublicKey> keys(JsonNode attested) {
    List<ECPublicKey> keys = new ArrayList<>();
    for (JsonNode jwk : attested) {
      keys.add(
          Jwks.p256(jwk)
              .orElseThrow(() -> ERROR.because("an attested key is not a public key on P-256")));
    }
    require(attested.isArray() && !keys.isEmpty(), "attested_keys");
    require(keys.stream().map(Jwks::thumbprint).distinct().count() == keys.size(), "attested_keys");
    return keys;
  }

  private static List<String> texts(Jws jws, String claim) {
    JsonNode values = jws.payload().path(claim);
    require(values.isMissingNode() || values.isArray(), claim);
    return values.valueStream().filter(JsonNode::isTextual).map(JsonNode::textValue).toList();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw ERROR.because("the key attestation's " + what + " is not as it must be");
    }
  }
}
