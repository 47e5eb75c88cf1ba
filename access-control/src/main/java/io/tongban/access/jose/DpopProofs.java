package io.tongban.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import io.tongban.access.AccessProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** Checks proofs of possession (RFC 9449, section 4.3). */
@ApplicationScoped
class DpopProofs {
  /** A proof is made for one request, now; this allows for clocks and lines. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final String WHAT = "the DPoP proof";
  private static final String TYPE = "dpop+jwt";

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
    SignedJWT jwt = Jwts.parse(text, AccessProblem.DPOP_PROOF_INVALID, WHAT);
    String thumbprint = thumbprint(jwt);
    JWTClaimsSet claims = Jwts.claims(jwt);
    String id = Jwts.text(claims, "jti", AccessProblem.DPOP_PROOF_INVALID, WHAT);
    matches(claims, method, uri, accessTokenHash);
    return new Proof(thumbprint, id, fresh(claims));
  }

  private static String thumbprint(SignedJWT jwt) {
    AccessProblem invalid = AccessProblem.DPOP_PROOF_INVALID;
    Jwts.header(jwt.getHeader(), Set.of("jwk"), invalid, WHAT);
    Jwts.algorithm(jwt.getHeader(), invalid, WHAT);
    if (jwt.getHeader().getType() == null
        || !TYPE.equalsIgnoreCase(jwt.getHeader().getType().getType())) {
      throw invalid.problem("typ of " + WHAT + " must be " + TYPE);
    }
    JWK key = jwt.getHeader().getJWK();
    if (key == null || key.isPrivate()) {
      throw invalid.problem("the header of " + WHAT + " must carry the public key as jwk");
    }
    if (!Signatures.holds(jwt, key)) {
      throw invalid.problem(WHAT + " is not signed with the key it carries");
    }
    try {
      return JWKThumbprintConfirmation.of(key).getValue().toString();
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
