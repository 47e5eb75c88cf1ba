package io.tongban.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastTest {
  private static Cast cast(DataType type, String pattern, String locale) {
    Column column = new Column("item", "element", type, 5, false, false, false, null);
    return new Cast(column, pattern, locale, ZoneId.of("Asia/Shanghai"));
  }

  private static String reason(Cast cast, String text) {
    return cast.cast(text).rejection().reason();
  }

  @ParameterizedTest
  @CsvSource({
    "d-MMM-uu, en, 17-Jun-16, 2016-06-17",
    "d-MMM-uu, en, 1-sep-09, 2009-09-01",
    "dd/MM/yyyy, , 05/04/1999, 1999-04-05",
    "uuuu年M月d日, zh, 2020年2月20日, 2020-02-20",
    ", , 2020-02-20, 2020-02-20",
  })
  void datesAreReadAsDeclared(String pattern, String locale, String text, LocalDate day) {
    assertThat(cast(DataType.DATE, pattern, locale).cast(text).value()).isEqualTo(day);
  }

  @Test
  void whatIsNoDateIsSaidSo() {
    Cast cast = cast(DataType.DATE, "d-MMM-uu", "en");
    assertThat(reason(cast, "31-Feb-16")).isEqualTo("not-a-date");
    assertThat(cast.cast("2016-06-17").rejection().message()).contains("d-MMM-uu");
    assertThatThrownBy(() -> DatePattern.of("d-MMM-vv{", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timesWithoutAZoneAreTheHubs() {
    Instant wanted = Instant.parse("2020-02-20T01:30:00Z");
    assertThat(cast(DataType.TIMESTAMP, null, null).cast("2020-02-20T09:30:00").value())
        .isEqualTo(wanted);
    assertThat(cast(DataType.TIMESTAMP, null, null).cast("2020-02-20T01:30:00Z").value())
        .isEqualTo(wanted);
    assertThat(cast(DataType.TIMESTAMP, "uuuu/M/d H:mm", null).cast("2020/2/20 9:30").value())
        .isEqualTo(wanted);
    assertThat(reason(cast(DataType.TIMESTAMP, null, null), "now")).isEqualTo("not-a-time");
  }

  @Test
  void numbersAndTruthValues() {
    assertThat(cast(DataType.INTEGER, null, null).cast(" 12.0 ").value()).isEqualTo(12L);
    assertThat(reason(cast(DataType.INTEGER, null, null), "1.5")).isEqualTo("not-an-integer");
    assertThat(reason(cast(DataType.INTEGER, null, null), "1e999999999"))
        .isEqualTo("not-an-integer");
    assertThat(cast(DataType.DECIMAL, null, null).cast("1.50").value())
        .isEqualTo(new BigDecimal("1.50"));
    assertThat(reason(cast(DataType.DECIMAL, null, null), "1e999999999")).isEqualTo("not-a-number");
    assertThat(reason(cast(DataType.DECIMAL, null, null), "1,5")).isEqualTo("not-a-number");
    assertThat(cast(DataType.BOOLEAN, null, null).cast("是").value()).isEqualTo(true);
    assertThat(reason(cast(DataType.BOOLEAN, null, null), "maybe")).isEqualTo("not-a-boolean");
  }

  @Test
  void textsMustFit() {
    Cast cast = cast(DataType.STRING, null, null);
    assertThat(cast.cast("五个汉字😀").value()).isEqualTo("五个汉字😀");
    assertThat(reason(cast, "123456")).isEqualTo("too-long");
    assertThat(reason(cast, "a\0b")).isEqualTo("not-text");
  }

  @Test
  void steps() {
    assertThat(TextStep.find("trim").get().apply("\u3000 a \u00A0")).isEqualTo("a");
    assertThat(TextStep.find("half-width").get().apply("ＡＢ１\u3000２")).isEqualTo("AB1 2");
    assertThat(TextStep.find("collapse").get().apply("a \t b")).isEqualTo("a b");
    assertThat(TextStep.find("strip:-/").get().apply("a-b/c")).isEqualTo("abc");
    assertThat(TextStep.find("upper").get().apply("ß1i")).isEqualTo("SS1I");
    assertThat(TextStep.find("shout")).isEmpty();
  }
}
