package io.tongban.api.citizen;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.hub.CanonicalJson;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Requests for presentations, as wallets fetch and answer them (OpenID4VP 1.0). */
@Path("/presentations/{id}")
@Tag(name = "wallet")
public class PresentationResource {
  /** Media type of a signed request object. */
  static final String REQUEST_OBJECT = "application/oauth-authz-req+jwt";

  private final CredentialVerifier verifier;

  @Inject
  PresentationResource(CredentialVerifier verifier) {
    this.verifier = verifier;
  }

  /** The request. */
  @GET
  @Path("request")
  @Produces(REQUEST_OBJECT)
  @Operation(
      summary = "Get a request for a presentation",
      description = "Signed with ES256; client_id is the x509_hash of the certificate in x5c")
  @APIResponse(
      responseCode = "200",
      description = "The request object",
      content = @Content(mediaType = REQUEST_OBJECT))
  @APIResponse(responseCode = "404", description = "Problem presentation-unknown")
  @APIResponse(responseCode = "410", description = "Problem presentation-over")
  public Response request(@PathParam("id") String id) {
    return signed(verifier.request(id(id), Map.of()));
  }

  /** The request, with the wallet's nonce in it. */
  @POST
  @Path("request")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(REQUEST_OBJECT)
  @Operation(
      summary = "Get a request for a presentation, with the wallet's nonce",
      description = "wallet_nonce is echoed; wallet_metadata changes nothing")
  @APIResponse(
      responseCode = "200",
      description = "The request object",
      content = @Content(mediaType = REQUEST_OBJECT))
  @APIResponse(responseCode = "404", description = "Problem presentation-unknown")
  @APIResponse(responseCode = "410", description = "Problem presentation-over")
  public Response request(@PathParam("id") String id, MultivaluedMap<String, String> form) {
    return signed(verifier.request(id(id), form));
  }

  private static Response signed(String jwt) {
    return Response.ok(jwt, REQUEST_OBJECT).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** The wallet's response. */
  @POST
  @Path("response")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Answer a request for a presentation",
      description =
          "direct_post.jwt: response is a JWE (ECDH-ES with A128GCM or A256GCM) to the request's"
              + " key, with vp_token and state. A refusal is error and state, encrypted or not.")
  @APIResponse(
      responseCode = "200",
      description = "Taken; redirect_uri where the department asked for one")
  @APIResponse(
      responseCode = "400",
      description =
          "invalid_request: not encrypted as asked, of another request, answered before, expired,"
              + " or no answer to the query")
  @APIResponse(responseCode = "404", description = "Problem presentation-unknown")
  public Response respond(@PathParam("id") String id, MultivaluedMap<String, String> form) {
    var body = CanonicalJson.mapper().createObjectNode();
    verifier.respond(id(id), form).ifPresent(uri -> body.put("redirect_uri", uri.toString()));
    return Response.ok(body.toString(), MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static UUID id(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.PRESENTATION_UNKNOWN.problem("a request's id is a UUID", e);
    }
  }
}
