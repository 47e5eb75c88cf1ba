package io.tongban.ledger.jdbc;

import io.tongban.hub.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;

/**
 * What the ledger asks of its database sessions, whatever server, database or role are set to. A
 * node that stands still (stopped, swapped out, cut off from the network) while it holds the tree
 * head's lock would otherwise stop every other node for as long: TCP keeps the connection of a
 * stopped process alive.
 */
final class Standing {
  /** Well below the ten seconds in which another node has to take over. */
  private static final String PATIENCE = "'4s'";

  private Standing() {}

  /** For a session that stays: committed means on the disk, and locks end with the patience. */
  static void session(Connection connection, Dialect dialect) throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      execute(
          connection,
          "SELECT set_config('synchronous_commit', 'on', false)"
              + " WHERE current_setting('synchronous_commit') = 'off'",
          "SET idle_in_transaction_session_timeout = " + PATIENCE);
    }
  }

  /** Undoes what {@link #session} did. */
  static void reset(Connection connection, Dialect dialect) throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      execute(connection, "RESET synchronous_commit", "RESET idle_in_transaction_session_timeout");
    }
  }

  /** For one transaction. */
  static void transaction(Handle handle, Dialect dialect) {
    if (dialect == Dialect.POSTGRESQL) {
      handle.execute("SET LOCAL idle_in_transaction_session_timeout = " + PATIENCE);
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
