package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.federation.ChainException.Fault;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.sdjwt.SdJwtException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An entity statement (OpenID Federation 1.0, section 3), read and in its term; its signature is
 * checked by {@link #requireSigned}.
 */
public record Statement(Jws jws, String issuer, String subject, Instant expires) {
  private static final String TYPE = "entity-statement+jwt";
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int MAX_HINTS = 8;

  /** What only an entity configuration may carry, and what only a statement about another may. */
  private static final Set<String> OF_ITSELF =
      Set.of(
          "authority_hints",
          "trust_anchor_hints",
          "trust_marks",
          "trust_mark_issuers",
          "trust_mark_owners");

  private static final Set<String> OF_ANOTHER =
      Set.of("constraints", "metadata_policy", "metadata_policy_crit", "source_endpoint");

  static Statement parse(String compact, Instant now) throws ChainException {
    Jws jws = read(compact, TYPE, now);
    String issuer = jws.text("iss");
    String subject = jws.text("sub");
    Instant expires = jws.instant("exp").orElse(null);
    if (issuer == null || subject == null || expires == null || !hasKeys(jws)) {
      throw new ChainException(Fault.MALFORMED, "a statement lacks iss, sub, exp or jwks");
    }
    requireWhereItBelongs(jws, issuer.equals(subject) ? OF_ANOTHER : OF_ITSELF);
    if (jws.payload().has("crit") || jws.payload().has("metadata_policy_crit")) {
      throw new ChainException(
          Fault.CRITICAL, "a statement of " + issuer + " demands an extension, and none is known");
    }
    return new Statement(jws, issuer, subject, expires);
  }

  /** Reads a JWT of a federation, of that type and in its term. */
  static Jws read(String compact, String type, Instant now) throws ChainException {
    Jws jws;
    try {
      jws = Jws.parse(compact);
    } catch (SdJwtException e) {
      throw new ChainException(Fault.MALFORMED, "what came is no JWT", e);
    }
    if (!jws.hasType(type)) {
      throw new ChainException(Fault.MALFORMED, "what came is no " + type);
    }
    if (jws.header().has("crit")) {
      throw new ChainException(Fault.CRITICAL, "the header demands an extension");
    }
    Instant issued =
        jws.instant("iat")
            .orElseThrow(() -> new ChainException(Fault.MALFORMED, "a " + type + " lacks iat"));
    if (issued.isAfter(now.plus(SKEW))) {
      throw new ChainException(Fault.NOT_YET_VALID, "a " + type + " is of a time to come");
    }
    if (jws.payload().has("exp")) {
      Instant expires =
          jws.instant("exp")
              .orElseThrow(() -> new ChainException(Fault.MALFORMED, "exp is no time"));
      if (!now.isBefore(expires)) {
        throw new ChainException(Fault.EXPIRED, "a " + type + " has expired");
      }
    }
    return jws;
  }

  private static boolean hasKeys(Jws jws) {
    JsonNode keys = jws.payload().path("jwks").path("keys");
    return keys.isArray() && !keys.isEmpty();
  }

  private static void requireWhereItBelongs(Jws jws, Set<String> elsewhere) throws ChainException {
    for (String claim : elsewhere) {
      if (jws.payload().has(claim)) {
        throw new ChainException(
            Fault.MALFORMED, "a statement carries " + claim + ", which is not its own");
      }
    }
  }

  /** Its signature must be of a key of that set. */
  void requireSigned(JsonNode jwks) throws ChainException {
    if (!FederationJwt.isSigned(jws, jwks)) {
      throw new ChainException(
          Fault.SIGNATURE, "no key known for " + issuer + " signed its statement of " + subject);
    }
  }

  JsonNode jwks() {
    return jws.payload().path("jwks");
  }

  /** A claim; missing where it has none. */
  JsonNode claim(String name) {
    return jws.payload().path(name);
  }

  /** Metadata by entity type; empty where it has none. */
  ObjectNode metadata() throws ChainException {
    JsonNode metadata = claim("metadata");
    if (metadata.isMissingNode()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(metadata instanceof ObjectNode object)
        || !object.valueStream().allMatch(JsonNode::isObject)) {
      throw new ChainException(Fault.MALFORMED, "the metadata of " + subject + " are no objects");
    }
    return object;
  }

  /** The entities it names as right above it. */
  List<String> hints() throws ChainException {
    JsonNode hints = claim("authority_hints");
    if (hints.isMissingNode()) {
      return List.of();
    }
    if (!hints.isArray()
        || hints.isEmpty()
        || hints.size() > MAX_HINTS
        || !hints.valueStream().allMatch(JsonNode::isTextual)) {
      throw new ChainException(
          Fault.MALFORMED, "authority_hints of " + subject + " are not 1 to " + MAX_HINTS);
    }
    List<String> names = new ArrayList<>();
    hints.forEach(hint -> names.add(hint.textValue()));
    return names;
  }
}
