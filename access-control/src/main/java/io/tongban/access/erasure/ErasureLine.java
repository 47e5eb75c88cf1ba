package io.tongban.access.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Erasures;
import io.tongban.hub.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A line of the journal: one erasure.
 *
 * @param number from 1, without gaps
 * @param entry id of its ledger entry
 * @param client who erased
 * @param department theirs
 * @param caseReference or null
 * @param digests of the person, keyed, by module
 */
record ErasureLine(
    long number,
    Instant at,
    UUID entry,
    String client,
    String department,
    Erasures.Ground ground,
    String legalBasis,
    String caseReference,
    Map<String, List<String>> digests) {

  ObjectNode json() {
    ObjectNode json = CanonicalJson.mapper().createObjectNode();
    json.put("number", number).put("at", at.toString()).put("entry", entry.toString());
    json.put("client", client).put("department", department);
    json.put("ground", ground.name()).put("legalBasis", legalBasis);
    json.put("case", caseReference);
    json.set("digests", CanonicalJson.mapper().valueToTree(digests));
    return json;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static ErasureLine of(ObjectNode json) {
    return new ErasureLine(
        json.path("number").asLong(),
        Instant.parse(json.path("at").asText()),
        UUID.fromString(json.path("entry").asText()),
        json.path("client").asText(),
        json.path("department").asText(),
        Erasures.Ground.valueOf(json.path("ground").asText()),
        json.path("legalBasis").asText(),
        json.path("case").textValue(),
        CanonicalJson.mapper().convertValue(json.path("digests"), Digests.class));
  }

  /** For Jackson. */
  static final class Digests extends java.util.TreeMap<String, List<String>> {
    private static final long serialVersionUID = 1L;
  }
}
