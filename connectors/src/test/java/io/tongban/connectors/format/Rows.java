package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads bytes to their end. */
final class Rows {
  private Rows() {}

  static List<RawRow> read(ConnectorSpec.Input input, byte[] bytes) throws IOException {
    List<RawRow> rows = new ArrayList<>();
    RowReaders.of(input).read(() -> new ByteArrayInputStream(bytes), rows::add);
    return rows;
  }

  static List<RawRow> read(String format, String text) throws IOException {
    return read(input(format, null, null), text.getBytes(Charset.forName("UTF-8")));
  }

  static ConnectorSpec.Input input(String format, String encoding, String records) {
    return new ConnectorSpec.Input(
        format, null, null, null, encoding, null, null, null, null, records, null);
  }

  static List<Map<String, String>> values(List<RawRow> rows) {
    return rows.stream().map(RawRow::values).toList();
  }

  static String reason(RawRow row) {
    return row.fault().map(RawRow.RowFault::reason).orElse("");
  }
}
