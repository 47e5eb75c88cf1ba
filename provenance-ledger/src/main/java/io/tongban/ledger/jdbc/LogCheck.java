package io.tongban.ledger.jdbc;

import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Tile;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Checks entries, tiles and row index up to a size, by stretches on every core. What is found is
 * taken in the order of the log, so the first index that does not hold is the one that is named.
 */
final class LogCheck implements AutoCloseable {
  private static final int MAX_THREADS = 4;

  /** Entries of a stretch: 64 tiles. */
  private static final int STRETCH = 64 * Tile.WIDTH;

  private static final int FETCH = 4_096;
  private static final int KEY_BYTES = 16;

  private static final String USES = "SELECT part, entry_index, hmac FROM ledger.row_use";

  /** Slices of a part of the row index, by the first byte of the keyed hash. */
  private static final int SLICES = 16;

  private final LedgerReader reader;
  private final EntryCheck check;
  private final long size;
  private final byte[] key = new byte[KEY_BYTES];
  private final UseSums told;
  private final int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
  private final ExecutorService workers;
  private final GrowingTree tree = new GrowingTree(0, Tile::new);

  /** A check of the log up to a size. */
  LogCheck(LedgerReader reader, ManifestVault vault, long size) {
    this.reader = reader;
    this.check = new EntryCheck(vault);
    this.size = size;
    new SecureRandom().nextBytes(key);
    this.told = new UseSums(key, size);
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "ledger-check");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How many entries were re-hashed. */
  long checked() {
    return tree.size();
  }

  /**
   * Checks all.
   *
   * @return the tree that the entries make
   * @throws Bad the first index that does not hold
   */
  GrowingTree run() throws Bad {
    try {
      entries();
    } catch (Bad bad) {
      uses(bad.index());
      throw bad;
    }
    uses(size);
    return tree;
  }

  /** Work on a connection of its own. */
  private interface Work<R> {
    R with(Connection connection) throws SQLException;
  }

  private <R> Future<R> submit(Work<R> work) {
    // in a transaction, without which PostgreSQL sends all rows of a query at once
    return workers.submit(() -> reader.jdbi().inTransaction(h -> work.with(h.getConnection())));
  }

  private static <R> R result(Future<R> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("the ledger could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("the check was interrupted", e);
    }
  }

  private void entries() throws Bad {
    Deque<Future<StretchCheck.Found>> ahead = new ArrayDeque<>();
    long next = 0;
    while (checked() < size) {
      for (; ahead.size() <= threads && next < size; next += STRETCH) {
        long from = next;
        long end = Math.min(size, from + STRETCH);
        ahead.add(
            submit(
                connection ->
                    new StretchCheck(check, new UseSums(key, size)).run(connection, from, end)));
      }
      StretchCheck.Found found = result(ahead.remove());
      told.add(found.uses());
      for (StretchCheck.Page page : found.pages()) {
        page(page);
      }
    }
  }

  private void page(StretchCheck.Page page) throws Bad {
    tree.append(page.tile());
    refuse(page.tileFault());
    for (Tile tile : tree.touched()) {
      if (tile.level() > 0) {
        byte[] stored = reader.hashes(tile.level(), tile.number()).orElse(new byte[0]);
        refuse(StretchCheck.differs(tile, stored));
      }
    }
    refuse(page.entryFault());
    tree.settle();
  }

  private static void refuse(Bad fault) throws Bad {
    if (fault != null) {
      throw fault;
    }
  }

  /** Compares the row index below an index that does not hold, or below the size. */
  private void uses(long below) throws Bad {
    if (below <= 0) {
      return;
    }
    UseSums stored = stored();
    boolean all = below == size;
    // an entry beside one that does not hold was not looked at; neither is a part of a stretch
    long whole = all ? Long.MAX_VALUE : below / Tile.WIDTH * Tile.WIDTH;
    Optional<UseSums.Range> differs = told.differs(stored, whole);
    if (differs.isPresent()) {
      long from = differs.get().from();
      uses(from, Math.min(size, differs.get().end()));
      throw new Bad(from, "the row index from entry " + from + " on was changed meanwhile");
    } else if (!all) {
      uses(told.begin(whole), below);
    }
  }

  private UseSums stored() {
    List<Future<UseSums>> parts = new ArrayList<>();
    for (long part = 0; part <= RowUses.partOf(size); part++) {
      long one = part;
      parts.add(submit(connection -> part(connection, one)));
    }
    parts.add(submit(this::elsewhere));
    UseSums stored = new UseSums(key, size);
    parts.forEach(part -> stored.add(result(part)));
    return stored;
  }

  private UseSums part(Connection connection, long part) throws SQLException {
    UseSums sums = new UseSums(key, size);
    if (CopiedRows.from(connection)) {
      CopiedRows.each(
          connection,
          USES + " WHERE part = " + part,
          row -> add(new RowUses.Use(row.number(), row.number(), row.bytes()), sums));
    } else {
      slices(connection, part, sums);
    }
    return sums;
  }

  /** H2 holds what a query finds in memory. */
  private void slices(Connection connection, long part, UseSums sums) throws SQLException {
    for (int slice = 0; slice < SLICES; slice++) {
      int last = slice + 1;
      try (PreparedStatement query =
          connection.prepareStatement(
              USES + " WHERE part = ? AND hmac >= ?" + (last < SLICES ? " AND hmac < ?" : ""))) {
        query.setLong(1, part);
        query.setBytes(2, slice == 0 ? new byte[0] : first(slice));
        if (last < SLICES) {
          query.setBytes(3, first(last));
        }
        add(query, sums);
      }
    }
  }

  private static byte[] first(int slice) {
    return new byte[] {(byte) (slice * (256 / SLICES))};
  }

  /** Rows of parts that the log does not have. */
  private UseSums elsewhere(Connection connection) throws SQLException {
    UseSums sums = new UseSums(key, size);
    try (PreparedStatement query =
        connection.prepareStatement(USES + " WHERE part < 0 OR part > ?")) {
      query.setLong(1, RowUses.partOf(size));
      add(query, sums);
    }
    return sums;
  }

  private void add(PreparedStatement query, UseSums sums) throws SQLException {
    query.setFetchSize(FETCH);
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        add(new RowUses.Use(rows.getLong(1), rows.getLong(2), rows.getBytes(3)), sums);
      }
    }
  }

  private void add(RowUses.Use use, UseSums sums) {
    if (use.entryIndex() < size) {
      sums.add(use);
    }
  }

  /** Use by use. */
  private void uses(long from, long end) throws Bad {
    Bad bad =
        result(
            submit(
                connection -> {
                  try (EntryRows entries = new EntryRows(connection, from, end);
                      RowUses uses = new RowUses(reader.jdbi(), from, end)) {
                    return changed(entries, uses, from, end);
                  }
                }));
    refuse(bad);
  }

  private Bad changed(EntryRows entries, RowUses uses, long from, long end) throws SQLException {
    for (long index = from; index < end; index++) {
      LedgerReader.Row row = entries.at(index);
      if (row == null) {
        return null;
      }
      try {
        if (!uses.match(index, check.rows(row))) {
          return new Bad(index, "the row index of entry " + index + " was changed");
        }
      } catch (Bad doesNotHold) {
        return doesNotHold;
      }
    }
    return null;
  }

  /** Ends the workers; what they do at this moment is finished. */
  @Override
  public void close() {
    // never interrupted: an interrupt closes the file an embedded database reads
    workers.shutdown();
  }
}
