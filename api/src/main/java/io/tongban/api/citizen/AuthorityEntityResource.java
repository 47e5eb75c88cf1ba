package io.tongban.api.citizen;

import io.tongban.certificates.TrustFederation;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An issuing authority as an entity of OpenID Federation 1.0, below its issuer identifier. */
@Path("/issuer/{authority}")
@Tag(name = "federation")
public class AuthorityEntityResource {
  private final TrustFederation federation;

  @Inject
  AuthorityEntityResource(TrustFederation federation) {
    this.federation = federation;
  }

  /** An authority's entity configuration. */
  @GET
  @Path(FederationResource.CONFIGURATION)
  @Produces(TrustFederation.ENTITY_STATEMENT)
  @Operation(summary = "Entity configuration of an issuing authority (OpenID Federation 1.0)")
  public Response configuration(
      @Parameter(example = "food-agency") @PathParam("authority") String authority) {
    return FederationResource.open(
        federation.configuration(authority),
        TrustFederation.ENTITY_STATEMENT,
        FederationResource.SHORT);
  }

  /** An authority's former keys. */
  @GET
  @Path("federation/historical-keys")
  @Produces(FederationResource.KEYS)
  @Operation(summary = "Former federation keys of an issuing authority (section 8.7)")
  public Response historicalKeys(
      @Parameter(example = "food-agency") @PathParam("authority") String authority) {
    return FederationResource.open(
        federation.historicalKeys(authority), FederationResource.KEYS, FederationResource.HOUR);
  }
}
