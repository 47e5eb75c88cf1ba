package io.tongban.registry.jdbc;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Rows by PostgreSQL's {@code COPY … FROM STDIN} in text form. */
final class CopySink implements RowSink {
  private static final int CHUNK = 1 << 19;
  private final CopyManager copy;
  private final String sql;
  private final StringBuilder gathered = new StringBuilder(CHUNK / 8);

  /**
   * @param target table and columns, for example {@code "s"."t" ("a", "b")}
   */
  CopySink(Connection connection, String target) throws SQLException {
    this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
    this.sql = "COPY " + target + " FROM STDIN WITH (ENCODING 'UTF8')";
  }

  @Override
  public void add(Object[] row) throws SQLException {
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        gathered.append('\t');
      }
      value(row[i]);
    }
    gathered.append('\n');
    if (gathered.length() >= CHUNK) {
      flush();
    }
  }

  private void value(Object value) {
    if (value == null) {
      gathered.append("\\N");
    } else if (value instanceof BigDecimal decimal) {
      gathered.append(decimal.toPlainString());
    } else if (value instanceof String text) {
      escaped(text);
    } else {
      gathered.append(value); // numbers, booleans, UUIDs, ISO 8601 days and moments
    }
  }

  private void escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> gathered.append("\\\\");
        case '\t' -> gathered.append("\\t");
        case '\n' -> gathered.append("\\n");
        case '\r' -> gathered.append("\\r");
        default -> gathered.append(c);
      }
    }
  }

  @Override
  public void flush() throws SQLException {
    if (gathered.isEmpty()) {
      return;
    }
    try {
      copy.copyIn(sql, new StringReader(gathered.toString()));
    } catch (IOException e) {
      throw new SQLException("the connection broke during COPY", "08006", e);
    }
    gathered.setLength(0);
  }

  @Override
  public void close() {
    gathered.setLength(0);
  }
}
