package io.tongban.api.operator;

import io.tongban.api.token.Caller;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Jobs;
import io.tongban.hub.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Durable jobs and how far they are. For operators. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobsResource {
  private static final String OPERATOR = "operator";
  private static final int MOST = 200;
  private final Jobs jobs;
  private final Caller caller;

  @Inject
  public JobsResource(Jobs jobs, Caller caller) {
    this.jobs = jobs;
    this.caller = caller;
  }

  /** The newest jobs. */
  public record Newest(List<Jobs.Job> jobs) {}

  /** The newest jobs first. */
  @GET
  @Operation(summary = "Jobs, newest first")
  public Newest newest(@QueryParam("limit") @DefaultValue("50") int limit) {
    caller.requireRole(OPERATOR);
    return new Newest(jobs.newest(Math.max(1, Math.min(limit, MOST))));
  }

  /** A job as it stands now. */
  @GET
  @Path("/{id}")
  @Operation(summary = "A job: its state, how far it is, and its result or problem")
  @APIResponse(responseCode = "404", description = "job-unknown")
  public Jobs.Job one(@PathParam("id") String id) {
    caller.requireRole(OPERATOR);
    try {
      return jobs.find(UUID.fromString(id)).orElseThrow(() -> unknown(id));
    } catch (IllegalArgumentException e) {
      throw HubProblem.JOB_UNKNOWN.problem("a job's id is a UUID", e);
    }
  }

  private static ProblemException unknown(String id) {
    return HubProblem.JOB_UNKNOWN.problem("there is no job " + id);
  }
}
