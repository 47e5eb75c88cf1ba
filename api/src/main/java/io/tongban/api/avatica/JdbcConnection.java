package io.tongban.api.avatica;

import io.tongban.registry.DataType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A JDBC connection: a purpose, and its statements. */
final class JdbcConnection {
  private static final int MOST_STATEMENTS = 256;
  private final String purpose;
  private final String caseReference;
  private final AtomicInteger lastStatement = new AtomicInteger();
  private final Map<Integer, Statement> statements = new ConcurrentHashMap<>();
  private volatile Instant used;

  /**
   * A statement.
   *
   * @param sql what was prepared, or null
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

  JdbcConnection(String purpose, String caseReference, Instant now) {
    this.purpose = purpose;
    this.caseReference = caseReference;
    this.used = now;
  }

  String purpose() {
    return purpose;
  }

  String caseReference() {
    return caseReference;
  }

  void use(Instant now) {
    used = now;
  }

  Instant used() {
    return used;
  }

  int add(Statement statement) {
    if (statements.size() >= MOST_STATEMENTS) {
      throw io.tongban.federation.FederationProblem.CURSORS_TOO_MANY.problem(
          "the connection has " + MOST_STATEMENTS + " statements open");
    }
    int id = lastStatement.incrementAndGet();
    statements.put(id, statement);
    return id;
  }

  Statement statement(int id) {
    return statements.get(id);
  }

  /** Keeps what a statement has become; false if it was closed meanwhile. */
  boolean keep(int id, Statement statement) {
    return statements.replace(id, statement) != null;
  }

  Statement remove(int id) {
    return statements.remove(id);
  }

  List<UUID> cursors() {
    return statements.values().stream()
        .map(Statement::cursor)
        .filter(cursor -> cursor != null)
        .toList();
  }
}
