package io.tongban.api.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.api.QueryNumber;
import io.tongban.api.token.Caller;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.Receipt;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Traces of data and the lineage graph, for auditors. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public class TraceResource {
  private static final String AUDITOR = "auditor";
  private static final int DEFAULT_DEPTH = 3;
  private static final int MOST_DEPTH = 20;
  private final Tracer tracer;
  private final Lineage lineage;
  private final Audit audit;
  private final Caller caller;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  TraceResource(
      Tracer tracer,
      Lineage lineage,
      Audit audit,
      Caller caller,
      HubSettings settings,
      Clock clock) {
    this.tracer = tracer;
    this.lineage = lineage;
    this.audit = audit;
    this.caller = caller;
    this.settings = settings;
    this.clock = clock;
  }

  /** A trace; looking at it is recorded. */
  @GET
  @Path("trace")
  @Operation(
      summary = "Trace a datum",
      description =
          "Role auditor. Back to its source row and forward to everyone who received it: by"
              + " resource and key, or by certificate. The look is itself recorded")
  @APIResponse(responseCode = "200", description = "The trace, with the receipt of this look")
  @APIResponse(responseCode = "404", description = "Problem trace-empty")
  public Trace trace(
      @QueryParam("resource") String resource,
      @QueryParam("key") String key,
      @QueryParam("certificate") String certificate) {
    caller.requireRole(AUDITOR);
    Trace trace;
    if (certificate != null) {
      trace = tracer.ofCertificate(EntryResource.id(certificate));
    } else if (resource != null && key != null) {
      trace = tracer.ofRecord(resource, key);
    } else {
      throw LedgerProblem.QUERY_INVALID.problem("give resource and key, or certificate");
    }
    Receipt look = audit.look(caller.actor(), "trace", Tracer.rows(trace));
    return trace.under(look);
  }

  /** A trace in PROV-JSON; looking at it is recorded. */
  @GET
  @Path("trace/prov")
  @Operation(
      summary = "Trace a datum, in PROV-JSON",
      description =
          "Role auditor. As /v1/trace, as a document of W3C PROV in its JSON form (Member Submission"
              + " of 24 April 2013): entities, activities, agents, and the receipts' ids. The look is"
              + " itself recorded and is an activity of the document")
  @APIResponse(responseCode = "200", description = "The document")
  @APIResponse(responseCode = "404", description = "Problem trace-empty")
  public JsonNode prov(
      @QueryParam("resource") String resource,
      @QueryParam("key") String key,
      @QueryParam("certificate") String certificate) {
    return TraceProv.of(
        settings.publicUrl(), trace(resource, key, certificate), caller.actor(), clock.instant());
  }

  /** A run in PROV-JSON. */
  @GET
  @Path("lineage/runs/{id}/prov")
  @Operation(
      summary = "Get a run in PROV-JSON",
      description = "Role auditor. What it used and made, and who answers for it on whose behalf")
  @APIResponse(responseCode = "200", description = "The document")
  @APIResponse(responseCode = "404", description = "Problem lineage-unknown")
  public JsonNode provOfRun(@PathParam("id") String id) {
    caller.requireRole(AUDITOR);
    return lineage.prov(EntryResource.id(id));
  }

  /** The graph around a dataset. */
  @GET
  @Path("lineage")
  @Operation(
      summary = "Get the lineage graph around a dataset",
      description = "Role auditor. Datasets and jobs up to depth hops both ways, newest runs")
  @APIResponse(responseCode = "200", description = "Nodes and edges")
  public Lineage.Graph lineage(
      @QueryParam("dataset") String dataset, @QueryParam("depth") String depth) {
    caller.requireRole(AUDITOR);
    if (dataset == null || dataset.isBlank()) {
      throw LedgerProblem.QUERY_INVALID.problem("give dataset, for example resource/premises");
    }
    return lineage.around(dataset, depth(depth));
  }

  private static int depth(String text) {
    return QueryNumber.of("depth", text, DEFAULT_DEPTH, MOST_DEPTH, LedgerProblem.QUERY_INVALID);
  }

  /** A run's events. */
  @GET
  @Path("lineage/runs/{id}/openlineage")
  @Operation(
      summary = "Get a run's OpenLineage events",
      description = "Role auditor. START and COMPLETE or FAIL, OpenLineage 2-0-2")
  @APIResponse(responseCode = "200", description = "The events")
  @APIResponse(responseCode = "404", description = "Problem lineage-unknown")
  public List<JsonNode> openLineage(@PathParam("id") String id) {
    caller.requireRole(AUDITOR);
    return lineage.openLineage(EntryResource.id(id));
  }
}
