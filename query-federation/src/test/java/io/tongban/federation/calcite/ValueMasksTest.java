package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.Mask;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks as functions of one value. */
class ValueMasksTest {
  static final List<String> TEXT_MASKS =
      List.of(
          "partial(1,1)",
          "partial(0,4)",
          "partial(999,999)",
          "prefix(2)",
          "hash",
          "fpe(10)",
          "fpe(36)");
  private static final HubMasks MASKS = new HubMasks(new SomeKeys());

  private static Object masked(String mask, Object value, String department) {
    return MASKS.of(Mask.parse(mask).orElseThrow(), department).apply(value);
  }

  static String masked(String mask, String value) {
    return (String) masked(mask, value, "adur");
  }

  @Test
  void nullIsNullAndTextsOfAnyKindAreMasked() {
    String halfACharacter = "\uD83D";
    for (String mask : TEXT_MASKS) {
      assertThat(masked(mask, (String) null)).isNull();
      for (String text :
          List.of("", halfACharacter, halfACharacter + "123456", "1".repeat(1_000_000))) {
        assertThat(masked(mask, text)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'partial(1,1)', 王小明, 王*明",
    "'partial(1,1)', 王明, **",
    "'partial(0,0)', abc, ***",
    "'partial(1,1)', 😀a😀, 😀*😀",
    "'partial(1,1)', 😀😀, **",
    "'partial(2,0)', 😀😀😀, 😀😀*",
    "prefix(2), 310115, 31",
    "prefix(2), 31, 31",
    "prefix(2), 3, 3",
    "prefix(1), 😀a, 😀"
  })
  void textsAreCutBetweenCharacters(String mask, String text, String expected) {
    assertThat(masked(mask, text)).isEqualTo(expected);
  }

  /** RFC 4231, test case 1. */
  @Test
  void theHashIsHmacSha256() {
    byte[] key = new byte[20];
    java.util.Arrays.fill(key, (byte) 0x0b);
    assertThat(ValueMasks.hash("Hi There", new SecretKeySpec(key, "HmacSHA256")))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b");
  }

  @Test
  void equalTextsHashAlikeForOneRecipientOnly() {
    assertThat(masked("hash", "110101199003070000", "adur"))
        .isEqualTo(masked("hash", "110101199003070000", "adur"))
        .isNotEqualTo(masked("hash", "110101199003070000", "brent"))
        .isNotEqualTo(masked("hash", "110101199003070001", "adur"))
        .asString()
        .matches("[0-9a-f]{32}");
    assertThat(masked("fpe(10)", "110101199003070000", "adur"))
        .isEqualTo(masked("fpe(10)", "110101199003070000", "adur"))
        .isNotEqualTo(masked("fpe(10)", "110101199003070000", "brent"));
  }

  /**
   * The samples that NIST publishes for FF1 (SP 800-38G): 1 to 3 for AES-128, 7 to 9 for AES-256.
   */
  @ParameterizedTest
  @CsvSource({
    "2B7E151628AED2A6ABF7158809CF4F3C, 10, '', 0123456789, 2433477484",
    "2B7E151628AED2A6ABF7158809CF4F3C, 10, 39383736353433323130, 0123456789, 6124200773",
    "2B7E151628AED2A6ABF7158809CF4F3C, 36, 3737373770717273373737, 0123456789abcdefghi,"
        + " a9tv40mll9kdu509eum",
    "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94, 10, '', 0123456789,"
        + " 6657667009",
    "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94, 10, 39383736353433323130,"
        + " 0123456789, 1001623463",
    "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94, 36,"
        + " 3737373770717273373737, 0123456789abcdefghi, xs8a0azh2avyalyzuwd"
  })
  void encryptsAsTheSamplesOfNist(
      String key, int radix, String tweak, String plain, String expected) {
    var mask = new FormatPreservingMask(HexFormat.of().parseHex(key), radix);
    byte[] numerals = new byte[plain.length()];
    for (int i = 0; i < numerals.length; i++) {
      numerals[i] = (byte) Character.digit(plain.charAt(i), radix);
    }
    StringBuilder text = new StringBuilder();
    for (byte numeral : mask.encrypted(numerals, numerals.length, HexFormat.of().parseHex(tweak))) {
      text.append(Character.forDigit(numeral, radix));
    }
    assertThat(text).hasToString(expected);
    if (tweak.isEmpty()) {
      assertThat(mask.mask(plain)).isEqualTo(expected.toUpperCase(Locale.ROOT));
    }
    int[] again =
        new Ff1(HexFormat.of().parseHex(key), radix)
            .encrypt(
                plain.chars().map(c -> Character.digit(c, radix)).toArray(),
                HexFormat.of().parseHex(tweak));
    assertThat(
            java.util.Arrays.stream(again)
                .mapToObj(numeral -> Character.toString(Character.forDigit(numeral, radix)))
                .collect(java.util.stream.Collectors.joining()))
        .as("the proof's own FF1")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "fpe(10), 010-1234 5678, [0-9]{3}-[0-9]{4} [0-9]{4}",
    "fpe(10), 123456, [0-9]{6}",
    "fpe(10), 12345, [*]{5}",
    "fpe(10), 1-2-3-4-5, [*]{9}",
    "fpe(10), 11010119900307001X, [*]{18}",
    "fpe(10), 王123456, [*]{7}",
    "fpe(10), １２３４５６, [*]{6}",
    "fpe(10), 123456①, [*]{7}",
    "fpe(36), 11010119900307001X, [0-9A-Z]{18}",
    "fpe(36), ab-cd, [0-9A-Z]{2}-[0-9A-Z]{2}",
    "fpe(36), ab-c, [*]{4}",
    "fpe(36), 京A12345, [*]{7}"
  })
  void keepsTheFormOrHidesTheWhole(String mask, String text, String form) {
    assertThat(masked(mask, text)).matches(form).isNotEqualTo(text);
  }

  @Test
  void lettersAreReadWhateverTheirCase() {
    assertThat(masked("fpe(36)", "ab12-cd")).isEqualTo(masked("fpe(36)", "AB12-CD"));
  }

  @Test
  void tooLongATextIsHidden() {
    assertThat(masked("fpe(10)", "1".repeat(256))).matches("[0-9]{256}");
    assertThat(masked("fpe(10)", "1".repeat(257))).isEqualTo("*".repeat(257));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 47, 40",
    "10, 40, 40",
    "10, -3, -10",
    "7, 0, 0",
    "10, 9223372036854775807, 9223372036854775800"
  })
  void integersAreCutDownToAMultiple(long step, long value, long expected) {
    assertThat(masked("generalise(" + step + ")", value, "adur")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1234.56, 1200",
    "1, 0.99, 0",
    "1, -0.01, -1",
    "1000, 99999999999999999999999999.5, 99999999999999999999999000"
  })
  void decimalsAreCutDownToAMultiple(long step, BigDecimal value, BigDecimal expected) {
    assertThat(masked("generalise(" + step + ")", value, "adur"))
        .isEqualTo(SqlTypes.plain(expected));
  }
}
