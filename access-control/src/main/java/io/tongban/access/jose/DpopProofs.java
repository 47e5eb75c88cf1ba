package io.tongban.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import io.tongban.access.AccessProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks proofs of possession (RFC 9449, section 4.3). */
@ApplicationScoped
class DpopProofs {
  /** A proof is made for one request, now; this allows for clocks and lines. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final String WHAT = "the DPoP proof";
  private static final String TYPE = "dpop+jwt";

  /** Keys whose headers need not be read again; beyond so many all are forgotten. */
  private static final int KEPT = 10_000;

  private final Map<String, ProofKey> keys = new ConcurrentHashMap<>();
  private final Clock clock;

  @Inject
  DpopProofs(Clock clock) {
    this.clock = clock;
  }

  /**
   * A proof that holds; its use is not marked yet.
   *
   * @param thumbprint of its key (RFC 7638), base64url
   */
  record Proof(String thumbprint, String id, Instant until) {}

  /**
   * Checks a proof.
   *
   * @param text the header's value, or null
   * @param accessTokenHash base64url SHA-256 of the access token it comes with, or null at the
   *     token endpoint
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#DPOP_PROOF_MISSING}, {@link
   *     AccessProblem#DPOP_PROOF_INVALID}, {@link AccessProblem#DPOP_PROOF_MISMATCH} or {@link
   *     AccessProblem#DPOP_PROOF_STALE}
   */
  Proof check(String text, String method, URI uri, String accessTokenHash) {
    if (text == null || text.isBlank()) {
      throw AccessProblem.DPOP_PROOF_MISSING.problem("the request has no DPoP header");
    }
    Held held = held(text);
    JWTClaimsSet claims = held.claims();
    String id = Jwts.text(claims, "jti", AccessProblem.DPOP_PROOF_INVALID, WHAT);
    matches(claims, method, uri, accessTokenHash);
    return new Proof(held.thumbprint(), id, fresh(claims));
  }

  /** Claims whose signature holds under the key that the proof carries. */
  private record Held(String thumbprint, JWTClaimsSet claims) {}

  /**
   * A key that proofs were signed with. A client sends the same header with every proof.
   *
   * @param check of signatures under that header
   */
  private record ProofKey(String thumbprint, Signatures.Check check) {}

  private Held held(String text) {
    int headerEnd = text.indexOf('.');
    int payloadEnd = text.lastIndexOf('.');
    ProofKey key = headerEnd < 0 ? null : keys.get(text.substring(0, headerEnd));
    if (key == null || text.length() > Jwts.MAX_LENGTH) {
      return first(text);
    }
    byte[] signed = text.substring(0, payloadEnd).getBytes(StandardCharsets.US_ASCII);
    Base64URL signature = new Base64URL(text.substring(payloadEnd + 1));
    if (!Signatures.holds(key.check(), signed, signature)) {
      throw notItsKey();
    }
    return new Held(key.thumbprint(), claims(text, headerEnd, payloadEnd));
  }

  /** Read after the signature held: it is what its sender signed, if not what it should be. */
  private static JWTClaimsSet claims(String text, int headerEnd, int payloadEnd) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.substring(headerEnd + 1, payloadEnd));
      return JWTClaimsSet.parse(new String(json, StandardCharsets.UTF_8));
    } catch (ParseException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw AccessProblem.DPOP_PROOF_INVALID.problem(WHAT + " is not a signed JWT", e);
    }
  }

  private static io.tongban.hub.ProblemException notItsKey() {
    return AccessProblem.DPOP_PROOF_INVALID.problem(
        WHAT + " is not signed with the key it carries");
  }

  /** A proof with a header that was not seen before. */
  private Held first(String text) {
    SignedJWT jwt = Jwts.parse(text, AccessProblem.DPOP_PROOF_INVALID, WHAT);
    ProofKey key = key(jwt.getHeader());
    if (!Signatures.holds(key.check(), jwt.getSigningInput(), jwt.getSignature())) {
      throw notItsKey();
    }
    if (keys.size() >= KEPT) {
      keys.clear();
    }
    keys.put(jwt.getParsedParts()[0].toString(), key);
    return new Held(key.thumbprint(), Jwts.claims(jwt));
  }

  private static ProofKey key(JWSHeader header) {
    AccessProblem invalid = AccessProblem.DPOP_PROOF_INVALID;
    Jwts.header(header, Set.of("jwk"), invalid, WHAT);
    Jwts.algorithm(header, invalid, WHAT);
    if (header.getType() == null || !TYPE.equalsIgnoreCase(header.getType().getType())) {
      throw invalid.problem("typ of " + WHAT + " must be " + TYPE);
    }
    JWK key = header.getJWK();
    if (key == null || key.isPrivate()) {
      throw invalid.problem("the header of " + WHAT + " must carry the public key as jwk");
    }
    try {
      return new ProofKey(
          JWKThumbprintConfirmation.of(key).getValue().toString(),
          Signatures.check(header, key).orElseThrow(DpopProofs::notItsKey));
    } catch (JOSEException e) {
      throw invalid.problem("the key of " + WHAT + " cannot be read", e);
    }
  }

  private static void matches(JWTClaimsSet claims, String method, URI uri, String accessTokenHash) {
    if (!method.equals(claims.getClaim("htm"))) {
      throw mismatch("htm must be " + method);
    }
    String here = plain(uri);
    if (!(claims.getClaim("htu") instanceof String there) || !here.equals(plain(there))) {
      throw mismatch("htu must be " + here);
    }
    if (accessTokenHash != null && !accessTokenHash.equals(claims.getClaim("ath"))) {
      throw mismatch("ath must be the base64url SHA-256 of the access token it comes with");
    }
  }

  private static io.tongban.hub.ProblemException mismatch(String what) {
    return AccessProblem.DPOP_PROOF_MISMATCH.problem(WHAT + " is not for this request: " + what);
  }

  private static String plain(String uri) {
    try {
      return plain(new URI(uri));
    } catch (URISyntaxException notOne) {
      return "";
    }
  }

  /** Syntax- and scheme-based normalisation without query and fragment (RFC 3986, section 6.2). */
  private static String plain(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null) {
      return "";
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    boolean usual =
        port < 0 || scheme.equals("https") && port == 443 || scheme.equals("http") && port == 80;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return scheme
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + (usual ? "" : ":" + port)
        + path;
  }

  private Instant fresh(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant made = Jwts.instant(claims.getIssueTime());
    if (made == null) {
      throw AccessProblem.DPOP_PROOF_INVALID.problem(WHAT + " lacks a usable iat");
    }
    if (Duration.between(made, now).abs().compareTo(WINDOW) > 0) {
      throw AccessProblem.DPOP_PROOF_STALE.problem(
          WHAT + " was made at " + made + "; the hub's clock says " + now);
    }
    return made.plus(WINDOW);
  }
}
