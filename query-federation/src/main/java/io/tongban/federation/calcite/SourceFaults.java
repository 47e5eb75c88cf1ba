package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.sql.SQLException;
import java.util.Set;

/**
 * A source's errors in our words. A database's own text can quote values of rows that the caller
 * may not see, so none of it is passed on.
 */
final class SourceFaults {
  private static final Set<String> DOWN = Set.of("08", "28", "3D", "53", "57", "58", "XX");

  /** H2: file locked, connection broken, database closed, closed while it was used. */
  private static final Set<Integer> H2_DOWN = Set.of(90020, 90067, 90098, 90121, 90046);

  /** Trino: catalogue, schema, table or column not found. */
  private static final Set<Integer> TRINO_NAMES = Set.of(44, 45, 46, 47);

  /** Trino's first code of errors that are not the question's; its driver's own have none. */
  private static final int TRINO_INTERNAL = 0x10000;

  private SourceFaults() {}

  /** Trino itself, its resources or a database behind it. */
  private static boolean trinoDown(int code) {
    return code == 0 || code >= TRINO_INTERNAL;
  }

  static ProblemException unreachable(SourceDatabase database, SQLException cause) {
    return HubProblem.SOURCE_UNREACHABLE
        .problem("the source " + database.name() + " cannot be reached", cause)
        .with("source", database.name());
  }

  static RuntimeException of(SourceDatabase database, SQLException failed) {
    String state = failed.getSQLState() == null ? "" : failed.getSQLState();
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    if (DOWN.contains(group)
        || H2_DOWN.contains(failed.getErrorCode())
        || database.trino() && trinoDown(failed.getErrorCode())) {
      return unreachable(database, failed);
    }
    if (group.equals("42") || database.trino() && TRINO_NAMES.contains(failed.getErrorCode())) {
      return FederationProblem.SOURCE_MISFIT
          .problem(
              "the source "
                  + database.name()
                  + " does not have a table or column as the resource declares it",
              failed)
          .with("source", database.name());
    }
    return evaluation();
  }

  /** The one text for every error of evaluation: anything more would tell of rows. */
  static ProblemException evaluation() {
    return FederationProblem.EVALUATION_FAILED.problem(
        "an expression of the query has no value for the data it was given");
  }
}
