package io.tongban.api.avatica;

import io.tongban.federation.FederationProblem;
import io.tongban.registry.DataType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A JDBC connection: a purpose, a time-out, and its statements. */
final class JdbcConnection {
  private static final int MOST_STATEMENTS = 256;

  /** Characters of SQL that all its prepared statements may keep. */
  private static final int MOST_SQL = 1 << 18;

  private final String purpose;
  private final String caseReference;
  private final int seconds;
  private final Map<Integer, Statement> statements = new HashMap<>();
  private volatile Instant used;
  private int lastStatement;
  private boolean closed;

  /**
   * A statement.
   *
   * @param sql what was prepared, or null; what is executed at once is not kept
   * @param parameters types of its parameters
   * @param cursor its open answer, or null
   * @param frame number of the cursor's next frame
   * @param offset rows given so far
   * @param left rows it may still give
   */
  record Statement(
      String sql, List<DataType> parameters, UUID cursor, int frame, long offset, long left) {
    static final Statement EMPTY = new Statement(null, List.of(), null, 0, 0, 0);
  }

  /**
   * A connection.
   *
   * @param seconds how long a statement may run
   */
  JdbcConnection(String purpose, String caseReference, int seconds, Instant now) {
    this.purpose = purpose;
    this.caseReference = caseReference;
    this.seconds = seconds;
    this.used = now;
  }

  String purpose() {
    return purpose;
  }

  String caseReference() {
    return caseReference;
  }

  int seconds() {
    return seconds;
  }

  void use(Instant now) {
    used = now;
  }

  Instant used() {
    return used;
  }

  synchronized int add(Statement statement) {
    if (closed) {
      throw new MissingConnectionException();
    }
    if (statements.size() >= MOST_STATEMENTS) {
      throw FederationProblem.CURSORS_TOO_MANY.problem(
          "the connection has " + MOST_STATEMENTS + " statements open");
    }
    if (length(statement) + statements.values().stream().mapToInt(JdbcConnection::length).sum()
        > MOST_SQL) {
      throw FederationProblem.CURSORS_TOO_MANY.problem(
          "the connection's prepared statements hold " + MOST_SQL + " characters of SQL");
    }
    lastStatement++;
    statements.put(lastStatement, statement);
    return lastStatement;
  }

  private static int length(Statement statement) {
    return statement.sql() == null ? 0 : statement.sql().length();
  }

  synchronized Statement statement(int id) {
    return statements.get(id);
  }

  /** Keeps what a statement has become; false if it or the connection was closed meanwhile. */
  synchronized boolean keep(int id, Statement statement) {
    return statements.replace(id, statement) != null;
  }

  synchronized Statement remove(int id) {
    return statements.remove(id);
  }

  /** Ends it and all its statements; their cursors are the caller's to close. */
  synchronized List<UUID> close() {
    closed = true;
    List<UUID> cursors =
        statements.values().stream().map(Statement::cursor).filter(Objects::nonNull).toList();
    statements.clear();
    return cursors;
  }
}
