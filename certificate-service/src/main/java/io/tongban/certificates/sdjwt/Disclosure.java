package io.tongban.certificates.sdjwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tongban.hub.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * A disclosure (RFC 9901, section 4.2).
 *
 * @param encoded the base64url text that is hashed and passed on; never re-encoded
 * @param contents {@code [salt, name, value]} or {@code [salt, value]}
 */
public record Disclosure(String encoded, ArrayNode contents) {
  private static final int SALT_BYTES = 16;

  /** A new disclosure of an object's member, with a fresh 128-bit salt. */
  public static Disclosure of(String name, JsonNode value, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    ArrayNode contents =
        JsonNodeFactory.instance.arrayNode().add(Strict.encode(salt)).add(name).add(value);
    try {
      return new Disclosure(
          Strict.encode(CanonicalJson.mapper().writeValueAsBytes(contents)), contents);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the claim cannot be written as JSON", e);
    }
  }

  /** Reads one. */
  public static Disclosure parse(String encoded) throws SdJwtException {
    JsonNode contents = Strict.json(Strict.decode(encoded));
    if (!(contents instanceof ArrayNode array)
        || array.size() < 2
        || array.size() > 3
        || !array.get(0).isTextual()
        || (array.size() == 3 && !array.get(1).isTextual())) {
      throw new SdJwtException(
          SdJwtException.Fault.MALFORMED,
          "a disclosure is neither [salt, name, value] nor [salt, value]");
    }
    return new Disclosure(encoded, array);
  }

  /** Base64url SHA-256 over the encoded text (section 4.2.3). */
  public String digest() {
    return digestOf(encoded);
  }

  /** Whether it discloses a member of an object, not an array's element. */
  public boolean isMember() {
    return contents.size() == 3;
  }

  /** The member's name; only where {@link #isMember}. */
  public String name() {
    return contents.get(1).textValue();
  }

  /** The value. */
  public JsonNode value() {
    return contents.get(contents.size() - 1);
  }

  static String digestOf(String text) {
    return Strict.encode(CanonicalJson.sha256(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
