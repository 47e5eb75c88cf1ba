package io.tongban.federation.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.federation.Question;
import io.tongban.hub.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question as JSON. Values are kept as text, number, true or false, which is how federation takes
 * them.
 *
 * @param sql or null for a call
 * @param service or null for SQL
 * @param values in order; of a call, by {@code names}
 */
record StoredQuestion(
    String sql,
    String service,
    List<String> names,
    List<JsonNode> values,
    String purpose,
    String caseReference) {

  static StoredQuestion of(Question question) {
    if (question instanceof Question.Sql sql) {
      return new StoredQuestion(
          sql.sql(), null, List.of(), nodes(sql.parameters()), sql.purpose(), sql.caseReference());
    }
    Question.Call call = (Question.Call) question;
    return new StoredQuestion(
        null,
        call.service(),
        List.copyOf(call.parameters().keySet()),
        nodes(new ArrayList<>(call.parameters().values())),
        call.purpose(),
        call.caseReference());
  }

  private static List<JsonNode> nodes(List<Object> values) {
    return values.stream().map(v -> (JsonNode) CanonicalJson.mapper().valueToTree(v)).toList();
  }

  Question question() {
    List<Object> given = new ArrayList<>();
    values.forEach(node -> given.add(value(node)));
    if (sql != null) {
      return new Question.Sql(sql, given, purpose, caseReference);
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), given.get(i));
    }
    return new Question.Call(service, named, purpose, caseReference);
  }

  private static Object value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? node.decimalValue() : node.asText();
  }
}
