package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.api.problem.ProblemDocument;
import io.tongban.api.token.Caller;
import io.tongban.federation.Cursors.Frame;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.QueryJobs;
import io.tongban.federation.QueryJobs.Status;
import io.tongban.federation.Question;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Questions with big answers: asked now, fetched by pages later. */
@Path("/v1/query-jobs")
@Tag(name = "federation")
@Produces(MediaType.APPLICATION_JSON)
public class QueryJobsResource {
  private static final String PATH = "/v1/query-jobs/";
  private final QueryJobs jobs;
  private final ServiceVersions versions;
  private final Caller caller;

  @Inject
  QueryJobsResource(QueryJobs jobs, ServiceVersions versions, Caller caller) {
    this.jobs = jobs;
    this.versions = versions;
    this.caller = caller;
  }

  /**
   * What is asked: {@code sql} or {@code service}.
   *
   * @param parameters a list for SQL, an object for a service; may be null
   * @param majorVersion of the service; the newest if null
   */
  @Schema(description = "A question: sql or service")
  public record JobRequest(
      String sql,
      String service,
      Integer majorVersion,
      JsonNode parameters,
      String purpose,
      @JsonProperty("case") String caseReference) {}

  /**
   * A job as it stands.
   *
   * @param rows read so far
   * @param bytes spooled so far
   * @param pages that can be fetched, 0 until it is done
   * @param latestEnd when it is stopped at the latest; how long it will really take is not known
   * @param problem why it failed
   * @param first path of the first page once it is done
   */
  @Schema(description = "A query job as it stands")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record JobView(
      UUID id,
      QueryJobs.State state,
      long rows,
      long bytes,
      int pages,
      boolean truncated,
      Instant submitted,
      Instant started,
      Instant ended,
      Instant latestEnd,
      Instant expires,
      Map<String, Object> problem,
      String first) {
    static JobView of(Status job) {
      return new JobView(
          job.id(),
          job.state(),
          job.rows(),
          job.bytes(),
          job.pages(),
          job.truncated(),
          job.submitted(),
          job.started(),
          job.ended(),
          job.latestEnd(),
          job.expires(),
          job.problem() == null ? null : ProblemDocument.of(job.problem(), "en", PATH + job.id()),
          job.pages() == 0 ? null : PATH + job.id() + "/pages/0");
    }
  }

  /** Submits a job. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ask a question with a big answer",
      description =
          "The question is decided and compiled at once and then runs apart from the request, at"
              + " most 1,000,000 rows, 512 MiB and 15 minutes. The answer is kept encrypted for an"
              + " hour; no page leaves before it is decided again and recorded.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "sql",
                      value =
                          "{\"sql\":\"SELECT approval_number, postcode FROM premises\","
                              + "\"purpose\":\"food-inspection\"}")))
  @APIResponse(responseCode = "202", description = "The job; Location is where it is asked for")
  @APIResponse(responseCode = "400", description = "A fault of the question")
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "429", description = "query-jobs-too-many")
  public Response submit(JobRequest request) {
    Status job = jobs.submit(caller.actor(), question(request));
    return Response.accepted(JobView.of(job))
        .header(HttpHeaders.LOCATION, PATH + job.id())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private Question question(JobRequest asked) {
    if (asked == null || (asked.sql() == null) == (asked.service() == null)) {
      throw FederationProblem.SQL_INVALID.problem("the request needs sql or service, one of them");
    }
    JsonNode given = asked.parameters();
    boolean none = given == null || given.isNull();
    if (!none && (asked.sql() == null ? !given.isObject() : !given.isArray())) {
      throw FederationProblem.PARAMETER_INVALID.problem(
          "parameters are a list for sql, an object for a service");
    }
    if (asked.sql() != null) {
      List<JsonNode> values = new java.util.ArrayList<>();
      if (!none) {
        given.forEach(values::add);
      }
      return new Question.Sql(
          asked.sql(), Released.parameters(values), asked.purpose(), asked.caseReference());
    }
    Map<String, JsonNode> values = new java.util.LinkedHashMap<>();
    if (!none) {
      given.fields().forEachRemaining(e -> values.put(e.getKey(), e.getValue()));
    }
    return new Question.Call(
        versions.find(asked.service(), asked.majorVersion()).name(),
        Released.parameters(values),
        asked.purpose(),
        asked.caseReference());
  }

  /** How a job stands. */
  @GET
  @Path("{id}")
  @Operation(summary = "Ask how a query job stands")
  @APIResponse(responseCode = "200", description = "The job")
  @APIResponse(responseCode = "404", description = "query-job-unknown: also another client's")
  public Response status(@PathParam("id") String id) {
    return Response.ok(JobView.of(jobs.status(caller.actor(), id(id))))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Cancels a job. */
  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Cancel a query job",
      description = "Stops it, also at the source, and deletes what it read.")
  @APIResponse(responseCode = "204", description = "It is cancelled")
  @APIResponse(responseCode = "404", description = "query-job-unknown")
  public void cancel(@PathParam("id") String id) {
    jobs.cancel(caller.actor(), id(id));
  }

  /** A page of a job's answer. */
  @GET
  @Path("{id}/pages/{number}")
  @Produces({MediaType.APPLICATION_JSON, AnswerFormat.NDJSON_TYPE, AnswerFormat.CSV_TYPE})
  @Operation(
      summary = "Get a page of a query job's answer",
      description = "Decided again and recorded before it is released, each time it is fetched.")
  @APIResponse(responseCode = "200", description = "The page with the receipt of its use")
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "404", description = "query-job-unknown")
  @APIResponse(responseCode = "409", description = "query-job-unfinished or policy-changed")
  @APIResponse(responseCode = "410", description = "query-job-lost")
  public Response page(
      @PathParam("id") String id,
      @PathParam("number") String number,
      @Context HttpHeaders headers) {
    UUID job = id(id);
    Frame frame = jobs.page(caller.actor(), job, Pages.number(number, "the page's number"));
    String next = frame.last() ? null : PATH + job + "/pages/" + (frame.number() + 1);
    return AnswerFormat.of(headers)
        .response(
            new Released(
                frame.columns(), frame.rows(), frame.truncated(), List.of(), frame.receipt(), next))
        .build();
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw FederationProblem.QUERY_JOB_UNKNOWN.problem("there is no query job of that id", e);
    }
  }
}
