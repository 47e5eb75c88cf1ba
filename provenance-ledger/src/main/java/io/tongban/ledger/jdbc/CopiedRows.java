package io.tongban.ledger.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows from COPY in binary form (PostgreSQL documentation, "COPY", "Binary Format"; what {@link
 * BinaryCopy} writes): half the work of a query's rows, on both sides. Of the row at hand each
 * column's value is taken in its order; none is null.
 */
final class CopiedRows {
  private static final int SIGNATURE_AND_FLAGS = 11 + Integer.BYTES;
  private final CopyOut copy;
  private ByteBuffer message = ByteBuffer.allocate(0);

  private CopiedRows(CopyOut copy) {
    this.copy = copy;
  }

  /** Whether a connection is one to PostgreSQL. */
  static boolean from(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class);
  }

  /**
   * Reads rows to their end.
   *
   * @param query without parameters
   * @param row takes the columns of the row at hand
   */
  static void each(Connection connection, String query, Consumer<CopiedRows> row)
      throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + query + ") TO STDOUT (FORMAT BINARY)");
    try {
      CopiedRows rows = new CopiedRows(copy);
      rows.next();
      rows.header();
      while (rows.another()) {
        row.accept(rows);
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private boolean next() throws SQLException {
    byte[] next = copy.readFromCopy();
    message = ByteBuffer.wrap(next == null ? new byte[0] : next);
    return next != null;
  }

  private void header() {
    message.position(SIGNATURE_AND_FLAGS);
    int extension = message.getInt();
    message.position(message.position() + extension);
  }

  /** Goes to the next row; each comes in a message of its own, after them a count of -1. */
  private boolean another() throws SQLException {
    boolean another = false;
    while (!another && (message.hasRemaining() || next())) {
      another = message.hasRemaining() && message.getShort() >= 0;
    }
    return another;
  }

  /** A BIGINT. */
  long number() {
    message.getInt();
    return message.getLong();
  }

  /** A UUID. */
  UUID uuid() {
    message.getInt();
    return new UUID(message.getLong(), message.getLong());
  }

  /** A TIMESTAMP WITH TIME ZONE. */
  Instant time() {
    return BinaryCopy.EPOCH.plus(number(), ChronoUnit.MICROS);
  }

  /** A VARCHAR or TEXT. */
  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** A BYTEA. */
  byte[] bytes() {
    byte[] bytes = new byte[message.getInt()];
    message.get(bytes);
    return bytes;
  }
}
