package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.federation.Answer;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.MissingSource;
import io.tongban.ledger.Receipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A released answer. The records it was made of are in the ledger, not here: their keys may be
 * columns the caller was not granted.
 *
 * @param columns name, type and whether a mask was applied
 * @param rows values: text, number, true or false, dates and times as ISO 8601 text, null
 * @param truncated whether the row limit cut it
 * @param missing sources whose part is missing, where the caller allowed that; else left out
 * @param receipt proof that the use is recorded
 * @param next path of the next page; left out where there is none
 */
@Schema(description = "An answer with the receipt of its use")
record Released(
    List<Answer.AnswerColumn> columns,
    List<List<Object>> rows,
    boolean truncated,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MissingSource> missing,
    Receipt receipt,
    @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

  static final String EXAMPLE =
      "{\"columns\":[{\"name\":\"approval_number\",\"type\":\"STRING\",\"masked\":false},"
          + "{\"name\":\"trading_name\",\"type\":\"STRING\",\"masked\":true}],"
          + "\"rows\":[[\"AR 001\",\"A***********s\"]],\"truncated\":false,"
          + "\"receipt\":{\"id\":\"019bc0de-0000-7000-8000-000000000001\",\"index\":17,"
          + "\"leaf\":\"eyJ…\",\"nonce\":\"q83…\",\"proof\":\"c2sp.org/tlog-proof@v1…\"}}";

  static Released of(Answer answer) {
    return new Released(
        answer.columns(),
        answer.rows(),
        answer.truncated(),
        answer.missing(),
        answer.receipt(),
        null);
  }

  /** Positional parameters as federation takes them. */
  static List<Object> parameters(List<JsonNode> values) {
    List<Object> parameters = new ArrayList<>();
    for (JsonNode value : values == null ? List.<JsonNode>of() : values) {
      parameters.add(parameter(value, String.valueOf(parameters.size() + 1)));
    }
    return parameters;
  }

  /** Named parameters as federation takes them. */
  static Map<String, Object> parameters(Map<String, JsonNode> values) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (values != null) {
      values.forEach((name, value) -> parameters.put(name, parameter(value, name)));
    }
    return parameters;
  }

  /** A parameter as federation takes it. */
  static Object parameter(JsonNode value, String name) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber()) {
      return value.decimalValue();
    }
    throw FederationProblem.PARAMETER_INVALID.problem(
        "parameter " + name + " is neither text nor number nor true or false");
  }
}
