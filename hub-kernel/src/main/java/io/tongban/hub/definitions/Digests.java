package io.tongban.hub.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The digest by which a definition is known to be unchanged. */
final class Digests {
  private Digests() {}

  /** SHA-256 over the canonical JSON of the document and its attachments' digests, in hex. */
  static String of(JsonNode document, Map<String, byte[]> attachments) {
    Map<String, Object> whole = new TreeMap<>();
    whole.put("document", document);
    whole.put("attachments", attachments(attachments));
    return HexFormat.of().formatHex(CanonicalJson.sha256(whole));
  }

  /** SHA-256 of each attachment, in hex, by its name. */
  private static Map<String, String> attachments(Map<String, byte[]> attachments) {
    Map<String, String> digests = new TreeMap<>();
    attachments.forEach(
        (name, bytes) -> digests.put(name, HexFormat.of().formatHex(CanonicalJson.sha256(bytes))));
    return digests;
  }
}
