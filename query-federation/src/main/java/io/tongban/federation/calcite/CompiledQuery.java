package io.tongban.federation.calcite;

import io.tongban.federation.Answer.AnswerColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A query that is ready to run for every caller of one policy shape.
 *
 * @param code the compiled plan
 * @param kept what the code keeps between runs
 * @param columns of the answer
 * @param keys the tables whose keys follow the answer's columns in each row
 * @param traced whether the keys tell all records of the answer
 * @param parameters SQL types of the question's parameters
 * @param attributes the caller's attributes it needs
 * @param plan the physical plan, for people
 * @param statements the SQL sent, source by source
 * @param digest hex SHA-256 of the governed logical plan
 * @param results digests the answers
 * @param lineage which columns of resources the answer is made of
 */
record CompiledQuery(
    Bindable<Object> code,
    Map<String, Object> kept,
    List<AnswerColumn> columns,
    List<RawTable> keys,
    boolean traced,
    SqlTypeName[] parameters,
    AttributeSlots attributes,
    String plan,
    List<SourceStatement> statements,
    String digest,
    ResultDigest results,
    QueryLineage lineage) {

  /** The resource columns that the values of each column of the answer come from. */
  Map<String, Set<Origin>> origins() {
    Map<String, Set<Origin>> origins = new LinkedHashMap<>();
    lineage
        .columns()
        .forEach((column, derived) -> origins.put(column, derived.direct().ways().keySet()));
    return origins;
  }

  /** A column of a resource that an answer's column comes from. */
  record Origin(String resource, String column) {}
}
