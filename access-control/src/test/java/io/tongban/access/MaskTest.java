package io.tongban.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"nullify", "year", "partial(2,3)", "partial(0,0)", "constant(***)", "constant()"})
  void readsWhatItWrites(String text) {
    assertThat(Mask.parse(text)).hasValueSatisfying(m -> assertThat(m.text()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Nullify",
        "partial",
        "partial(2)",
        "partial(-1,2)",
        "partial(1,2",
        "partial(9999,1)",
        "constant",
        "year()",
        "hash",
        "nullify "
      })
  void refusesTheRest(String text) {
    assertThat(Mask.parse(text)).isEmpty();
  }
}
