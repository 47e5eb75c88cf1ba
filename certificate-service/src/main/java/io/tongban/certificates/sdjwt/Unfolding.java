package io.tongban.certificates.sdjwt;

import static io.tongban.certificates.sdjwt.SdJwtException.Fault.DISCLOSURES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts disclosures in the places of their digests (RFC 9901, section 7.1, steps 3 to 5). */
final class Unfolding {
  private static final int MAX_DEPTH = 32;
  private static final String DIGESTS = "_sd";
  private static final String ELEMENT = "...";
  private final Map<String, Disclosure> byDigest = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> placed = new HashSet<>();

  Unfolding(List<Disclosure> disclosures) throws SdJwtException {
    for (Disclosure disclosure : disclosures) {
      if (byDigest.put(disclosure.digest(), disclosure) != null) {
        throw new SdJwtException(DISCLOSURES, "a disclosure is given twice");
      }
    }
  }

  ObjectNode of(ObjectNode payload) throws SdJwtException {
    JsonNode algorithm = payload.get("_sd_alg");
    if (algorithm != null && !"sha-256".equals(algorithm.textValue())) {
      throw new SdJwtException(DISCLOSURES, "the hash algorithm is not sha-256");
    }
    ObjectNode processed = (ObjectNode) unfold(payload, 0);
    processed.remove("_sd_alg");
    if (placed.size() != byDigest.size()) {
      throw new SdJwtException(DISCLOSURES, "a disclosure belongs to no digest");
    }
    return processed;
  }

  private JsonNode unfold(JsonNode value, int depth) throws SdJwtException {
    if (depth > MAX_DEPTH) {
      throw new SdJwtException(DISCLOSURES, "disclosures are nested too deeply");
    }
    if (value instanceof ObjectNode object) {
      return object(object, depth);
    }
    return value instanceof ArrayNode array ? array(array, depth) : value;
  }

  private ObjectNode object(ObjectNode object, int depth) throws SdJwtException {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!member.getKey().equals(DIGESTS)) {
        out.set(member.getKey(), unfold(member.getValue(), depth + 1));
      }
    }
    JsonNode digests = object.get(DIGESTS);
    if (digests == null) {
      return out;
    }
    if (!digests.isArray()) {
      throw new SdJwtException(DISCLOSURES, "_sd is not an array");
    }
    for (JsonNode digest : digests) {
      Disclosure disclosure = take(digest);
      if (disclosure != null) {
        place(disclosure, out, depth);
      }
    }
    return out;
  }

  private void place(Disclosure disclosure, ObjectNode out, int depth) throws SdJwtException {
    if (!disclosure.isMember()) {
      throw new SdJwtException(DISCLOSURES, "an element stands where a member belongs");
    }
    String name = disclosure.name();
    if (name.equals(DIGESTS) || name.equals(ELEMENT) || out.has(name)) {
      throw new SdJwtException(DISCLOSURES, "a disclosed name is reserved or already there");
    }
    out.set(name, unfold(disclosure.value(), depth + 1));
  }

  private ArrayNode array(ArrayNode array, int depth) throws SdJwtException {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : array) {
      JsonNode digest = element.isObject() && element.size() == 1 ? element.get(ELEMENT) : null;
      if (digest == null) {
        out.add(unfold(element, depth + 1));
        continue;
      }
      Disclosure disclosure = take(digest);
      if (disclosure == null) {
        continue;
      }
      if (disclosure.isMember()) {
        throw new SdJwtException(DISCLOSURES, "a member stands where an element belongs");
      }
      out.add(unfold(disclosure.value(), depth + 1));
    }
    return out;
  }

  /** The disclosure of a digest, or null where it is withheld or a decoy. */
  private Disclosure take(JsonNode digest) throws SdJwtException {
    if (!digest.isTextual() || !seen.add(digest.textValue())) {
      throw new SdJwtException(DISCLOSURES, "a digest is not a text or stands twice");
    }
    Disclosure disclosure = byDigest.get(digest.textValue());
    if (disclosure != null) {
      placed.add(digest.textValue());
    }
    return disclosure;
  }
}
