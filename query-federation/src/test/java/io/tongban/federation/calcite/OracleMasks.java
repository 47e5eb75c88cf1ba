package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * What one recipient may see of a value: the masks' meaning written a second time, with {@link Ff1}
 * where the hub has BouncyCastle and BouncyCastle's HMAC where the hub has the platform's. Given
 * are the keys alone.
 */
final class OracleMasks {
  private static final int KEY_BYTES = 32;
  private static final int HASH_DIGITS = 32;
  private static final int MOST_ENCRYPTED = 256;
  private static final BigInteger SMALLEST_DOMAIN = BigInteger.valueOf(1_000_000);
  private static final String NUMERALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final String recipient;

  /**
   * @param recipient the receiving department
   */
  OracleMasks(String recipient) {
    this.recipient = recipient;
  }

  /**
   * The value as the recipient sees it.
   *
   * @param mask or null
   */
  Object seen(Mask mask, Object value) {
    if (mask instanceof Mask.Constant constant) {
      return constant.value();
    }
    if (mask == null || value == null) {
      return value;
    }
    if (mask instanceof Mask.Nullify) {
      return null;
    }
    if (mask instanceof Mask.Generalise generalise) {
      return generalised(value, generalise.step());
    }
    return value instanceof String text ? text(mask, text) : cut(mask, value);
  }

  private Object text(Mask mask, String text) {
    int[] characters = text.codePoints().toArray();
    if (mask instanceof Mask.Partial partial) {
      return partial(characters, partial);
    }
    if (mask instanceof Mask.Prefix prefix) {
      return new String(characters, 0, Math.min(characters.length, prefix.length()));
    }
    if (mask instanceof Mask.Hash) {
      return hash(text);
    }
    if (mask instanceof Mask.FormatPreserving fpe) {
      return encrypted(text, fpe.radix());
    }
    throw new IllegalArgumentException(mask.text());
  }

  private static String partial(int[] characters, Mask.Partial partial) {
    boolean whole = characters.length <= partial.first() + partial.last();
    return IntStream.range(0, characters.length)
        .mapToObj(
            i ->
                !whole && (i < partial.first() || i >= characters.length - partial.last())
                    ? Character.toString(characters[i])
                    : "*")
        .collect(Collectors.joining());
  }

  private String hash(String text) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key("hash")));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(bytes, 0, bytes.length);
    byte[] digest = new byte[mac.getMacSize()];
    mac.doFinal(digest, 0);
    return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
  }

  private byte[] key(String use) {
    return new SomeKeys().derive("federation/mask-" + use + "/" + recipient, KEY_BYTES);
  }

  private String encrypted(String text, int radix) {
    String numerals = NUMERALS.substring(0, radix);
    String read = radix > 10 ? upper(text) : text;
    int[] plain = read.chars().map(numerals::indexOf).filter(n -> n >= 0).toArray();
    boolean strange =
        read.chars()
            .anyMatch(c -> c > 0x7f || numerals.indexOf(c) < 0 && Character.isLetterOrDigit(c));
    BigInteger domain = BigInteger.valueOf(radix).pow(plain.length);
    if (strange || plain.length > MOST_ENCRYPTED || domain.compareTo(SMALLEST_DOMAIN) < 0) {
      return text.codePoints().mapToObj(c -> "*").collect(Collectors.joining());
    }
    int[] secret = new Ff1(key("fpe"), radix).encrypt(plain, new byte[0]);
    StringBuilder out = new StringBuilder();
    int next = 0;
    for (char c : read.toCharArray()) {
      out.append(numerals.indexOf(c) < 0 ? c : numerals.charAt(secret[next++]));
    }
    return out.toString();
  }

  /** Of the 26 letters alone: no other letter is encrypted. */
  private static String upper(String text) {
    StringBuilder upper = new StringBuilder();
    text.chars().forEach(c -> upper.append((char) (c >= 'a' && c <= 'z' ? c - 32 : c)));
    return upper.toString();
  }

  private static Object generalised(Object value, long step) {
    BigDecimal by = BigDecimal.valueOf(step);
    BigDecimal number = new BigDecimal(value.toString());
    BigDecimal rest = number.remainder(by);
    BigDecimal floor = number.subtract(rest.signum() < 0 ? rest.add(by) : rest);
    if (value instanceof BigDecimal) {
      return floor;
    }
    return floor.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0 ? null : floor.longValueExact();
  }

  private static Object cut(Mask mask, Object value) {
    if (value instanceof LocalDate date) {
      return mask instanceof Mask.Year ? date.withDayOfYear(1) : date.withDayOfMonth(1);
    }
    LocalDateTime time = LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC);
    LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
    LocalDateTime cut =
        mask instanceof Mask.Year
            ? day.withDayOfYear(1)
            : mask instanceof Mask.Month
                ? day.withDayOfMonth(1)
                : mask instanceof Mask.Day ? day : time.truncatedTo(ChronoUnit.HOURS);
    return cut.toInstant(ZoneOffset.UTC);
  }
}
