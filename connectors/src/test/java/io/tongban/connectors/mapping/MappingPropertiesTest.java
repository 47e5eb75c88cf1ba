package io.tongban.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tongban.connectors.ConnectorSpec.NumberFormat;
import io.tongban.connectors.ConnectorSpec.Split;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

/** Parsers and mappings on any text: no exception, cleaning is idempotent, ways back lead back. */
class MappingPropertiesTest {
  private static final List<NumberFormat> FORMATS =
      List.of(
          new NumberFormat(null, null, null, null),
          new NumberFormat(",", ".", true, false),
          new NumberFormat(".", ",", false, true),
          new NumberFormat(null, null, true, true));

  @Property(tries = 1000)
  void anyTextIsANumberOrNot(@ForAll String text) {
    FORMATS.forEach(format -> new NumberText(format).parse(text));
  }

  @Property(tries = 500)
  void cleaningTwiceIsCleaningOnce(@ForAll String text) {
    for (String name :
        List.of("trim", "upper", "lower", "collapse", "half-width", "id-18", "strip:-/")) {
      var step = TextStep.find(name).orElseThrow();
      String once = step.apply(text);
      assertThat(step.apply(once)).as(name).isEqualTo(once);
    }
  }

  @Property(tries = 300)
  void splittingTakesAnyText(@ForAll String text, @ForAll @IntRange(min = -3, max = 3) int take) {
    new TextSplit(new Split("/", take == 0 ? null : take, null, null)).part(text);
    new TextSplit(new Split(null, null, "(\\d+)-(\\w*)", 2)).part(text);
  }

  @Property(tries = 300)
  void similarityTakesAnyText(@ForAll String text, @ForAll String name) {
    var names = new FuzzyNames(List.of(new FuzzyNames.Candidate("1", name, "")));
    assertThat(names.suggest(text, 3)).allMatch(s -> s.score() >= 0 && s.score() <= 1);
    DivisionNames.brief(text);
  }

  @Property(tries = 300)
  void groupedNumbersComeBack(
      @ForAll @BigRange(min = "-999999999999", max = "999999999999") @Scale(3) BigDecimal number) {
    String english =
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ENGLISH))
            .format(number);
    String german =
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.GERMAN))
            .format(number);
    assertThat(new NumberText(new NumberFormat(",", ".", null, null)).parse(english).orElseThrow())
        .isEqualByComparingTo(number);
    assertThat(new NumberText(new NumberFormat(".", ",", null, null)).parse(german).orElseThrow())
        .isEqualByComparingTo(number);
  }

  @Property(tries = 500)
  void chineseNumbersComeBack(@ForAll @LongRange(max = 999_999_999_999L) long number) {
    assertThat(
            new NumberText(new NumberFormat(null, null, true, null))
                .parse(chinese(number))
                .orElseThrow())
        .isEqualByComparingTo(BigDecimal.valueOf(number));
  }

  /** A whole number as it is read aloud. */
  private static String chinese(long number) {
    if (number == 0) {
      return "零";
    }
    StringBuilder text = new StringBuilder();
    long[] sizes = {100_000_000L, 10_000L, 1L};
    String[] units = {"亿", "万", ""};
    long rest = number;
    for (int i = 0; i < sizes.length; i++) {
      long section = rest / sizes[i];
      rest %= sizes[i];
      if (section > 0) {
        if (text.length() > 0 && section < 1000) {
          text.append("零");
        }
        text.append(section((int) section)).append(units[i]);
      }
    }
    return text.toString();
  }

  private static String section(int section) {
    StringBuilder text = new StringBuilder();
    int[] sizes = {1000, 100, 10, 1};
    String[] units = {"千", "百", "十", ""};
    boolean zero = false;
    int rest = section;
    for (int i = 0; i < sizes.length; i++) {
      int digit = rest / sizes[i];
      rest %= sizes[i];
      if (digit > 0) {
        text.append(zero ? "零" : "").append("零一二三四五六七八九".charAt(digit)).append(units[i]);
        zero = false;
      } else {
        zero = text.length() > 0;
      }
    }
    return text.toString();
  }

  /** The way back leads back to a tenth of a millimetre, in China and outside of it. */
  @Property(tries = 500)
  void coordinatesComeBack(
      @ForAll @DoubleRange(min = 74, max = 135) double longitude,
      @ForAll @DoubleRange(min = 3, max = 53) double latitude) {
    var point = new Geodesy.Point(longitude, latitude);
    for (String system : List.of("GCJ-02", "BD-09")) {
      var there = Geodesy.convert(point, "WGS-84", system);
      var back = Geodesy.convert(there, system, "WGS-84");
      assertThat(back.longitude()).isCloseTo(longitude, within(2 * Geodesy.TOLERANCE));
      assertThat(back.latitude()).isCloseTo(latitude, within(2 * Geodesy.TOLERANCE));
      assertThat(Math.abs(there.longitude() - longitude)).isLessThan(0.03);
    }
  }
}
