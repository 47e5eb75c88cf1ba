package io.tongban.certificates.sdjwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An SD-JWT that waits for its signature.
 *
 * @param payload what is to be signed
 * @param disclosures one for each claim that the holder may withhold
 */
public record SdJwtDraft(ObjectNode payload, List<Disclosure> disclosures) {
  public SdJwtDraft {
    disclosures = List.copyOf(disclosures);
  }

  /**
   * A draft.
   *
   * @param open claims that everybody sees
   * @param disclosable claims that the holder may withhold
   */
  public static SdJwtDraft of(
      ObjectNode open, Map<String, JsonNode> disclosable, SecureRandom random) {
    List<Disclosure> disclosures = new ArrayList<>();
    disclosable.forEach((name, value) -> disclosures.add(Disclosure.of(name, value, random)));
    ObjectNode payload = open.deepCopy();
    if (!disclosures.isEmpty()) {
      ArrayNode digests = payload.putArray("_sd");
      // sorted, so that the order tells nothing about the claims (RFC 9901, section 4.2.4.1)
      disclosures.stream().map(Disclosure::digest).sorted().forEach(digests::add);
      payload.put("_sd_alg", "sha-256");
    }
    return new SdJwtDraft(payload, disclosures);
  }

  /** The compact SD-JWT with every disclosure, for the holder. */
  public String compact(String issuerJwt) {
    StringBuilder text = new StringBuilder(issuerJwt).append('~');
    disclosures.forEach(disclosure -> text.append(disclosure.encoded()).append('~'));
    return text.toString();
  }
}
