package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.api.token.Caller;
import io.tongban.federation.Federation;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Governed ad hoc SQL. */
@Path("/v1")
@Tag(name = "federation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueryResource {
  private static final String QUERY_EXAMPLE =
      "{\"sql\":\"SELECT approval_number, trading_name FROM premises WHERE approval_number = ?\","
          + "\"parameters\":[\"AR 001\"],\"purpose\":\"food-inspection\",\"case\":\"FI-2026-17\"}";

  private static final Pattern EXPLAIN =
      Pattern.compile("\\s*EXPLAIN\\s+(PLAN\\s+FOR\\s+)?", Pattern.CASE_INSENSITIVE);

  private final Federation federation;
  private final Pages pages;
  private final Caller caller;

  @Inject
  QueryResource(Federation federation, Pages pages, Caller caller) {
    this.federation = federation;
    this.pages = pages;
    this.caller = caller;
  }

  /**
   * A question.
   *
   * @param sql one SELECT; {@code ?} are parameters
   * @param parameters their values, in order; may be null
   * @param purpose name of a Purpose
   * @param caseReference the case it is needed for, or null
   * @param allowPartial whether the rest is answered where a source is down that the plan can do
   *     without; default false
   */
  public record QueryRequest(
      String sql,
      List<JsonNode> parameters,
      String purpose,
      @JsonProperty("case") String caseReference,
      boolean allowPartial) {}

  /** Answers a question. */
  @POST
  @Path("/query")
  @Produces({MediaType.APPLICATION_JSON, AnswerFormat.NDJSON_TYPE, AnswerFormat.CSV_TYPE})
  @Operation(
      summary = "Ask in SQL",
      description =
          "One SELECT over the resources granted for the purpose, by their SQL names. Columns that"
              + " are not granted do not exist; masked ones are masked before any filter sees them."
              + " EXPLAIN [PLAN FOR] before it gives the plan instead. JSON, NDJSON or CSV by"
              + " Accept; for the last two the receipt is in the header Tongban-Receipt.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "look-up", value = QUERY_EXAMPLE)))
  @APIResponse(
      responseCode = "200",
      description = "The answer and the receipt of its use",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "answer", value = Released.EXAMPLE)))
  @APIResponse(
      responseCode = "400",
      description = "not-a-select, sql-invalid or sql-name-unknown, with line and column")
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "503", description = "A source is down; the problem names it")
  public Response query(
      QueryRequest request,
      @Parameter(description = "Rows of a page; the answer then comes by pages, see next")
          @QueryParam("limit")
          String limit,
      @Context HttpHeaders headers) {
    QueryRequest asked = required(request);
    Question.Sql question = question(asked);
    Matcher explain = EXPLAIN.matcher(asked.sql());
    if (explain.lookingAt()) {
      // blanks keep the places that errors name
      String rest =
          asked.sql().substring(0, explain.end()).replaceAll("\\S", " ")
              + asked.sql().substring(explain.end());
      return explained(
          new Question.Sql(
              rest, question.parameters(), question.purpose(), question.caseReference()));
    }
    Released answer =
        limit == null
            ? Released.of(
                federation.query(
                    caller.actor(),
                    question.sql(),
                    question.parameters(),
                    question.purpose(),
                    question.caseReference(),
                    asked.allowPartial()))
            : pages.first(caller.actor(), question, limit);
    return AnswerFormat.of(headers).response(answer).build();
  }

  private static Question.Sql question(QueryRequest asked) {
    return new Question.Sql(
        asked.sql(),
        Released.parameters(asked.parameters()),
        asked.purpose(),
        asked.caseReference());
  }

  private Response explained(Question.Sql question) {
    return Response.ok(federation.explain(caller.actor(), question))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Explains a question. */
  @POST
  @Path("/explain")
  @Operation(
      summary = "Explain SQL",
      description =
          "The physical plan and the SQL each source would be sent; reads no data. The grant is"
              + " asked as for the query itself.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "look-up", value = QUERY_EXAMPLE)))
  @APIResponse(
      responseCode = "200",
      description = "The plan",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "explanation",
                      value =
                          "{\"plan\":\"SourceFetch\\n  SourceFilter(condition=[=($0, ?0)])…\","
                              + "\"pushed\":{\"hub\":[\"SELECT … WHERE \\\"approval_number\\\" = ?\"]},"
                              + "\"planDigest\":\"9f86d081884c7d65…\"}")))
  public Response explain(QueryRequest request) {
    QueryRequest asked = required(request);
    return explained(question(asked));
  }

  private static QueryRequest required(QueryRequest request) {
    if (request == null || request.sql() == null || request.sql().isBlank()) {
      throw FederationProblem.SQL_INVALID.problem("the request has no member sql");
    }
    return request;
  }
}
