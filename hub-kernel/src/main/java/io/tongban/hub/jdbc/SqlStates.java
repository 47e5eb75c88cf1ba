package io.tongban.hub.jdbc;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** What databases say by SQL state (ISO/IEC 9075-2), the same on H2 and PostgreSQL. */
final class SqlStates {
  private static final String UNIQUE_VIOLATION = "23505";

  private SqlStates() {}

  static boolean uniqueViolation(JdbiException e) {
    return e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }
}
