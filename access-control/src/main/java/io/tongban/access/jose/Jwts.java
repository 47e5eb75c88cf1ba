package io.tongban.access.jose;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.access.AccessProblem;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/**
 * Reads JWTs that strangers send. The claims are checked here and not by the OAuth library's own
 * verifiers, since those read the system's clock and not the hub's.
 */
final class Jwts {
  /** Longer ones are not parsed. */
  static final int MAX_LENGTH = 16 * 1024;

  private static final int MAX_ID_LENGTH = 256;

  /** Parameters that name a key, a place to fetch one, or semantics we would have to know. */
  private static final Set<String> REFUSED =
      Set.of("jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64");

  private Jwts() {}

  /**
   * Parses a JWT without trusting it.
   *
   * @param problem what to say of one that cannot be
   * @param what for people
   */
  static SignedJWT parse(String text, AccessProblem problem, String what) {
    if (text.length() > MAX_LENGTH) {
      throw problem.problem(what + " is longer than " + MAX_LENGTH + " characters");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      if (jwt.getJWTClaimsSet() == null) {
        throw problem.problem(what + " holds no claims");
      }
      return jwt;
    } catch (ParseException | IllegalArgumentException e) {
      throw problem.problem(what + " is not a signed JWT", e);
    }
  }

  /** The claims of a parsed JWT. */
  static JWTClaimsSet claims(SignedJWT jwt) {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new IllegalStateException("its claims were read before", e);
    }
  }

  /**
   * Refuses headers that would have us take a key from the sender, except those allowed.
   *
   * @param allowed the parameters that this kind of JWT does carry
   */
  static void header(JWSHeader header, Set<String> allowed, AccessProblem problem, String what) {
    for (String parameter : header.getIncludedParams()) {
      if (REFUSED.contains(parameter) && !allowed.contains(parameter)) {
        throw problem.problem("the header of " + what + " must not carry " + parameter);
      }
    }
  }

  /** Refuses algorithms that clients may not use, among them none and HMAC. */
  static void algorithm(JWSHeader header, AccessProblem problem, String what) {
    if (!Algorithms.CLIENTS.contains(header.getAlgorithm())) {
      throw problem.problem(what + " must be signed with one of " + Algorithms.names());
    }
  }

  /** A claim that must be text of a sensible length. */
  static String text(JWTClaimsSet claims, String name, AccessProblem problem, String what) {
    if (claims.getClaim(name) instanceof String value
        && !value.isBlank()
        && value.length() <= MAX_ID_LENGTH) {
      return value;
    }
    throw problem.problem(what + " lacks a usable " + name);
  }

  /** A time claim as an instant, or null. */
  static Instant instant(Date date) {
    return date == null ? null : date.toInstant();
  }
}
