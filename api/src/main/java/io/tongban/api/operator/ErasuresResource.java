package io.tongban.api.operator;

import io.tongban.access.Erasures;
import io.tongban.api.token.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Erasing persons; each is an entry of the ledger that names nobody. */
@Path("/v1/erasures")
@Tag(name = "erasures")
public class ErasuresResource {
  private static final String OPERATOR = "operator";
  private final Erasures erasures;
  private final Caller caller;

  @Inject
  ErasuresResource(Erasures erasures, Caller caller) {
    this.erasures = erasures;
    this.caller = caller;
  }

  /** Erases a person. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Erase a person",
      description =
          "Role operator. Destroys the person's salt and deletes what leads to the person; the"
              + " ledger's proofs stay valid. subject is in the body only; ground and legalBasis"
              + " are recorded and name nobody. Whether the hub knew the person is not told")
  @APIResponse(responseCode = "200", description = "Number, time and receipt of the erasure")
  @APIResponse(responseCode = "400", description = "Problem erasure-invalid")
  @APIResponse(responseCode = "409", description = "Problem erasure-retained")
  @APIResponse(responseCode = "500", description = "Problem erasure-journal")
  public Erasures.Done erase(Erasures.Ask ask) {
    caller.requireRole(OPERATOR);
    return erasures.erase(caller.actor(), ask);
  }

  /** The journal, to be kept elsewhere than the hub's data. */
  @GET
  @Path("journal")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(
      summary = "Get the journal of erasures, to keep a copy elsewhere",
      description = "Role operator. Keyed digests only; without it a hub with erasures serves not")
  @APIResponse(responseCode = "200", description = "A line each erasure after one with the version")
  public Response journal() {
    caller.requireRole(OPERATOR);
    return Response.ok(erasures.journal())
        .type("text/plain;charset=UTF-8")
        .header("Cache-Control", "no-store")
        .build();
  }
}
