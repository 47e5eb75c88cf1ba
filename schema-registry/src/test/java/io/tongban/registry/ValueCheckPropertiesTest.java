package io.tongban.registry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ValueCheckPropertiesTest {
  @Property(tries = 500)
  void anyTextGetsAnAnswer(@ForAll String text) {
    for (ValueCheck check : ValueCheck.values()) {
      check.violation(text);
    }
    ValueCheck.idOf15(text);
  }

  @Property(tries = 300)
  void whatIsMadeOfFifteenDigitsHolds(
      @ForAll @StringLength(15) @CharRange(from = '0', to = '9') String old) {
    ValueCheck.idOf15(old).ifPresent(id -> assertThat(ValueCheck.GB11643.holds(id)).isTrue());
  }

  /** MOD 11-2 and MOD 31-3 find every single wrong digit. */
  @Property(tries = 300)
  void aWrongDigitIsFound(
      @ForAll @IntRange(max = 17) int place, @ForAll @CharRange(from = '0', to = '9') char digit) {
    wrong(ValueCheck.GB11643, "360426199101010071", place, digit);
    wrong(ValueCheck.GB32100, "91350100M000100Y43", place, digit);
  }

  private static void wrong(ValueCheck check, String sound, int place, char digit) {
    String other = sound.substring(0, place) + digit + sound.substring(place + 1);
    assertThat(check.holds(other)).isEqualTo(other.equals(sound));
  }
}
