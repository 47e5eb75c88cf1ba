package io.tongban.registry.jdbc;

import io.tongban.hub.ProblemException;
import io.tongban.registry.RegistryProblem;
import java.sql.SQLException;

/** Turns database errors into problems that repeat no row: their texts may quote key values. */
final class SqlFailure {
  private SqlFailure() {}

  static ProblemException of(String doing, SQLException failure) {
    return RegistryProblem.STORE_FAILED.problem(
        doing + " failed (SQL state " + failure.getSQLState() + ")", withoutText(failure));
  }

  private static SQLException withoutText(SQLException failure) {
    SQLException plain =
        new SQLException(
            failure.getClass().getName(), failure.getSQLState(), failure.getErrorCode());
    plain.setStackTrace(failure.getStackTrace());
    return plain;
  }
}
