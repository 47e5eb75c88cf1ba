package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Times in leaves. */
class IsoTimeTest {
  private static final long YEAR_12000 = 316_516_204_800L;

  @Property(tries = 300)
  void asTheJdkWritesThem(
      @ForAll @LongRange(min = -YEAR_12000, max = YEAR_12000) long second,
      @ForAll @IntRange(max = 999) int millis,
      @ForAll @IntRange(max = 999) int micros,
      @ForAll @IntRange(max = 999) int nanos) {
    int[] fractions = {
      0, millis * 1_000_000, millis * 1_000_000 + micros * 1_000, micros * 1_000 + nanos
    };
    for (int fraction : fractions) {
      Instant time = Instant.ofEpochSecond(second, fraction);
      assertThat(IsoTime.of(time)).isEqualTo(time.toString());
    }
  }
}
