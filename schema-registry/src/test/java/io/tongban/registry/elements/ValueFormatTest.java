package io.tongban.registry.elements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.registry.elements.ValueFormat.Kind;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormatTest {
  @ParameterizedTest
  @CsvSource({
    "an..18, ANY, 0, 18, 0",
    "n8, DIGITS, 8, 8, 0",
    "a2, LETTERS, 2, 2, 0",
    "'n..10,2', DIGITS, 0, 10, 2",
    "'N12,4', DIGITS, 12, 12, 4",
    "ul, ANY, 0, 0, 0",
    "an..ul, ANY, 0, 0, 0",
    "an3..8, ANY, 3, 8, 0",
    "a3..ul, LETTERS, 3, 0, 0",
    "YYYYMMDD, DATE, 0, 0, 0",
    "D8, DATE, 0, 0, 0",
    "YYYY-MM-DDThh:mm:ss, DATE_TIME, 0, 0, 0",
    "dt14, DATE_TIME, 0, 0, 0",
  })
  void readsTheGrammar(String text, Kind kind, int least, int most, int decimals) {
    assertThat(ValueFormat.parse(text)).isEqualTo(new ValueFormat(kind, least, most, decimals));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "an",
        "x..3",
        "an..0",
        "n0",
        "an..",
        "..8",
        "an8..3",
        "an..10,2",
        "a2,1",
        "n..2,3",
        "n..ul,2",
        "an..9999999",
        "an 8",
        "varchar(20)"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> ValueFormat.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsCharactersNotBytesOrChars() {
    ValueFormat four = ValueFormat.parse("an4");
    assertThat(four.violation("公主岭市")).isEmpty();
    assertThat(four.violation("𠮷𠮷𠮷𠮷")).isEmpty();
    assertThat(four.violation("公主岭")).contains("has 3 characters where at least 4 are needed");
    assertThat(four.violation("公主岭市区")).contains("has 5 characters where at most 4 are allowed");
  }

  @Test
  void tellsDigitsFromLetters() {
    assertThat(ValueFormat.parse("n2").violation("12")).isEmpty();
    assertThat(ValueFormat.parse("n2").violation("1a")).isPresent();
    assertThat(ValueFormat.parse("n2").violation("１２")).isPresent();
    assertThat(ValueFormat.parse("a..20").violation("O'Neil-Šmíd 王")).isEmpty();
    assertThat(ValueFormat.parse("a2").violation("A1")).isPresent();
  }

  @Test
  void countsADecimalsDigits() {
    ValueFormat format = ValueFormat.parse("n..10,2");
    assertThat(format.violation(new BigDecimal("99999999.99"))).isEmpty();
    assertThat(format.violation(new BigDecimal("-99999999.9900"))).isEmpty();
    assertThat(format.violation(new BigDecimal("100000000"))).isPresent();
    assertThat(format.violation(new BigDecimal("1E+8"))).isPresent();
    assertThat(format.violation(new BigDecimal("0.001"))).contains("has more than 2 decimals");
    assertThat(format.violation(BigDecimal.ZERO)).isEmpty();
  }
}
