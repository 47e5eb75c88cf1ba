package io.tongban.api.reporter;

import io.tongban.access.BearerTokens;
import io.tongban.access.BearerTokens.Audience;
import io.tongban.api.token.BearerAnswer;
import io.tongban.api.token.Caller;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Exchanges a DPoP-bound token for a bearer token of {@code /api/v1/lineage}: OpenLineage's clients
 * send {@code Authorization: Bearer <api key>} and no proofs.
 */
@Path("/v1/lineage-tokens")
@Tag(name = "lineage", description = "Runs of other tools, as OpenLineage events")
@Produces(MediaType.APPLICATION_JSON)
public class LineageTokensResource {
  private final BearerTokens tokens;
  private final HubSettings settings;
  private final Caller caller;

  @Inject
  LineageTokensResource(BearerTokens tokens, HubSettings settings, Caller caller) {
    this.tokens = tokens;
    this.settings = settings;
    this.caller = caller;
  }

  /** Makes a token. */
  @POST
  @Operation(
      summary = "Get a bearer token for reporting lineage",
      description =
          "Role reporter. Good for /api/v1/lineage and this client alone, for 12 hours: the api key"
              + " of OpenLineage's HttpTransport. PUT to renew keeps it for 12 hours more, 7 days in"
              + " all.")
  @APIResponse(responseCode = "200", description = "The token (RFC 6749, section 5.1)")
  @APIResponse(responseCode = "403", description = "Problem role-missing")
  public Response issue() {
    caller.requireRole(LineageReportResource.ROLE);
    return BearerAnswer.of(
        tokens.issue(caller.actor(), Audience.LINEAGE),
        Audience.LINEAGE,
        settings.publicUrl() + LineageReportResource.PATH);
  }

  /** Renews a token. */
  @PUT
  @Path("{id}")
  @Operation(summary = "Keep a lineage token for 12 hours more")
  @APIResponse(responseCode = "204", description = "It lives on")
  @APIResponse(responseCode = "401", description = "token-expired: also another client's")
  public void renew(@PathParam("id") String id) {
    tokens.renew(caller.actor(), BearerAnswer.id(id), Audience.LINEAGE);
  }

  /** Ends a token. */
  @DELETE
  @Path("{id}")
  @Operation(summary = "End a lineage token")
  @APIResponse(responseCode = "204", description = "It is worth nothing any more")
  public void end(@PathParam("id") String id) {
    tokens.end(caller.actor(), BearerAnswer.id(id));
  }
}
