package io.tongban.federation.calcite;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What masks make of a value. None of these fails; texts are cut between characters only. */
final class ValueMasks {
  private static final int HASH_DIGITS = 32;

  private ValueMasks() {}

  /** The ends of a text; one no longer than what may be shown is hidden whole. */
  static String partial(String text, int first, int last) {
    int length = text.codePointCount(0, text.length());
    if (length <= (long) first + last) {
      return hidden(text);
    }
    int from = text.offsetByCodePoints(0, first);
    int to = text.offsetByCodePoints(text.length(), -last);
    return text.substring(0, from) + "*".repeat(length - first - last) + text.substring(to);
  }

  /** As many stars as the text has characters. */
  static String hidden(String text) {
    return "*".repeat(text.codePointCount(0, text.length()));
  }

  /** The first characters of a text. */
  static String prefix(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }

  /** HMAC-SHA-256 of the text in UTF-8, the first 32 hex digits. */
  static String hash(String text, SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_DIGITS / 2);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** The multiple of the step at or below; null where that is no {@code long}. */
  static Long generalise(long value, long step) {
    long floor = value - Math.floorMod(value, step);
    return floor > value ? null : (Long) floor;
  }

  /** The multiple of the step at or below. */
  static BigDecimal generalise(BigDecimal value, long step) {
    BigDecimal by = BigDecimal.valueOf(step);
    return SqlTypes.plain(value.divide(by, 0, RoundingMode.FLOOR).multiply(by));
  }
}
