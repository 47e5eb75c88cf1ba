package io.tongban.api.citizen;

import io.tongban.certificates.OfflineTrust;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The list by which certificates are verified where there is no network. */
@Path("/trust-list")
@Tag(name = "wallet")
public class TrustListResource {
  private static final String JWT = "application/jwt";
  private final OfflineTrust trust;

  @Inject
  TrustListResource(OfflineTrust trust) {
    this.trust = trust;
  }

  /** The list. */
  @GET
  @Produces(JWT)
  @Operation(
      summary = "Get the list of this hub's issuers",
      description =
          "A JWT (trust-list+jwt) signed by the hub: issuers with their keys, types and where their"
              + " status lists are. It holds for seven days.")
  @APIResponse(
      responseCode = "200",
      description = "The signed list",
      content = @Content(mediaType = JWT))
  public Response list() {
    return Response.ok(trust.trustList(), JWT)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .build();
  }
}
