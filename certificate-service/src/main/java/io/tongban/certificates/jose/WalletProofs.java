package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the JWTs with which wallets prove their keys: OpenID4VCI key proofs, DPoP proofs and
 * attestations.
 */
public final class WalletProofs {
  /** How old a proof may be. */
  public static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** How far a wallet's clock may be ahead. */
  public static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  /** Header members that would fetch a key from elsewhere, or that nobody here understands. */
  private static final List<String> FOREIGN = List.of("jku", "x5u", "crit");

  private WalletProofs() {}

  /**
   * A checked key proof.
   *
   * @param nonce its {@code nonce}, still to be redeemed
   * @param attestation its {@code key_attestation}, still to be checked, or null
   */
  public record KeyProof(ECPublicKey key, String nonce, String attestation) {}

  /**
   * A checked DPoP proof.
   *
   * @param thumbprint of its key
   * @param id its {@code jti}, still to be checked for a second use
   * @param nonce its {@code nonce}, still to be checked, or null
   */
  public record Dpop(String thumbprint, String id, String nonce) {}

  /**
   * Checks a proof of type {@code jwt} (OpenID4VCI 1.0, appendix F.1).
   *
   * @throws IssuerException {@link IssuerError#INVALID_PROOF}
   */
  public static KeyProof keyProof(String compact, String issuer, Instant now) {
    Jws jws = read(compact, IssuerError.INVALID_PROOF);
    require(jws.hasType("openid4vci-proof+jwt"), IssuerError.INVALID_PROOF, "the proof's typ");
    if (!jws.header().has("jwk") || jws.header().has("kid") || jws.header().has("x5c")) {
      throw IssuerError.INVALID_PROOF.because(
          "the proof names its key by jwk and nothing else: this issuer looks up no kid and trusts"
              + " no x5c of holders");
    }
    JsonNode attestation = jws.header().path("key_attestation");
    require(
        attestation.isMissingNode() || attestation.isTextual(),
        IssuerError.INVALID_PROOF,
        "the proof's key_attestation");
    ECPublicKey key = signedByItsKey(jws, IssuerError.INVALID_PROOF);
    require(hasAudience(jws, issuer), IssuerError.INVALID_PROOF, "the proof's aud");
    require(isFresh(jws, now), IssuerError.INVALID_PROOF, "the proof's iat");
    require(jws.text("nonce") != null, IssuerError.INVALID_PROOF, "the proof's nonce");
    return new KeyProof(key, jws.text("nonce"), attestation.textValue());
  }

  /**
   * Checks a DPoP proof (RFC 9449, section 4.3).
   *
   * @param proofs the values of the header; exactly one
   * @param url the endpoint's URL
   * @param accessToken the token it accompanies, or null at the token endpoint
   * @throws IssuerException {@link IssuerError#INVALID_DPOP_PROOF}
   */
  public static Dpop dpop(List<String> proofs, String url, String accessToken, Instant now) {
    IssuerError error = IssuerError.INVALID_DPOP_PROOF;
    require(proofs.size() == 1, error, "the number of DPoP headers");
    Jws jws = read(proofs.get(0), error);
    require(jws.hasType("dpop+jwt"), error, "the DPoP proof's typ");
    ECPublicKey key = signedByItsKey(jws, error);
    require("POST".equals(jws.text("htm")), error, "the DPoP proof's htm");
    require(url.equals(withoutQuery(jws.text("htu"))), error, "the DPoP proof's htu");
    require(isFresh(jws, now), error, "the DPoP proof's iat");
    String id = jws.text("jti");
    require(id != null && !id.isEmpty() && id.length() <= 256, error, "the DPoP proof's jti");
    require(
        accessToken == null || hash(accessToken).equals(jws.text("ath")),
        error,
        "the DPoP proof's ath");
    return new Dpop(Jwks.thumbprint(key), id, jws.text("nonce"));
  }

