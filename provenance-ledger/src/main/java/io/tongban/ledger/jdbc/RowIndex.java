package io.tongban.ledger.jdbc;

import io.tongban.hub.Dialect;
import io.tongban.ledger.LedgerProblem;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Finds the entries that name a record. The index is derived from the sealed manifests and written
 * behind the log, many entries at a time and in the order of their hashes: hashes are scattered
 * over the whole index, and no answer should wait until a page for each of its records is written.
 * Who asks it brings it up to date first, so that it never tells less than the log. A mark in the
 * database says how far it is; several nodes take turns at it.
 */
final class RowIndex implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RowIndex.class);
  private static final String COLUMNS = "ledger.row_use (part, hmac, entry_index)";
  private static final int STEP = 16_384;

  /** Hashes that H2 commits at a time: while it writes a commit, it writes no other. */
  private static final int SLICE = 1_024;

  private static final long STOP_MILLIS = 10_000;

  /** On H2 every page that was touched is written anew, so that few large steps cost less. */
  private static final long PAUSE_MILLIS_H2 = 1_000;

  private static final long PAUSE_MILLIS_POSTGRES = 250;

  private final LedgerReader reader;
  private final ManifestVault vault;
  private final FreshUses fresh;
  private final ScheduledExecutorService behind;

  /** Whether nothing can be left of a step that did not come to its end. */
  private boolean swept;

  RowIndex(LedgerReader reader, ManifestVault vault, FreshUses fresh) {
    this.reader = reader;
    this.vault = vault;
    this.fresh = fresh;
    this.behind =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ledger-row-index");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Follows the log from now on. */
  void start() {
    long pause = onH2() ? PAUSE_MILLIS_H2 : PAUSE_MILLIS_POSTGRES;
    behind.scheduleWithFixedDelay(this::follow, pause, pause, TimeUnit.MILLISECONDS);
  }

  private boolean onH2() {
    return reader.dialect() == Dialect.H2;
  }

  private void follow() {
    try {
      catchUp();
    } catch (RuntimeException e) {
      // who asks the index is told; here it is tried again
      LOG.debug("the row index could not be brought up to date", e);
    }
  }

  /** Entries that name a record, oldest first, from an index on. */
  List<LedgerReader.Row> uses(byte[] hmac, long from, int limit) {
    catchUp();
    return reader.uses(hmac, from, limit);
  }

  /** Indexes of the entries that name a record, in order. */
  List<Long> indexes(byte[] hmac) {
    catchUp();
    return reader.indexes(hmac);
  }

  /**
   * Indexes all that is in the log.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#LEDGER_DAMAGED} at an entry that
   *     does not open; what lies before it is indexed
   */
  void catchUp() {
    long size = reader.head().treeSize();
    long indexed = reader.jdbi().withHandle(handle -> upto(handle, ""));
    while (indexed < size) {
      indexed = stepped(size);
    }
    fresh.forget(indexed); // also what another node has indexed
  }

  /** One step at a time in this node; between nodes the mark's lock sees to that. */
  private synchronized long stepped(long size) {
    long indexed = reader.jdbi().inTransaction(handle -> step(handle, size));
    swept = true;
    return indexed;
  }

  /** Indexes some more under the mark's lock; returns up to where it is indexed. */
  private long step(Handle handle, long size) {
    Standing.transaction(handle, reader.dialect());
    long from = upto(handle, " FOR UPDATE");
    List<RowUses.Use> uses = new ArrayList<>();
    long next = collect(handle, from, size, uses);
    if (next == from && next < size) {
      throw LedgerProblem.LEDGER_DAMAGED.problem(
          "the entry at index " + from + " is missing or does not open");
    }
    store(handle, uses, from);
    handle.execute("UPDATE ledger.row_index SET upto = ? WHERE log = 1", next);
    return next;
  }

  /** Collects the hashes of some entries; returns the index after the last that opens. */
  private long collect(Handle handle, long from, long size, List<RowUses.Use> uses) {
    long next = from;
    long reached;
    do {
      reached = next;
      long held = Math.min(size, fresh.from(reached));
      next = held > reached ? read(handle, reached, held, uses) : take(reached, size, uses);
    } while (next > reached && next < size && uses.size() < STEP);
    return next;
  }

  /** Of entries that this node has just committed. */
  private long take(long from, long size, List<RowUses.Use> uses) {
    long next = from;
    while (next < size && uses.size() < STEP) {
      List<byte[]> rows = fresh.at(next);
      if (rows == null) {
        break;
      }
      add(next, rows, uses);
      next++;
    }
    return next;
  }

  /** Of entries as they are stored. */
  private long read(Handle handle, long from, long end, List<RowUses.Use> uses) {
    try (EntryRows entries = new EntryRows(handle.getConnection(), from, end)) {
      long next = from;
      while (next < end && uses.size() < STEP) {
        LedgerReader.Row entry = entries.at(next);
        List<byte[]> rows = entry == null ? null : rows(entry);
        if (rows == null) {
          break;
        }
        add(next, rows, uses);
        next++;
      }
      return next;
    } catch (SQLException e) {
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("the ledger could not be read", e);
    }
  }

  private static void add(long index, List<byte[]> rows, List<RowUses.Use> uses) {
    for (byte[] row : rows) {
      uses.add(RowUses.Use.of(index, row));
    }
  }

  private static long upto(Handle handle, String lock) {
    return handle
        .createQuery("SELECT upto FROM ledger.row_index WHERE log = 1" + lock)
        .mapTo(Long.class)
        .findOne()
        .orElseThrow(
            () -> LedgerProblem.LEDGER_DAMAGED.problem("the mark of the row index is missing"));
  }

  /** The hashes sealed with an entry, or null if it does not open. */
  private List<byte[]> rows(LedgerReader.Row entry) {
    try {
      return vault.rows(entry.id(), entry.leaf(), entry.manifest());
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private void store(Handle handle, List<RowUses.Use> uses, long from) {
    uses.sort(
        Comparator.comparingLong(RowUses.Use::part)
            .thenComparing(RowUses.Use::hmac, Arrays::compareUnsigned));
    try {
      if (onH2()) {
        bySlices(uses, from);
      } else if (!uses.isEmpty()) {
        copy(handle.getConnection(), uses);
      }
    } catch (SQLException e) {
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("the row index could not be written", e);
    }
  }

  /**
   * In transactions of their own, so that no entry's commit waits long for one of them, while the
   * mark is locked and stays where it was. What lies beyond the mark when a step begins is left of
   * one that was killed.
   */
  private void bySlices(List<RowUses.Use> uses, long from) throws SQLException {
    if (!swept) {
      sweep(from);
    }
    swept = false;
    for (int at = 0; at < uses.size(); at += SLICE) {
      List<RowUses.Use> slice = uses.subList(at, Math.min(uses.size(), at + SLICE));
      reader.jdbi().useTransaction(own -> insert(own.getConnection(), slice));
    }
  }

  private void sweep(long from) {
    reader
        .jdbi()
        .useTransaction(
            own ->
                own.execute(
                    "DELETE FROM ledger.row_use WHERE part >= ? AND entry_index >= ?",
                    RowUses.partOf(from),
                    from));
  }

  private static void copy(Connection connection, List<RowUses.Use> uses) throws SQLException {
    BinaryCopy rows = new BinaryCopy(3);
    uses.forEach(use -> rows.row().with(use.part()).with(use.hmac()).with(use.entryIndex()));
    rows.into(connection, COLUMNS);
  }

  private static void insert(Connection connection, List<RowUses.Use> uses) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + COLUMNS + " VALUES (?, ?, ?)")) {
      for (RowUses.Use use : uses) {
        insert.setLong(1, use.part());
        insert.setBytes(2, use.hmac());
        insert.setLong(3, use.entryIndex());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Stops following; what it does at this moment is finished. */
  @Override
  public void close() {
    // never interrupted: an interrupt closes the file an embedded database writes
    behind.shutdown();
    try {
      behind.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
