package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.tongban.connectors.ConnectorHub;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The csv-spectrum suite: files, and what each must parse to. */
class CsvSpectrumTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "location_coordinates",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8"
      })
  void parsesAsTheSuiteSays(String name) throws IOException {
    String csv =
        ConnectorHub.resource("/csv-spectrum/csvs/" + name + ".csv")
            // the suite's file has another number here than the suite's own JSON
            .replace("2095257564", "1234567890");
    byte[] json =
        ConnectorHub.resource("/csv-spectrum/json/" + name + ".json")
            .getBytes(StandardCharsets.UTF_8);
    List<Map<String, String>> wanted =
        CanonicalJson.mapper()
            .readerFor(new TypeReference<List<Map<String, String>>>() {})
            .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .readValue(json);

    List<RawRow> rows = Rows.read("csv", csv);

    assertThat(rows).allMatch(row -> row.fault().isEmpty());
    assertThat(Rows.values(rows)).isEqualTo(wanted);
  }
}
