package io.tongban.api.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.api.token.Caller;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.Connectors;
import io.tongban.connectors.Connectors.Preview;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.Cursor;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.RowRef;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Starts connectors' runs and shows what came of them. For operators. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connectors")
public class ConnectorsResource {
  private static final String OPERATOR = "operator";
  private static final int MOST = 200;
  private static final int MOST_PREVIEWED = 100;
  private final Connectors connectors;
  private final Caller caller;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  public ConnectorsResource(
      Connectors connectors, Caller caller, Ledger ledger, Ids ids, Clock clock) {
    this.connectors = connectors;
    this.caller = caller;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  /** A run that was started. */
  public record Started(UUID run) {}

  /** The newest runs. */
  public record Runs(List<Run> runs) {}

  /**
   * A page of a quarantine.
   *
   * @param reasons how many rows of the whole quarantine have which reason
   * @param next cursor of the next page, or null
   * @param receipt ledger entry of this look
   */
  public record Quarantine(
      List<QuarantinedRow> rows, Map<String, Long> reasons, String next, UUID receipt) {}

  /** Starts a run. */
  @POST
  @Path("/connectors/{name}/runs")
  @Operation(summary = "Start a run of a connector")
  @APIResponse(responseCode = "202", description = "The run, which is a durable job")
  @APIResponse(responseCode = "404", description = "connector-unknown")
  public Response start(@PathParam("name") String name) {
    caller.requireRole(OPERATOR);
    UUID run = connectors.start(name);
    return Response.accepted(new Started(run)).location(URI.create("/v1/runs/" + run)).build();
  }

  /** The newest runs. */
  @GET
  @Path("/runs")
  @Operation(summary = "Runs, newest first")
  public Runs runs(
      @QueryParam("connector") String connector,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    caller.requireRole(OPERATOR);
    return new Runs(connectors.runs(connector, within(limit, MOST)));
  }

  /** A run. */
  @GET
  @Path("/runs/{id}")
  @Operation(
      summary = "A run with its figures",
      description = "read = accepted + quarantined + unchanged; ended is null while it runs")
  @APIResponse(responseCode = "404", description = "run-unknown")
  public Run run(@PathParam("id") String id) {
    caller.requireRole(OPERATOR);
    return find(id);
  }

  /** A page of a run's quarantine; the look is recorded before it is answered. */
  @GET
  @Path("/runs/{id}/quarantine")
  @Operation(
      summary = "Rows of a run that were not accepted, with reason and source row",
      description = "Source rows can hold personal data: the look is recorded in the ledger")
  @APIResponse(responseCode = "404", description = "run-unknown")
  public Quarantine quarantine(
      @PathParam("id") String id,
      @QueryParam("after") String after,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    caller.requireRole(OPERATOR);
    Run run = find(id);
    int most = within(limit, MOST);
    Cursor cursor = after == null || after.isEmpty() ? null : Cursor.decode(after);
    List<QuarantinedRow> rows = connectors.quarantine(run.id(), cursor, most + 1);
    List<QuarantinedRow> shown = rows.subList(0, Math.min(most, rows.size()));
    String next =
        rows.size() > most
            ? new Cursor(List.of(Long.toString(shown.get(most - 1).row()))).encode()
            : null;
    UUID receipt = record("quarantine", run.id().toString(), refs(run, shown));
    return new Quarantine(shown, connectors.quarantineReasons(run.id()), next, receipt);
  }

  /** The first rows of a source, mapped; the look is recorded before it is answered. */
  @GET
  @Path("/connectors/{name}/preview")
  @Operation(
      summary = "The first rows of a connector's source, mapped, without storing anything",
      description =
          "At most 100. traces tells of each item what it was before and is after, the verdict, and"
              + " what a text that a crosswalk does not know can mean.")
  @APIResponse(responseCode = "404", description = "connector-unknown")
  public Preview preview(
      @PathParam("name") String name, @QueryParam("rows") @DefaultValue("10") int rows) {
    caller.requireRole(OPERATOR);
    Preview preview = connectors.preview(name, within(rows, MOST_PREVIEWED));
    record("preview", name, List.of());
    return preview;
  }

  private static int within(int wanted, int most) {
    return Math.max(1, Math.min(wanted, most));
  }

  private static List<RowRef> refs(Run run, List<QuarantinedRow> rows) {
    return rows.stream().map(row -> new RowRef("quarantine", run.id() + "|" + row.row())).toList();
  }

  private UUID record(String view, String target, List<RowRef> rows) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("channel", "rest");
    manifest.put("view", view);
    manifest.put("target", target);
    return ledger
        .append(
            new LedgerEntry(
                ids.next(),
                EntryType.ACCESS,
                clock.instant(),
                caller.actor().client(),
                manifest,
                rows))
        .id();
  }

  private Run find(String id) {
    try {
      return connectors
          .run(UUID.fromString(id))
          .orElseThrow(() -> ConnectorProblem.RUN_UNKNOWN.problem("there is no run " + id));
    } catch (IllegalArgumentException notAnId) {
      throw ConnectorProblem.RUN_UNKNOWN.problem("a run's id is a UUID", notAnId);
    }
  }
}
