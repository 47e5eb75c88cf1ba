package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is logged of an entry: canonical JSON (RFC 8785) with the members {@code actor, at, id,
 * manifest, type, v}.
 *
 * @param manifest lower-case hex of {@link #digest}
 */
public record Leaf(UUID id, EntryType type, Instant at, String actor, String manifest) {
  private static final int VERSION = 1;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** Characters of texts that JSON writes as they are, besides letters and digits. */
  private static final String PLAIN = " ._:/@-";

  /**
   * The salted digest of a manifest: {@code SHA-256(nonce ‖ canonical JSON)}, lower-case hex.
   *
   * @param nonce the salt that only the first receipt keeps
   * @param canonical canonical JSON of the manifest
   */
  public static String digest(byte[] nonce, byte[] canonical) {
    byte[] input =
        ByteBuffer.allocate(nonce.length + canonical.length).put(nonce).put(canonical).array();
    return HexFormat.of().formatHex(CanonicalJson.sha256(input));
  }

  private static String hex(String digest) {
    if (!HEX.matcher(digest).matches()) {
      throw new IllegalArgumentException("the leaf's manifest digest is not one");
    }
    return digest;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || PLAIN.indexOf(c) >= 0;
  }

  /** The bytes that are logged. */
  public byte[] bytes() {
    if (isPlain(actor)) {
      return plain();
    }
    ObjectNode json = CanonicalJson.mapper().createObjectNode();
    json.put("v", VERSION).put("id", id.toString()).put("type", type.name());
    json.put("at", at.toString()).put("actor", actor).put("manifest", manifest);
    return CanonicalJson.bytes(json);
  }

  /** The same bytes without a detour over a JSON tree: this is on the path of every use. */
  private byte[] plain() {
    return ("{\"actor\":\""
            + actor
            + "\",\"at\":\""
            + IsoTime.of(at)
            + "\",\"id\":\""
            + id
            + "\",\"manifest\":\""
            + manifest
            + "\",\"type\":\""
            + type
            + "\",\"v\":"
            + VERSION
            + "}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads logged bytes.
   *
   * @throws IllegalArgumentException if they are not a leaf in its one form
   */
  public static Leaf parse(byte[] bytes) {
    JsonNode json = CanonicalJson.read(bytes);
    if (json.path("v").asInt() != VERSION) {
      throw new IllegalArgumentException("the leaf is not of version " + VERSION);
    }
    try {
      Leaf leaf =
          new Leaf(
              UUID.fromString(json.path("id").asText()),
              EntryType.valueOf(json.path("type").asText()),
              Instant.parse(json.path("at").asText()),
              json.path("actor").asText(),
              hex(json.path("manifest").asText()));
      if (!java.util.Arrays.equals(leaf.bytes(), bytes)) {
        throw new IllegalArgumentException("the leaf is not in canonical form");
      }
      return leaf;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the leaf's time is not one", e);
    }
  }
}
