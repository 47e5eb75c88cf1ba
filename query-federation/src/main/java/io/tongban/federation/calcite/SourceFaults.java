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

  private SourceFaults() {}

  static ProblemException unreachable(SourceDatabase database, SQLException cause) {
    return HubProblem.SOURCE_UNREACHABLE
        .problem("the source " + database.name() + " cannot be reached", cause)
        .with("source", database.name());
  }

  static RuntimeException of(SourceDatabase database, SQLException failed) {
    String state = failed.getSQLState() == null ? "" : failed.getSQLState();
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    if (DOWN.contains(group) || H2_DOWN.contains(failed.getErrorCode())) {
      return unreachable(database, failed);
    }
    if (group.equals("42")) {
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
