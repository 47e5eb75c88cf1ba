package io.tongban.api.department;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Receipt;
import io.tongban.registry.CsvText;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The forms of an answer, by the {@code Accept} header. NDJSON and CSV have no place for the
 * receipt, so it comes as {@value #RECEIPT}: base64url of its JSON.
 */
enum AnswerFormat {
  /** {@link Released}. */
  JSON(MediaType.APPLICATION_JSON) {
    @Override
    Object body(Released answer) {
      return answer;
    }
  },
  /** An object a row. */
  NDJSON(AnswerFormat.NDJSON_TYPE) {
    @Override
    Object body(Released answer) {
      StringBuilder text = new StringBuilder();
      for (List<Object> row : answer.rows()) {
        text.append(object(answer.columns(), row)).append('\n');
      }
      return text.toString();
    }
  },
  /** {@link CsvText} with a header line. */
  CSV(AnswerFormat.CSV_TYPE) {
    @Override
    Object body(Released answer) {
      StringBuilder text = new StringBuilder();
      text.append(CsvText.line(answer.columns().stream().map(AnswerColumn::name).toList()));
      answer.rows().forEach(row -> text.append(CsvText.line(row)));
      return text.toString();
    }
  };

  static final String NDJSON_TYPE = "application/x-ndjson";
  static final String CSV_TYPE = "text/csv";
  static final String RECEIPT = "Tongban-Receipt";

  /** What servers and proxies commonly take as one header field. */
  private static final int LONGEST_HEADER = 6_000;

  private final String type;

  AnswerFormat(String type) {
    this.type = type;
  }

  abstract Object body(Released answer);

  /** The first form the caller accepts; JSON if it does not say. */
  static AnswerFormat of(HttpHeaders headers) {
    for (MediaType accepted : headers.getAcceptableMediaTypes()) {
      for (AnswerFormat format : values()) {
        if (accepted.isCompatible(MediaType.valueOf(format.type))) {
          return format;
        }
      }
    }
    return JSON;
  }

  /** The answer in this form; nothing on the way keeps it. */
  Response.ResponseBuilder response(Released answer) {
    Response.ResponseBuilder response =
        Response.ok(body(answer))
            .type(this == JSON ? type : type + ";charset=UTF-8")
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (answer.next() != null) {
      response.header(HttpHeaders.LINK, "<" + answer.next() + ">; rel=\"next\"");
    }
    if (this != JSON) {
      response.header("Tongban-Truncated", answer.truncated());
      receipt(response, answer.receipt());
    }
    return response;
  }

  private static void receipt(Response.ResponseBuilder response, Receipt receipt) {
    String text =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                CanonicalJson.mapper()
                    .valueToTree(receipt)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
    if (text.length() <= LONGEST_HEADER) {
      response.header(RECEIPT, text);
    } else {
      response.header(HttpHeaders.LINK, "</v1/receipts/" + receipt.id() + ">; rel=\"describedby\"");
    }
  }

  private static ObjectNode object(List<AnswerColumn> columns, List<Object> row) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      object.set(columns.get(i).name(), CanonicalJson.mapper().valueToTree(row.get(i)));
    }
    return object;
  }
}
