package io.tongban.hub;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** JSON in the one form that is hashed and signed (RFC 8785), and the hub's JSON mapper. */
public final class CanonicalJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A thread's own: to look one up costs as much as to hash some hundred bytes. */
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(CanonicalJson::newSha256);

  private CanonicalJson() {}

  /**
   * The hub's mapper: ISO 8601 times, records by their component names, unknown members refused.
   */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** The canonical text of a value (RFC 8785). */
  public static String text(Object value) {
    return CanonicalWriter.write(value instanceof JsonNode node ? node : MAPPER.valueToTree(value));
  }

  /** The canonical UTF-8 bytes of a value (RFC 8785). */
  public static byte[] bytes(Object value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 over {@link #bytes(Object)}. */
  public static byte[] sha256(Object value) {
    return sha256(bytes(value));
  }

  /** SHA-256 over bytes. */
  public static byte[] sha256(byte[] bytes) {
    MessageDigest sha256 = SHA256.get();
    sha256.reset(); // whatever became of the one before
    return sha256.digest(bytes);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads a JSON text; a fault in it is an {@link IllegalArgumentException}. */
  public static JsonNode read(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }
}
