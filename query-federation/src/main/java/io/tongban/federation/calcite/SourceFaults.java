package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.util.Locale;
import java.util.Set;

/**
 * A source's errors in our words. A database's own text can quote values of rows that the caller
 * may not see, so none of it is passed on.
 */
final class SourceFaults {
  private static final Set<String> DOWN = Set.of("08", "28", "3D", "53", "57", "58", "XX");

  /** H2: file locked, connection broken, database closed, closed while it was used. */
  private static final Set<Integer> H2_DOWN = Set.of(90020, 90067, 90098, 90121, 90046);

  /** Cancelled, on H2 and PostgreSQL; MariaDB; Oracle and the driver of SQL Server. */
  private static final Set<String> CANCELLED = Set.of("57014", "70100", "72000", "HY008", "HYT00");

  /** MySQL: stopped by its own limit. */
  private static final int MYSQL_TOO_LONG = 3024;

  /** DuckDB has no SQL states; nothing that it is asked can fail but for the files. */
  private static final String FILES =
      "has no file for one of the tables, or a file that is not as declared: CSV in UTF-8 with"
          + " commas, quotes and a header, or Parquet, with the resource's columns and values of"
          + " their types";

  private SourceFaults() {}

  static ProblemException unreachable(SourceDatabase database, SQLException cause) {
    return HubProblem.SOURCE_UNREACHABLE
        .problem("the source " + database.name() + " cannot be reached", cause)
        .with("source", database.name());
  }

  /**
   * What a failed statement comes to.
   *
   * @param statement what was asked; a look-up that takes too long counts against its source, a
   *     whole-table read does not, since that is the question's doing
   * @param late whether the query's own time is up
   */
  static RuntimeException of(SourceStatement statement, SQLException failed, boolean late) {
    SourceDatabase database = statement.database();
    if (late || stopped(database, failed)) {
      if (!statement.unbounded()) {
        database.failed();
      }
      return tooSlow(database, failed);
    }
    RuntimeException known = of(database, failed);
    if (down(database, failed)) {
      database.failed();
    }
    return known;
  }

  static RuntimeException of(SourceDatabase database, SQLException failed) {
    if (database.trino()) {
      return ofTrino(database, failed);
    }
    if (database.product() == Product.DUCKDB) {
      return misfit(database, FILES, failed);
    }
    if (down(failed)) {
      return unreachable(database, failed);
    }
    return state(failed).startsWith("42") ? unlike(database, failed) : evaluation();
  }

  private static RuntimeException ofTrino(SourceDatabase trino, SQLException failed) {
    return switch (TrinoFault.of(failed)) {
      case EVALUATION -> evaluation();
      case MISFIT -> unlike(trino, failed);
      case TOO_SLOW -> tooSlow(trino, failed);
      case TOO_WIDE ->
          of(FederationProblem.QUERY_TOO_WIDE, trino, "has not the memory for the query", failed);
      case BUSY ->
          HubProblem.SOURCE_BUSY
              .problem("the source " + trino.name() + " takes no more queries just now", failed)
              .with("source", trino.name());
      case CANCELLED ->
          of(FederationProblem.QUERY_CANCELLED, trino, "was told to stop the query", failed);
      case DOWN -> unreachable(trino, failed);
      case BEHIND ->
          HubProblem.SOURCE_UNREACHABLE
              .problem(
                  "a database that the source " + trino.name() + " reads cannot be reached", failed)
              .with("source", trino.name());
    };
  }

  private static ProblemException of(
      FederationProblem problem, SourceDatabase database, String what, Exception cause) {
    return problem
        .problem("the source " + database.name() + " " + what, cause)
        .with("source", database.name());
  }

  private static ProblemException unlike(SourceDatabase database, SQLException failed) {
    return misfit(database, "does not have a table or column as the resource declares it", failed);
  }

  /**
   * A value that is not of its column's type. The value is not told.
   *
   * @param column as the source names it
   */
  static RuntimeException value(
      SourceDatabase database, String column, Object type, Exception wrong) {
    if (wrong instanceof SQLException failed && !database.trino() && down(failed)) {
      database.failed();
      return unreachable(database, failed);
    }
    return misfit(
            database,
            "has a value in its column " + column + " that is not of the type " + type,
            wrong)
        .with("column", column.toLowerCase(Locale.ROOT));
  }

  private static ProblemException misfit(SourceDatabase database, String what, Exception cause) {
    return of(FederationProblem.SOURCE_MISFIT, database, what, cause);
  }

  static ProblemException tooSlow(SourceDatabase database, SQLException cause) {
    return FederationProblem.QUERY_TIMEOUT
        .problem("time was up while the source " + database.name() + " was asked", cause)
        .with("source", database.name());
  }

  /** Whether a time limit of its own stopped it. */
  private static boolean stopped(SourceDatabase database, SQLException failed) {
    return database.trino() ? TrinoFault.of(failed) == TrinoFault.TOO_SLOW : cancelled(failed);
  }

  /** Trino's databases are not Trino: it goes on being asked when one of them is down. */
  private static boolean down(SourceDatabase database, SQLException failed) {
    return database.trino() ? TrinoFault.of(failed) == TrinoFault.DOWN : down(failed);
  }

  private static boolean cancelled(SQLException failed) {
    return CANCELLED.contains(state(failed))
        || failed.getErrorCode() == MYSQL_TOO_LONG
        || failed instanceof SQLTimeoutException;
  }

  private static boolean down(SQLException failed) {
    String state = state(failed);
    return state.length() >= 2 && DOWN.contains(state.substring(0, 2)) && !cancelled(failed)
        || H2_DOWN.contains(failed.getErrorCode())
        || failed instanceof SQLNonTransientConnectionException
        || failed instanceof SQLRecoverableException;
  }

  private static String state(SQLException failed) {
    return failed.getSQLState() == null ? "" : failed.getSQLState();
  }

  /** The one text for every error of evaluation: anything more would tell of rows. */
  static ProblemException evaluation() {
    return FederationProblem.EVALUATION_FAILED.problem(
        "an expression of the query has no value for the data it was given");
  }
}
