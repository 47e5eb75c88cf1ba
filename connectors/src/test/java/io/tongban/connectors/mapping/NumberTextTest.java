package io.tongban.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.ConnectorSpec.NumberFormat;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  private static NumberText format(
      String grouping, String decimal, boolean chinese, boolean percent) {
    return new NumberText(new NumberFormat(grouping, decimal, chinese, percent));
  }

  private static BigDecimal number(NumberText format, String text) {
    return format.parse(text).map(BigDecimal::stripTrailingZeros).orElse(null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ",; .; 1,234,567.5; 1234567.5",
        ",; .; -1,234; -1234",
        ",; .; 12,3456; 123456",
        ".; ,; 1.234,5; 1234.5",
        "' '; ,; 12 345,75; 12345.75",
        "; .; １２３．５; 123.5",
        "; ,; 1,5; 1.5",
      })
  void asDeclared(String grouping, String decimal, String text, BigDecimal wanted) {
    assertThat(number(format(grouping, decimal, false, false), text)).isEqualByComparingTo(wanted);
  }

  @Test
  void aMarkInTheWrongPlaceIsAFaultAndNoGuess() {
    NumberText english = format(",", ".", false, false);
    assertThat(number(english, "1,5")).as("a decimal comma").isNull();
    assertThat(number(english, "1,23,456")).isNull();
    assertThat(number(english, ",123")).isNull();
    assertThat(number(english, "1.234.567")).isNull();
    assertThat(number(english, "12 kg")).isNull();
    assertThat(number(english, "1e5")).isNull();
    assertThat(number(english, "3万")).as("Chinese was not declared").isNull();
    assertThat(number(english, "15%")).as("neither were percentages").isNull();
    assertThat(number(english, "")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "3.5万, 35000",
    "1亿2000万, 120000000",
    "1.2亿, 120000000",
    "一百二十三, 123",
    "一百零二, 102",
    "十二, 12",
    "二十, 20",
    "一千零一十, 1010",
    "壹仟贰佰叁拾肆, 1234",
    "二〇二〇, 2020",
    "三点一四, 3.14",
    "两万, 20000",
    "一万二千, 12000",
    "三点五万, 35000",
    "负三百, -300",
    "一亿零五十, 100000050",
    "０, 0",
    "〇, 0",
    "一百一十, 110",
    "5千万, 50000000",
  })
  void chineseNumerals(String text, BigDecimal wanted) {
    assertThat(number(format(null, null, true, false), text)).isEqualByComparingTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"万", "百百", "一二百", "十万亿万", "点五", "三点", "一十百", "第一", "abc"})
  void whatIsNoChineseNumber(String text) {
    assertThat(number(format(null, null, true, false), text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"15%, 0.15", "１５％, 0.15", "15, 0.15", "百分之十五, 0.15", "-2.5%, -0.025"})
  void percentages(String text, BigDecimal wanted) {
    assertThat(number(format(null, null, true, true), text)).isEqualByComparingTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 万元, 元, 125000",
    "1, 亩, m2, 666.67",
    "3, 亿元, 万元, 30000",
    "2, 斤, kg, 1",
    "1500, m, km, 1.5",
    "5, 万人, 人, 50000",
    "12, %, 1, 0.12",
    "1, 度, J, 3600000",
  })
  void units(BigDecimal number, String from, String to, BigDecimal wanted) {
    assertThat(Units.convert(number, from, to, 2))
        .hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(wanted));
  }

  @Test
  void whatCannotBeConverted() {
    assertThat(Units.convert(BigDecimal.ONE, "元", "kg", 2)).isEmpty();
    assertThat(Units.convert(BigDecimal.ONE, "parsec", "m", 2)).isEmpty();
    assertThat(Units.same("CNY", "元")).isTrue();
    assertThat(Units.same("万元", "元")).isFalse();
  }
}
