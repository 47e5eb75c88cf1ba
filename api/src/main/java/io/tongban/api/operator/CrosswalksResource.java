package io.tongban.api.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.api.token.Caller;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.Connectors;
import io.tongban.connectors.Connectors.Unmatched;
import io.tongban.hub.ApplyReport;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what crosswalks do not know and takes what people confirm. For operators. */
@Path("/v1/crosswalks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connectors")
public class CrosswalksResource {
  private static final String OPERATOR = "operator";
  private static final int MOST = 1000;
  private final Connectors connectors;
  private final Caller caller;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  public CrosswalksResource(
      Connectors connectors, Caller caller, Ledger ledger, Ids ids, Clock clock) {
    this.connectors = connectors;
    this.caller = caller;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  /** Texts that a crosswalk did not know, most rows first. */
  public record AllUnmatched(List<Unmatched> unmatched) {}

  /**
   * What a person has confirmed.
   *
   * @param entries value by the text that means it
   */
  public record Confirmed(Map<String, String> entries) {}

  /** What the newest runs did not find. */
  @GET
  @Path("/{name}/unmatched")
  @Operation(
      summary = "Texts that a crosswalk did not know in the newest runs, with what they can mean",
      description = "Most rows first. Scores are from 0 to 1; nothing is taken without a person.")
  @APIResponse(responseCode = "404", description = "crosswalk-unknown")
  public AllUnmatched unmatched(
      @PathParam("name") String name, @QueryParam("limit") @DefaultValue("100") int limit) {
    caller.requireRole(OPERATOR);
    return new AllUnmatched(connectors.unmatched(name, Math.max(1, Math.min(limit, MOST))));
  }

  /** Takes entries into the crosswalk's definition; the next run uses them. */
  @POST
  @Path("/{name}/entries")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Confirm entries of a crosswalk",
      description = "All of them or, if one is refused, none. They become part of the definition.")
  @APIResponse(responseCode = "404", description = "crosswalk-unknown")
  @APIResponse(
      responseCode = "422",
      description = "crosswalk-entry-refused: known already, or none of the candidates")
  public ApplyReport confirm(@PathParam("name") String name, Confirmed confirmed) {
    caller.requireRole(OPERATOR);
    if (confirmed == null || confirmed.entries() == null || confirmed.entries().isEmpty()) {
      throw ConnectorProblem.ENTRY_REFUSED.problem(
          "no entry was given; write {\"entries\": {\"TEXT\": \"VALUE\"}}");
    }
    ApplyReport report = connectors.confirm(name, confirmed.entries(), caller.actor().client());
    ObjectNode manifest = CanonicalJson.mapper().valueToTree(report);
    manifest.remove("unchanged");
    ledger.append(
        new LedgerEntry(
            ids.next(),
            EntryType.DEFINITIONS,
            clock.instant(),
            caller.actor().client(),
            manifest,
            List.of()));
    return report;
  }
}