  /**
   * The attested instance of a wallet.
   *
   * @param thumbprint of its key
   * @param proofId the proof's {@code jti}, still to be checked for a second use
   */
  public record Instance(String thumbprint, String proofId) {}

  /**
   * Checks an attestation and the proof of its key (OAuth 2.0 Attestation-Based Client
   * Authentication).
   *
   * @param issuer the authorization server's identifier
   * @param attesters whose signature counts
   * @throws IssuerException {@link IssuerError#INVALID_CLIENT}
   */
  public static Instance attestation(
      ClientAttestation given,
      String clientId,
      String issuer,
      List<ECPublicKey> attesters,
      Instant now) {
    IssuerError error = IssuerError.INVALID_CLIENT;
    require(given.attestations().size() == 1, error, "the number of client attestations");
    require(given.proofs().size() == 1, error, "the number of client attestation proofs");
    Jws jws = read(given.attestations().get(0), error);
    require(jws.hasType("oauth-client-attestation+jwt"), error, "the client attestation's typ");
    require(
        attesters.stream().anyMatch(jws::signedBy), error, "the client attestation's signature");
    require(clientId.equals(jws.text("sub")), error, "the client attestation's sub");
    require(
        jws.instant("exp").filter(now::isBefore).isPresent(),
        error,
        "the client attestation's exp");
    Instant latest = now.plus(MAX_AHEAD);
    require(
        Stream.of("iat", "nbf").flatMap(c -> jws.instant(c).stream()).noneMatch(latest::isBefore),
        error,
        "the client attestation's iat or nbf");
    ECPublicKey key =
        Jwks.p256(jws.payload().path("cnf").get("jwk"))
            .orElseThrow(() -> error.because("the attestation's cnf has no public P-256 jwk"));
    Jws proof = read(given.proofs().get(0), error);
    require(
        proof.hasType("oauth-client-attestation-pop+jwt"), error, "the attestation proof's typ");
    require(proof.signedBy(key), error, "the attestation proof's signature");
    require(hasAudience(proof, issuer), error, "the attestation proof's aud");
    require(isFresh(proof, now), error, "the attestation proof's iat");
    String id = proof.text("jti");
    require(
        id != null && !id.isEmpty() && id.length() <= 256, error, "the attestation proof's jti");
    return new Instance(Jwks.thumbprint(key), id);
  }

  private static Jws read(String compact, IssuerError error) {
    try {
      Jws jws = Jws.parse(compact);
      require(FOREIGN.stream().noneMatch(jws.header()::has), error, "the proof's header");
      return jws;
    } catch (SdJwtException e) {
      IssuerException problem = error.because("the proof cannot be read");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private static ECPublicKey signedByItsKey(Jws jws, IssuerError error) {
    ECPublicKey key =
        Jwks.p256(jws.header().get("jwk"))
            .orElseThrow(() -> error.because("the proof's jwk is not a public P-256 key"));
    require(jws.signedBy(key), error, "the proof's signature");
    return key;
  }

  private static boolean hasAudience(Jws jws, String issuer) {
    JsonNode audience = jws.payload().path("aud");
    if (audience.isArray()) {
      return audience.size() == 1 && issuer.equals(audience.get(0).textValue());
    }
    return issuer.equals(audience.textValue());
  }

  private static boolean isFresh(Jws jws, Instant now) {
    return jws.instant("iat")
        .filter(iat -> !iat.isBefore(now.minus(MAX_AGE)) && !iat.isAfter(now.plus(MAX_AHEAD)))
        .isPresent();
  }

  private static String withoutQuery(String url) {
    return url == null ? null : url.replaceFirst("[?#].*$", "");
  }

  private static String hash(String token) {
    return Strict.encode(CanonicalJson.sha256(token.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void require(boolean holds, IssuerError error, String what) {
    if (!holds) {
      throw error.because(what + " is not as it must be");
    }
  }
}
