package io.tongban.hub.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;

/** What databases say by SQL state (ISO/IEC 9075-2), the same on H2 and PostgreSQL. */
final class SqlStates {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final Set<String> CONNECTION_ENDED = Set.of("25P03", "90067", "90098", "90121");

  private SqlStates() {}

  /**
   * Whether the connection is of no more use: connection exceptions (class 08), PostgreSQL's
   * shutdowns (57P) and ended idle transactions (25P03), H2's broken session (90067) and closed
   * database (90098, 90121).
   */
  static boolean connectionLost(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || CONNECTION_ENDED.contains(state));
  }

  static boolean uniqueViolation(JdbiException e) {
    return e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }
}
