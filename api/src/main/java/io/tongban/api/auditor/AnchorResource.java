package io.tongban.api.auditor;

import io.tongban.api.token.Caller;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.LedgerProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tree heads on a chain. */
@Path("/v1/ledger/anchors")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "ledger")
public class AnchorResource {
  private final Anchors anchors;
  private final Caller caller;

  @Inject
  AnchorResource(Anchors anchors, Caller caller) {
    this.anchors = anchors;
    this.caller = caller;
  }

  /** Anchors the newest tree head. */
  @POST
  @Operation(summary = "Anchor the newest tree head on the chain", description = "Role operator")
  @APIResponse(responseCode = "200", description = "The anchor; its state tells how far it came")
  @APIResponse(
      responseCode = "409",
      description = "Problem chain-absent, anchor-empty or anchor-busy")
  @APIResponse(responseCode = "503", description = "Problem chain-unreachable or anchor-key")
  public Anchor anchor() {
    caller.requireRole("operator");
    return anchors.anchorNow();
  }

  /** The newest anchors. */
  @GET
  @Operation(summary = "List the newest anchors", description = "Role auditor")
  public List<Anchor> anchors() {
    caller.requireRole("auditor");
    return anchors.newest();
  }

  /** Compares an anchor with chain and ledger. */
  @GET
  @Path("{id}/check")
  @Operation(summary = "Compare an anchor with chain and ledger", description = "Role auditor")
  @APIResponse(responseCode = "404", description = "Problem anchor-unknown")
  public Anchors.Check check(@PathParam("id") String id) {
    caller.requireRole("auditor");
    UUID wanted = EntryResource.id(id);
    return anchors.newest().stream()
        .filter(anchor -> anchor.id().equals(wanted))
        .findFirst()
        .map(anchors::verify)
        .orElseThrow(() -> LedgerProblem.ANCHOR_UNKNOWN.problem("no newest anchor has that id"));
  }
}
