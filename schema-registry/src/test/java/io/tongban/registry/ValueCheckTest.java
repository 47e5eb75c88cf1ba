package io.tongban.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published values of {@code cn-identifiers}, each with the verdict its source asserts. */
class ValueCheckTest {
  record Value(String scheme, String value, String expected) {}

  static List<Value> values() throws IOException {
    try (var in = ValueCheckTest.class.getResourceAsStream("/cn-identifiers/values.csv");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(cells -> new Value(cells[0], cells[1], cells[2]))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void publishedValuesGetTheirVerdict(Value value) {
    var violation = ValueCheck.valueOf(value.scheme()).violation(value.value());
    assertThat(violation.isEmpty()).isEqualTo(value.expected().equals("valid"));
    assertThat(violation.orElse("")).doesNotContain(value.value());
    if (value.expected().equals("invalid-checksum")) {
      assertThat(violation.orElseThrow()).contains("check character");
    }
    if (value.expected().equals("invalid-length")) {
      assertThat(violation.orElseThrow()).contains("characters where");
    }
  }

  @Test
  void fifteenDigitsBecomeEighteenCharacters() {
    assertThat(ValueCheck.idOf15("360426910101007")).contains("360426199101010071");
    assertThat(ValueCheck.idOf15("110101990230780")).as("30 February").isEmpty();
    assertThat(ValueCheck.idOf15("360426199101010071")).isEmpty();
    assertThat(ValueCheck.GB11643.violation("360426910101007").orElseThrow()).contains("id-18");
    assertThat(ValueCheck.GB11643.holds("11010119900307803x")).as("x is a capital").isFalse();
  }
}
