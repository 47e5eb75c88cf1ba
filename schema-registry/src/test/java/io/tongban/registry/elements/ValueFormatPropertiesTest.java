package io.tongban.registry.elements;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ValueFormatPropertiesTest {
  @Property
  void anyTextIsAFormatOrAnExplainedFault(@ForAll @StringLength(max = 12) String text) {
    try {
      ValueFormat format = ValueFormat.parse(text);
      assertThat(format.most() == 0 || format.least() <= format.most()).isTrue();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).matches("(is|has|may) .+");
    }
  }

  @Property
  void aTextFitsIffItsLengthLiesBetween(
      @ForAll @StringLength(max = 30) String text,
      @ForAll @IntRange(min = 1, max = 15) int least,
      @ForAll @IntRange(min = 0, max = 15) int more) {
    int length = text.codePointCount(0, text.length());
    ValueFormat format = ValueFormat.parse("an" + least + ".." + (least + more));
    assertThat(format.violation(text).isEmpty())
        .isEqualTo(length >= least && length <= least + more);
  }

  @Property
  void aNumberFitsIffItIsAWholeNumberOfUnitsWithinTheLimit(
      @ForAll long units,
      @ForAll @IntRange(min = 0, max = 6) int scale,
      @ForAll @IntRange(min = 1, max = 18) int most,
      @ForAll @IntRange(min = 0, max = 6) int decimals) {
    if (decimals > most) {
      return;
    }
    BigDecimal number = new BigDecimal(BigInteger.valueOf(units), scale);
    BigDecimal scaled = number.movePointRight(decimals);
    boolean fits =
        scaled.stripTrailingZeros().scale() <= 0
            && scaled.abs().compareTo(BigDecimal.ONE.movePointRight(most)) < 0;
    String text = decimals == 0 ? "n.." + most : "n.." + most + "," + decimals;
    assertThat(ValueFormat.parse(text).violation(number).isEmpty()).isEqualTo(fits);
  }
}
