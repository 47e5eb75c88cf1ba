package io.tongban.api.citizen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialIssuer.Reply;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.CredentialIssuer.WalletMessage;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.WalletAuthorization;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An authority's OpenID4VCI 1.0 endpoints for wallets. */
@Path("/issuer/{authority}")
@Tag(name = "wallet", description = "OpenID4VCI 1.0; errors are the protocol's own")
@Produces(MediaType.APPLICATION_JSON)
public class IssuerResource {
  /** Where the holder answers a wallet's request; its ticket is in the cookie below. */
  public static final String REQUEST_PAGE = "/wallet-request";

  /** Holds the ticket, so that only the browser that began a request answers it. */
  public static final String TICKET_COOKIE = "tb_wallet_request";

  private static final String JWT = "application/jwt";
  private final CredentialIssuer issuer;
  private final WalletAuthorization authorization;
  private final HubSettings settings;

  @Inject
  IssuerResource(CredentialIssuer issuer, WalletAuthorization authorization, HubSettings settings) {
    this.issuer = issuer;
    this.authorization = authorization;
    this.settings = settings;
  }

  /** Takes a declared wallet's request. */
  @POST
  @Path("par")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Push an authorization request (RFC 9126)",
      description =
          "client_id and redirect_uri of a declared Wallet, response_type=code, code_challenge with"
              + " code_challenge_method=S256, scope or authorization_details, state, issuer_state"
              + " of an offer; a DPoP proof binds the code to its key")
  @APIResponse(
      responseCode = "201",
      description = "The request_uri; it works once, for 90 seconds",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "pushed",
                      value =
                          "{\"request_uri\":\"urn:ietf:params:oauth:request_uri:kZ9…\",\"expires_in\":90}")))
  @APIResponse(
      responseCode = "400",
      description =
          "invalid_request, invalid_scope, invalid_authorization_details,"
              + " unsupported_response_type, invalid_dpop_proof, use_dpop_nonce")
  @APIResponse(responseCode = "401", description = "invalid_client")
  @APIResponse(
      responseCode = "429",
      description = "temporarily_unavailable: too many requests of an unattested wallet wait")
  public Response par(
      @PathParam("authority") String authority,
      MultivaluedMap<String, String> form,
      @Context HttpHeaders headers) {
    return Response.status(Response.Status.CREATED)
        .type(MediaType.APPLICATION_JSON)
        .entity(authorization.push(authority, form, dpop(headers), attestation(headers)).toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Leads a holder's browser to the question. */
  @GET
  @Path("authorize")
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "Ask the holder, for a pushed request",
      description =
          "The holder signs in, reads which certificate goes to which wallet, and answers")
  @APIResponse(responseCode = "303", description = "To the page where the holder answers")
  @APIResponse(responseCode = "404", description = "Problem wallet-request-unknown")
  public Response authorize(
      @PathParam("authority") String authority,
      @QueryParam("client_id") String clientId,
      @QueryParam("request_uri") String requestUri) {
    NewCookie ticket =
        new NewCookie.Builder(TICKET_COOKIE)
            .value(authorization.take(authority, clientId, requestUri))
            .path(REQUEST_PAGE)
            .httpOnly(true)
            .sameSite(NewCookie.SameSite.LAX)
            .secure("https".equals(settings.publicUrl().getScheme()))
            .build();
    return Response.seeOther(URI.create(REQUEST_PAGE))
        .cookie(ticket)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** An offer by reference. */
  @GET
  @Path("offers/{handle}")
  @Operation(
      summary = "Get an offer by reference",
      description = "The credential_offer_uri of an offer, until it is taken up or has expired")
  @APIResponse(responseCode = "200", description = "The credential offer (OpenID4VCI 1.0)")
  @APIResponse(responseCode = "404", description = "Problem certificate-offer-unknown")
  public Response offer(
      @PathParam("authority") String authority, @PathParam("handle") String handle) {
    return unstored(issuer.offer(authority, handle));
  }

  /** A code or a refresh token into an access token. */
  @POST
  @Path("token")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Turn a code or a refresh token into an access token",
      description =
          "grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code, pre-authorized_code,"
              + " tx_code where the offer asks for one; a DPoP proof binds the token to a key."
              + " grant_type=authorization_code, client_id, code, redirect_uri, code_verifier;"
              + " grant_type=refresh_token, client_id, refresh_token: with a DPoP proof always")
  @APIResponse(
      responseCode = "200",
      description = "The token",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "token",
                      value =
                          "{\"access_token\":\"kZ9…\",\"token_type\":\"Bearer\",\"expires_in\":600}")))
  @APIResponse(
      responseCode = "400",
      description =
          "invalid_request (tx_code missing or unexpected), invalid_grant (wrong, used or expired"
              + " code), unsupported_grant_type, invalid_dpop_proof")
  public Response token(
      @PathParam("authority") String authority,
      MultivaluedMap<String, String> form,
      @Context HttpHeaders headers) {
    return unstored(issuer.token(authority, form, dpop(headers), attestation(headers)));
  }

  /** A fresh nonce for a key proof. */
  @POST
  @Path("nonce")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Get a nonce for a key proof")
  @APIResponse(
      responseCode = "200",
      description = "The nonce; it works once, for five minutes",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "nonce", value = "{\"c_nonce\":\"AAAB…\"}")))
  public Response nonce(@PathParam("authority") String authority) {
    return unstored(issuer.nonce(authority));
  }

  /** The certificate. */
  @POST
  @Path("credential")
  @Consumes({MediaType.APPLICATION_JSON, JWT})
  @Produces({MediaType.APPLICATION_JSON, JWT})
  @Operation(
      summary = "Get the certificate",
      description =
          "In the format of the configuration (dc+sd-jwt, mso_mdoc or jwt_vc_json), bound to the"
              + " key of each proof or to each attested key. Its issue is in the ledger"
              + " before it is answered. A request may be encrypted (application/jwt), and only an"
              + " encrypted request may ask for an encrypted response.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "credential",
                      value =
                          "{\"credential_configuration_id\":\"food-approval\","
                              + "\"proofs\":{\"jwt\":[\"eyJ0eXAiOiJvcGVuaWQ0dmNpLXByb29mK2p3dCJ9…\"]}}")))
  @APIResponse(
      responseCode = "200",
      description = "The certificate",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "issued",
                      value =
                          "{\"credentials\":[{\"credential\":\"eyJ4NWMi…~WyJ…~\"}],"
                              + "\"notification_id\":\"3f0c…\"}")))
  @APIResponse(
      responseCode = "202",
      description = "transaction_id and interval: the authority's records cannot be asked now")
  @APIResponse(
      responseCode = "400",
      description =
          "invalid_credential_request, unknown_credential_configuration,"
              + " unknown_credential_identifier, invalid_proof, invalid_nonce,"
              + " invalid_encryption_parameters, credential_request_denied")
  @APIResponse(responseCode = "401", description = "invalid_token, invalid_dpop_proof")
  public Response credential(
      @PathParam("authority") String authority, @Context HttpHeaders headers, byte[] body) {
    return answer(issuer.credential(authority, use(headers), message(headers, body)));
  }

  /** The certificate that could not be had before. */
  @POST
  @Path("deferred_credential")
  @Consumes({MediaType.APPLICATION_JSON, JWT})
  @Produces({MediaType.APPLICATION_JSON, JWT})
  @Operation(summary = "Get a certificate that was deferred")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(name = "deferred", value = "{\"transaction_id\":\"8d41…\"}")))
  @APIResponse(responseCode = "200", description = "The certificate")
  @APIResponse(responseCode = "202", description = "The same transaction_id: not yet")
  @APIResponse(
      responseCode = "400",
      description =
          "invalid_transaction_id, invalid_encryption_parameters," + " credential_request_denied")
  @APIResponse(responseCode = "401", description = "invalid_token, invalid_dpop_proof")
  public Response deferredCredential(
      @PathParam("authority") String authority, @Context HttpHeaders headers, byte[] body) {
    return answer(issuer.deferredCredential(authority, use(headers), message(headers, body)));
  }

  private static WalletMessage message(HttpHeaders headers, byte[] body) {
    boolean jwt =
        headers.getMediaType() != null
            && headers.getMediaType().isCompatible(MediaType.valueOf(JWT));
    return jwt
        ? new WalletMessage.Encrypted(new String(body, StandardCharsets.US_ASCII).strip())
        : new WalletMessage.Plain(json(body, IssuerError.INVALID_CREDENTIAL_REQUEST));
  }

  private static Response answer(Reply reply) {
    boolean jwt = reply.message() instanceof WalletMessage.Encrypted;
    String body =
        reply.message() instanceof WalletMessage.Encrypted encrypted
            ? encrypted.jwe()
            : ((WalletMessage.Plain) reply.message()).json().toString();
    return Response.status(reply.deferred() ? Response.Status.ACCEPTED : Response.Status.OK)
        .type(jwt ? JWT : MediaType.APPLICATION_JSON)
        .entity(body)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** What became of the certificate in the wallet. */
  @POST
  @Path("notification")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Tell what became of the certificate in the wallet")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "accepted",
                      value = "{\"notification_id\":\"3f0c…\",\"event\":\"credential_accepted\"}")))
  @APIResponse(responseCode = "204", description = "Noted")
  @APIResponse(
      responseCode = "400",
      description = "invalid_notification_id, invalid_notification_request")
  public Response notification(
      @PathParam("authority") String authority, @Context HttpHeaders headers, byte[] body) {
    JsonNode request = json(body, IssuerError.INVALID_NOTIFICATION_REQUEST);
    issuer.notification(authority, use(headers), request);
    return Response.noContent().header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static TokenUse use(HttpHeaders headers) {
    List<String> authorization = headers.getRequestHeader(HttpHeaders.AUTHORIZATION);
    return new TokenUse(
        authorization != null && authorization.size() == 1 ? authorization.get(0) : null,
        dpop(headers));
  }

  private static List<String> dpop(HttpHeaders headers) {
    return all(headers, "DPoP");
  }

  private static ClientAttestation attestation(HttpHeaders headers) {
    return new ClientAttestation(
        all(headers, "OAuth-Client-Attestation"), all(headers, "OAuth-Client-Attestation-PoP"));
  }

  private static List<String> all(HttpHeaders headers, String name) {
    List<String> values = headers.getRequestHeader(name);
    return values == null ? List.of() : values;
  }

  private static JsonNode json(byte[] body, IssuerError error) {
    try {
      return CanonicalJson.read(body);
    } catch (IllegalArgumentException e) {
      var refused = error.because("the request is not JSON");
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private static Response unstored(ObjectNode body) {
    return Response.ok(body.toString(), MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
