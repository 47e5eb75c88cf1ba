package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** What holds of masks whatever the value. */
class ValueMasksPropertyTest {
  @Property(tries = 500)
  void noTextMakesAMaskFail(@ForAll String text) {
    for (String mask : ValueMasksTest.TEXT_MASKS) {
      assertThat(ValueMasksTest.masked(mask, text)).isNotNull();
    }
  }

  /** Nobody but the hub can, and nothing needs to; but no two texts may become one. */
  @Property(tries = 300)
  void formatPreservingMasksAreReversible(@ForAll @LongRange(min = 0) long number) {
    String text = String.format(Locale.ROOT, "%019d", number);
    byte[] key = new SomeKeys().derive("k", 32);
    String masked = new FormatPreservingMask(key, 10).mask(text);
    byte[] numerals = masked.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < numerals.length; i++) {
      numerals[i] -= '0';
    }
    FPEFF1Engine engine = new FPEFF1Engine();
    engine.init(false, new FPEParameters(new KeyParameter(key), 10, new byte[0]));
    byte[] plain = new byte[numerals.length];
    engine.processBlock(numerals, 0, numerals.length, plain, 0);
    for (int i = 0; i < plain.length; i++) {
      plain[i] += '0';
    }
    assertThat(new String(plain, StandardCharsets.US_ASCII)).isEqualTo(text);
  }

  @Property(tries = 500)
  void generalisedIntegersAreTheMultipleAtOrBelow(
      @ForAll long value, @ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long step) {
    Long floor = ValueMasks.generalise(value, step);
    if (floor == null) {
      assertThat(value).isLessThan(Long.MIN_VALUE + step);
    } else {
      assertThat(floor % step).isZero();
      assertThat(BigDecimal.valueOf(value).subtract(BigDecimal.valueOf(floor)))
          .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(step - 1));
    }
  }
}
