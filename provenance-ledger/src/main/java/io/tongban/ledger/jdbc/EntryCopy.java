package io.tongban.ledger.jdbc;

import io.tongban.ledger.Leaf;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Stores entries by COPY in binary form (PostgreSQL documentation, "COPY", "Binary Format"): the
 * server then plans nothing, and writes a page of rows at a time.
 */
final class EntryCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** Where PostgreSQL's timestamps begin. */
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private static final int COLUMNS = 7;
  private static final int UUID_BYTES = 2 * Long.BYTES;

  private final CopyManager copies;

  /** Copies on a connection. */
  EntryCopy(Connection connection) throws SQLException {
    this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** Stores entries from an index on. */
  void insert(long first, List<Draft> drafts) throws SQLException {
    byte[] rows = rows(first, drafts);
    CopyIn copy =
        copies.copyIn(
            "COPY ledger.entry (entry_index, id, type, at, actor, leaf, manifest)"
                + " FROM STDIN (FORMAT BINARY)");
    try {
      copy.writeToCopy(rows, 0, rows.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static byte[] rows(long first, List<Draft> drafts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(drafts.size() * 1_024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      out.writeInt(0); // no flags
      out.writeInt(0); // no further header
      long index = first;
      for (Draft draft : drafts) {
        row(out, index++, draft);
      }
      out.writeShort(-1);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  private static void row(DataOutputStream out, long index, Draft draft) throws IOException {
    Leaf leaf = draft.leaf();
    out.writeShort(COLUMNS);
    out.writeInt(Long.BYTES);
    out.writeLong(index);
    out.writeInt(UUID_BYTES);
    out.writeLong(leaf.id().getMostSignificantBits());
    out.writeLong(leaf.id().getLeastSignificantBits());
    field(out, leaf.type().name().getBytes(StandardCharsets.UTF_8));
    out.writeInt(Long.BYTES);
    out.writeLong(ChronoUnit.MICROS.between(EPOCH, leaf.at()));
    field(out, leaf.actor().getBytes(StandardCharsets.UTF_8));
    field(out, draft.bytes());
    field(out, draft.sealed());
  }

  private static void field(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }
}
