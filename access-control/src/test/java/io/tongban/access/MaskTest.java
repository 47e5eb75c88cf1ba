package io.tongban.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.registry.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nullify",
        "year",
        "month",
        "day",
        "hour",
        "partial(2,3)",
        "partial(0,0)",
        "prefix(4)",
        "constant(***)",
        "constant()",
        "hash",
        "fpe(10)",
        "fpe(36)",
        "generalise(5)",
        "generalise(999999999999999999)"
      })
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
        "hash()",
        "prefix(0)",
        "prefix(-1)",
        "fpe",
        "fpe(16)",
        "generalise",
        "generalise(0)",
        "generalise(05)",
        "generalise(-5)",
        "generalise(0.5)",
        "generalise(9999999999999999999)",
        "nullify "
      })
  void refusesTheRest(String text) {
    assertThat(Mask.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nullify|STRING INTEGER DECIMAL BOOLEAN DATE TIMESTAMP",
        "partial(1,1)|STRING",
        "prefix(1)|STRING",
        "constant(x)|STRING",
        "hash|STRING",
        "fpe(10)|STRING",
        "generalise(2)|INTEGER DECIMAL",
        "generalise(1)|DECIMAL",
        "year|DATE TIMESTAMP",
        "month|DATE TIMESTAMP",
        "day|TIMESTAMP",
        "hour|TIMESTAMP"
      })
  void fitsItsTypesOnly(String text, String types) {
    Mask mask = Mask.parse(text).orElseThrow();
    assertThat(Stream.of(DataType.values()).filter(mask::fits).map(DataType::name))
        .containsExactlyInAnyOrder(types.split(" "));
  }
}
