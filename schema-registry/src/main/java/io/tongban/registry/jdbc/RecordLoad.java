package io.tongban.registry.jdbc;

import io.tongban.hub.Database;
import io.tongban.hub.ProblemException;
import io.tongban.registry.RecordStore;
import io.tongban.registry.RecordStore.Counts;
import io.tongban.registry.RecordStore.Mode;
import io.tongban.registry.RecordStore.Outcome;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.StandardRecord;
import io.tongban.registry.directory.RecordTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One load: one transaction on one connection, alone on its resource. Not for several threads. The
 * load begins by reading what the table holds into a {@link KeyIndex}, so that every outcome is
 * known at once and unchanged records cost no statement.
 */
final class RecordLoad implements RecordStore.Load {
  private static final int FETCH_SIZE = 5000;

  /** PostgreSQL's lock_not_available, H2's lock timeout. */
  private static final Set<String> LOCKED = Set.of("55P03", "HYT00");

  private final Connection connection;
  private final RecordTable table;
  private final UUID run;
  private final Mode mode;
  private final OffsetDateTime at;
  private final KeyIndex index = new KeyIndex();
  private final Fingerprint.Maker fingerprints = new Fingerprint.Maker();
  private final Storable storable;
  private final RecordWriter writer;
  private long inserted;
  private long updated;
  private long unchanged;
  private long deleted;
  private boolean open = true;

  /**
   * Begins the transaction.
   *
   * @param at the moment that the change feed carries
   */
  static RecordLoad begin(Database database, RecordTable table, UUID run, Mode mode, Instant at) {
    try {
      Connection connection = database.dataSource().getConnection();
      try {
        connection.setAutoCommit(false);
        lock(connection, table);
        return new RecordLoad(connection, database, table, run, mode, at);
      } catch (SQLException | ProblemException e) {
        giveBack(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailure.of("beginning a load of " + table.resource(), e);
    }
  }

  private RecordLoad(
      Connection connection, Database database, RecordTable table, UUID run, Mode mode, Instant at)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    this.run = run;
    this.mode = mode;
    this.at = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    this.storable = new Storable(table);
    this.writer = new RecordWriter(connection, database.dialect(), table);
    readStored();
  }

  private static void lock(Connection connection, RecordTable table) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT name FROM registry.record_table WHERE name = ? FOR UPDATE NOWAIT")) {
      lock.setString(1, table.name());
      lock.executeQuery().close();
    } catch (SQLException e) {
      if (LOCKED.contains(e.getSQLState())) {
        throw RegistryProblem.LOAD_UNDER_WAY.problem(
            "another run is loading the resource " + table.resource());
      }
      throw e;
    }
  }

  private void readStored() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT \"_key\", \"_digest\" FROM " + JdbcRecordTables.qualified(table))) {
        while (rows.next()) {
          index.stored(
              fingerprints.of(rows.getString(1)), Fingerprint.of(rows.getObject(2, UUID.class)));
        }
      }
    }
  }

  @Override
  public Outcome put(StandardRecord standardRecord) {
    mustBeOpen();
    Object[] values = storable.values(standardRecord);
    Fingerprint digest = fingerprints.of(values);
    Outcome outcome = index.see(fingerprints.of(standardRecord.key()), digest);
    try {
      switch (outcome) {
        case INSERTED -> {
          writer.insert(row(standardRecord, values, digest));
          changed(standardRecord.key(), outcome, false);
          inserted++;
        }
        case UPDATED -> {
          writer.update(row(standardRecord, values, digest));
          changed(standardRecord.key(), outcome, false);
          updated++;
        }
        case UNCHANGED -> unchanged++;
        case DUPLICATE -> {
          // the first record of the key stays
        }
      }
    } catch (SQLException e) {
      throw SqlFailure.of("loading " + table.resource(), e);
    }
    return outcome;
  }

  private Object[] row(StandardRecord standardRecord, Object[] values, Fingerprint digest) {
    Object[] row = new Object[values.length + 5];
    System.arraycopy(values, 0, row, 0, values.length);
    row[values.length] = run;
    row[values.length + 1] = standardRecord.row();
    row[values.length + 2] = standardRecord.hash();
    row[values.length + 3] = digest.toUuid();
    row[values.length + 4] = standardRecord.key();
    return row;
  }

  private void changed(String key, Outcome outcome, boolean gone) throws SQLException {
    writer.change(new Object[] {table.resource(), key, outcome.name(), gone, run, at});
  }

  @Override
  public Counts commit() {
    mustBeOpen();
    try {
      if (mode == Mode.FULL) {
        deleteUnseen();
      }
      writer.finish();
      connection.commit();
    } catch (SQLException e) {
      throw SqlFailure.of("committing the load of " + table.resource(), e);
    }
    close();
    return new Counts(inserted, updated, unchanged, deleted);
  }

  private void deleteUnseen() throws SQLException {
    if (index.unseen() == 0) {
      return;
    }
    List<String> gone = new ArrayList<>(index.unseen());
    writer.finish();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows =
          statement.executeQuery("SELECT \"_key\" FROM " + JdbcRecordTables.qualified(table))) {
        while (rows.next()) {
          String key = rows.getString(1);
          if (index.unseen(fingerprints.of(key))) {
            gone.add(key);
          }
        }
      }
    }
    for (String key : gone) {
      writer.delete(key);
      changed(key, Outcome.UPDATED, true);
      deleted++;
    }
  }

  private void mustBeOpen() {
    if (!open) {
      throw new IllegalStateException("the load has ended");
    }
  }

  /** Rolls back what was not committed, and gives the connection back. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      writer.close();
    } catch (SQLException e) {
      throw SqlFailure.of("ending the load of " + table.resource(), e);
    } finally {
      giveBack(connection);
    }
  }

  private static void giveBack(Connection connection) {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw SqlFailure.of("giving a connection back", e);
    }
  }
}
