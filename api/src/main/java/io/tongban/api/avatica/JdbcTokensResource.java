package io.tongban.api.avatica;

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
 * Exchanges a DPoP-bound token for a bearer token of {@code /jdbc}: JDBC drivers carry no proofs.
 * The address is under {@code /v1}, so the bound token and a fresh proof were checked before.
 */
@Path("/v1/jdbc-tokens")
@Tag(name = "federation")
@Produces(MediaType.APPLICATION_JSON)
public class JdbcTokensResource {
  private final BearerTokens tokens;
  private final HubSettings settings;
  private final Caller caller;

  @Inject
  JdbcTokensResource(BearerTokens tokens, HubSettings settings, Caller caller) {
    this.tokens = tokens;
    this.settings = settings;
    this.caller = caller;
  }

  /** Makes a token. */
  @POST
  @Operation(
      summary = "Get a bearer token for JDBC",
      description =
          "Good for /jdbc and this client alone, for 5 minutes. PUT to renew keeps it, and the"
              + " connections that use it, for 5 minutes more, 12 hours in all.")
  @APIResponse(responseCode = "200", description = "The token (RFC 6749, section 5.1)")
  public Response issue() {
    return BearerAnswer.of(
        tokens.issue(caller.actor(), Audience.JDBC),
        Audience.JDBC,
        settings.publicUrl() + JdbcResource.PATH);
  }

  /** Renews a token. */
  @PUT
  @Path("{id}")
  @Operation(summary = "Keep a JDBC token for 5 minutes more")
  @APIResponse(responseCode = "204", description = "It lives on")
  @APIResponse(responseCode = "401", description = "token-expired: also another client's")
  public void renew(@PathParam("id") String id) {
    tokens.renew(caller.actor(), BearerAnswer.id(id), Audience.JDBC);
  }

  /** Ends a token. */
  @DELETE
  @Path("{id}")
  @Operation(summary = "End a JDBC token")
  @APIResponse(responseCode = "204", description = "It is worth nothing any more")
  public void end(@PathParam("id") String id) {
    tokens.end(caller.actor(), BearerAnswer.id(id));
  }
}
