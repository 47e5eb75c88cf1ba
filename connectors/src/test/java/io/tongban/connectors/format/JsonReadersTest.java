package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReadersTest {
  @Test
  void anArrayBelowAPointerBecomesRows() throws IOException {
    String json =
        """
        {"meta": {"items": [1]}, "data": {"items": [
          {"a": 1.10, "b": {"c": true, "d": ["x", 1]}},
          {"a": 12345678901234567890}, "none"]}, "end": 1}
        """;

    List<RawRow> rows =
        Rows.read(Rows.input("json", null, "/data/items"), json.getBytes(StandardCharsets.UTF_8));

    assertThat(Rows.values(rows.subList(0, 2)))
        .containsExactly(
            Map.of("a", "1.10", "b/c", "true", "b/d", "[\"x\",1]"),
            Map.of("a", "12345678901234567890"));
    assertThat(Rows.reason(rows.get(2))).isEqualTo("not-an-object");
  }

  @Test
  void aDocumentThatBreaksOffOrIsTooDeepIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> Rows.read("json", "[{\"a\":1},\n{\"a\":"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> Rows.read("json", "[{\"a\":" + "[".repeat(200)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("input-dangerous");
    assertThatThrownBy(() -> Rows.read("json", "{\"a\": 1}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no array");
    assertThatThrownBy(
            () ->
                Rows.read(
                    Rows.input("json", "UTF-8", null), new byte[] {'[', '"', (byte) 0xFF, '"'}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void oneBadLineDoesNotSpoilTheOthers() throws IOException {
    List<RawRow> rows =
        Rows.read(
            "ndjson", "{\"a\":\"1\"}\n{broken\n\n{\"a\":\"\\ud800\"}\n{\"a\":1} x\n{\"a\":null}\n");

    assertThat(rows)
        .extracting(Rows::reason)
        .containsExactly("", "not-json", "not-text", "not-json", "");
    assertThat(rows.get(1).fault().get().message()).contains("line 2");
    assertThat(rows.get(2).values()).containsEntry("a", "\uFFFD");
    assertThat(rows.get(4).values()).containsEntry("a", null);
  }
}
