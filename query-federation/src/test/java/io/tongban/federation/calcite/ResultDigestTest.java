package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.hub.CanonicalJson;
import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultDigestTest {
  @Test
  void isTheDigestOfTheAnswerAsItIsSent() {
    List<AnswerColumn> columns =
        List.of(
            new AnswerColumn("a", DataType.STRING, true),
            new AnswerColumn("b", DataType.INTEGER, false));
    List<List<Object>> rows =
        List.of(
            Arrays.asList("麦㙦镇", 7L, new BigDecimal("1.50"), true),
            Arrays.asList(
                null,
                LocalDate.of(2020, 2, 20),
                Instant.parse("2026-01-15T08:00:00.123Z"),
                Instant.EPOCH));
    assertThat(new ResultDigest(columns).of(rows))
        .isEqualTo(
            HexFormat.of()
                .formatHex(CanonicalJson.sha256(Map.of("columns", columns, "rows", rows))));
  }
}
