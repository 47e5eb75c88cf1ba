package io.tongban.api.citizen;

import io.tongban.certificates.FederationError;
import io.tongban.certificates.TrustFederation;
import io.tongban.hub.CanonicalJson;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The hub as an entity of OpenID Federation 1.0, for everyone. The well-known part stands at the
 * end of an entity identifier (section 9).
 */
@Path("/")
@Tag(name = "federation")
public class FederationResource {
  static final String CONFIGURATION = ".well-known/openid-federation";
  private static final String MARK = "application/trust-mark+jwt";
  private static final String MARK_STATUS = "application/trust-mark-status-response+jwt";
  private static final String RESOLVED = "application/resolve-response+jwt";
  static final String KEYS = "application/jwk-set+jwt";
  static final String SHORT = "public, max-age=60";
  static final String HOUR = "public, max-age=3600";
  private final TrustFederation federation;

  @Inject
  FederationResource(TrustFederation federation) {
    this.federation = federation;
  }

  /** The hub's entity configuration. */
  @GET
  @Path(CONFIGURATION)
  @Produces(TrustFederation.ENTITY_STATEMENT)
  @Operation(summary = "Entity configuration of this hub (OpenID Federation 1.0)")
  public Response hub() {
    return open(federation.configuration(null), TrustFederation.ENTITY_STATEMENT, SHORT);
  }

  /** A statement about an entity right below the hub. */
  @GET
  @Path("federation/fetch")
  @Produces(TrustFederation.ENTITY_STATEMENT)
  @Operation(summary = "What this hub states of an entity right below it (section 8.1)")
  public Response fetch(@QueryParam("sub") String subject) {
    return open(federation.statement(subject), TrustFederation.ENTITY_STATEMENT, SHORT);
  }

  /** The entities right below the hub. */
  @GET
  @Path("federation/list")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "The entities right below this hub (section 8.2)",
      description = "Filters: trust_mark_type, trust_marked; others are unsupported_parameter")
  public Response list(
      @QueryParam("trust_mark_type") String type,
      @QueryParam("trust_marked") boolean marked,
      @Context UriInfo uri) {
    for (String other : List.of("entity_type", "intermediate")) {
      if (uri.getQueryParameters().containsKey(other)) {
        throw FederationError.UNSUPPORTED_PARAMETER.because(other + " is not supported");
      }
    }
    return json(federation.subordinates(type, marked));
  }

  /** Resolved metadata of an entity. */
  @GET
  @Path("federation/resolve")
  @Produces(RESOLVED)
  @Operation(summary = "Resolved metadata, chain and trust marks of an entity (section 8.3)")
  public Response resolve(
      @QueryParam("sub") String subject,
      @QueryParam("trust_anchor") List<String> anchors,
      @QueryParam("entity_type") List<String> types) {
    return open(federation.resolve(subject, anchors, types), RESOLVED, SHORT);
  }

  /** A trust mark of the hub. */
  @GET
  @Path("federation/trust-mark")
  @Produces(MARK)
  @Operation(summary = "A trust mark of this hub (section 8.6)")
  public Response trustMark(
      @QueryParam("trust_mark_type") String type, @QueryParam("sub") String subject) {
    return open(federation.trustMark(type, subject), MARK, SHORT);
  }

  /** Whether a trust mark is active. */
  @POST
  @Path("federation/trust-mark-status")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MARK_STATUS)
  @Operation(summary = "Whether a trust mark of this hub is active now (section 8.4)")
  public Response trustMarkStatus(MultivaluedMap<String, String> form) {
    List<String> marks = form.get("trust_mark");
    if (marks == null || marks.size() != 1) {
      throw FederationError.INVALID_REQUEST.because("trust_mark must come once");
    }
    return open(federation.trustMarkStatus(marks.get(0)), MARK_STATUS, "no-store");
  }

  /** The entities with a trust mark. */
  @GET
  @Path("federation/trust-mark-list")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The entities with an active trust mark of a type (section 8.5)")
  public Response trustMarked(
      @QueryParam("trust_mark_type") String type, @QueryParam("sub") String subject) {
    return json(federation.trustMarked(type, subject));
  }

  /** The hub's former keys. */
  @GET
  @Path("federation/historical-keys")
  @Produces(KEYS)
  @Operation(summary = "Former federation keys of this hub (section 8.7)")
  public Response historicalKeys() {
    return open(federation.historicalKeys(null), KEYS, HOUR);
  }

  /** X.509 chains. */
  @GET
  @Path("trust/chains.pem")
  @Produces("application/pem-certificate-chain")
  @Operation(
      summary = "X.509 chains of the authorities and regions below this hub, PEM",
      description = "Each ends in the root of this hub; constraints are those of the federation")
  public Response chains() {
    return open(federation.chains(), "application/pem-certificate-chain", HOUR);
  }

  /** Authority key identifiers. */
  @GET
  @Path("trust/aki")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Authority key identifiers for trusted_authorities of a DCQL query")
  public Response authorityKeyIds() {
    return open(federation.authorityKeyIds().toString(), MediaType.APPLICATION_JSON, HOUR);
  }

  /** A list of trusted entities. */
  @GET
  @Path("trust/entities.jws")
  @Produces("application/jose")
  @Operation(summary = "List of trusted entities (ETSI TS 119 602), a compact JWS")
  public Response trustedEntities() {
    return open(federation.trustedEntities(), "application/jose", HOUR);
  }

  private static Response json(List<String> entities) {
    return open(
        CanonicalJson.mapper().valueToTree(entities).toString(), MediaType.APPLICATION_JSON, SHORT);
  }

  static Response open(String body, String type, String caching) {
    return Response.ok(body, type)
        .header("Access-Control-Allow-Origin", "*")
        .header(HttpHeaders.CACHE_CONTROL, caching)
        .build();
  }
}
