package io.tongban.certificates.sdjwt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Base64url and JSON with one reading only. Lenient decoders let one signed text stand for several:
 * trailing bits that are dropped, a member named twice of which either may win.
 */
public final class Strict {
  private static final int MAX_DEPTH = 32;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Strict() {}

  /** Base64url without padding (RFC 7515, section 2). */
  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Decodes what {@link #encode} makes and nothing else. */
  public static byte[] decode(String text) throws SdJwtException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (encode(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new SdJwtException(
          SdJwtException.Fault.MALFORMED, "a part is not base64url without padding", e);
    }
    throw new SdJwtException(
        SdJwtException.Fault.MALFORMED, "a part is not base64url in its one form");
  }

  /** The JSON value in UTF-8 bytes; a repeated member or a trailing token is a fault. */
  public static JsonNode json(byte[] bytes) throws SdJwtException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode value = JSON.readTree(text);
      if (value.isMissingNode()) {
        throw new SdJwtException(SdJwtException.Fault.MALFORMED, "a part holds no JSON");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw new SdJwtException(SdJwtException.Fault.MALFORMED, "a part is not UTF-8", e);
    } catch (IOException e) {
      throw new SdJwtException(SdJwtException.Fault.MALFORMED, "a part is not strict JSON", e);
    }
  }
}
