package io.tongban.federation;

import io.tongban.access.AccessGrant;
import io.tongban.access.Actor;
import java.util.List;
import java.util.Map;

/** Governed SQL. Every answer has been decided, run and settled. */
public interface Federation {
  /**
   * Ad hoc SQL.
   *
   * @param sql one SELECT; {@code ?} are parameters
   * @param parameters their values
   * @param purpose name of a Purpose
   * @param caseReference or null
   */
  default Answer query(
      Actor actor, String sql, List<Object> parameters, String purpose, String caseReference) {
    return query(actor, sql, parameters, purpose, caseReference, false);
  }

  /**
   * Ad hoc SQL.
   *
   * @param allowPartial whether the rest is answered where a source is down that the plan can do
   *     without: the outer side of a join, a branch of a UNION ALL. The answer says what is missing
   */
  Answer query(
      Actor actor,
      String sql,
      List<Object> parameters,
      String purpose,
      String caseReference,
      boolean allowPartial);

  /**
   * Calls a data service.
   *
   * @param parameters by name, as text or as the declared Java type
   */
  default Answer call(
      Actor actor,
      String service,
      Map<String, ?> parameters,
      String purpose,
      String caseReference) {
    return call(actor, service, parameters, purpose, caseReference, false);
  }

  /**
   * Calls a data service.
   *
   * @param allowPartial as for {@link #query}; also allowed where the service itself says so
   */
  Answer call(
      Actor actor,
      String service,
      Map<String, ?> parameters,
      String purpose,
      String caseReference,
      boolean allowPartial);

  /**
   * Runs a data service under a grant its caller already holds, without settling it: for
   * certificates, whose issue is the use that is settled.
   */
  Unsettled run(AccessGrant grant, String service, Map<String, ?> parameters);

  /** The columns a data service reads, by resource: what a grant for it must cover. */
  Map<String, java.util.Set<String>> reads(String service);

  /**
   * What would run: the plan and the SQL pushed to each source, with no data. The grant is asked as
   * for a call.
   */
  Explanation explain(Actor actor, String sql, String purpose);

  /**
   * As {@link #explain(Actor, String, String)}, of SQL or of a data service; no value is looked at.
   */
  Explanation explain(Actor actor, Question question);

  /** An answer that is not settled and so must not leave the hub. */
  record Unsettled(
      List<Answer.AnswerColumn> columns,
      List<List<Object>> rows,
      List<io.tongban.ledger.RowRef> sources,
      String planDigest,
      String resultDigest) {}

  /**
   * An explained query.
   *
   * @param plan the physical plan, a node a line
   * @param pushed the SQL sent, by source
   */
  record Explanation(String plan, Map<String, List<String>> pushed, String planDigest) {}
}
