package io.tongban.ledger.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows for COPY in binary form (PostgreSQL documentation, "COPY", "Binary Format"): the server then
 * plans nothing, and writes a page of rows at a time. Each column's value is given in its order.
 */
final class BinaryCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** Where PostgreSQL's timestamps begin. */
  static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final int columns;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** No rows yet. */
  BinaryCopy(int columns) {
    this.columns = columns;
    write(
        () -> {
          out.write(SIGNATURE);
          out.writeInt(0); // no flags
          out.writeInt(0); // no further header
        });
  }

  /** Writing to memory does not fail. */
  private interface Write {
    void run() throws IOException;
  }

  private static void write(Write what) {
    try {
      what.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a row. */
  BinaryCopy row() {
    write(() -> out.writeShort(columns));
    return this;
  }

  /** A BIGINT. */
  BinaryCopy with(long value) {
    write(
        () -> {
          out.writeInt(Long.BYTES);
          out.writeLong(value);
        });
    return this;
  }

  /** A UUID. */
  BinaryCopy with(UUID value) {
    write(
        () -> {
          out.writeInt(2 * Long.BYTES);
          out.writeLong(value.getMostSignificantBits());
          out.writeLong(value.getLeastSignificantBits());
        });
    return this;
  }

  /** A TIMESTAMP WITH TIME ZONE, to the microsecond. */
  BinaryCopy with(Instant value) {
    return with(ChronoUnit.MICROS.between(EPOCH, value));
  }

  /** A VARCHAR or TEXT. */
  BinaryCopy with(String value) {
    return with(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A BYTEA. */
  BinaryCopy with(byte[] value) {
    write(
        () -> {
          out.writeInt(value.length);
          out.write(value);
        });
    return this;
  }

  /**
   * Stores the rows.
   *
   * @param table the table with its columns in parentheses
   */
  void into(Connection connection, String table) throws SQLException {
    write(() -> out.writeShort(-1));
    byte[] rows = bytes.toByteArray();
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " FROM STDIN (FORMAT BINARY)");
    try {
      copy.writeToCopy(rows, 0, rows.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
