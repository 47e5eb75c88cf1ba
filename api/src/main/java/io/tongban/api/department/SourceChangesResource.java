package io.tongban.api.department;

import io.tongban.api.token.Caller;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Offer;
import io.tongban.certificates.SourceChanges;
import io.tongban.certificates.SourceChanges.Noticed;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Certificates whose source row has changed or is no more. */
@Path("/v1/certificates")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class SourceChangesResource {
  private static final String ISSUER = "issuer";
  private static final String OPERATOR = "operator";
  private final SourceChanges changes;
  private final Definitions definitions;
  private final Caller caller;

  @Inject
  SourceChangesResource(SourceChanges changes, Definitions definitions, Caller caller) {
    this.changes = changes;
    this.definitions = definitions;
    this.caller = caller;
  }

  /**
   * How to renew.
   *
   * @param transactionCode whether the wallet must send a code; default false
   */
  public record RenewalRequest(Boolean transactionCode) {}

  /** Which type's acts may be done. */
  public record ConfirmationRequest(String type) {}

  /** How many certificates may lapse now, each after one more look. */
  public record ConfirmationAnswer(String type, int confirmed) {}

  /** What was noticed of a type's certificates. */
  @GET
  @Path("source-changes")
  @Operation(
      summary = "List certificates whose source row has changed or is no more",
      description =
          "CHANGED: renew it. GONE: it lapses where the type says so; held means that more would"
              + " lapse than the type's limit, so that an operator has to confirm. Role issuer of the"
              + " type's authority, or operator.")
  @APIResponse(responseCode = "200", description = "The first noticed first; no claims")
  @APIResponse(responseCode = "403", description = "Problem not-issuing-authority")
  @APIResponse(responseCode = "404", description = "Problem certificate-type-unknown")
  public Listing<Noticed> noticed(
      @Parameter(required = true, example = "food-approval") @QueryParam("type") String type) {
    Definition<CertificateTypeSpec> known =
        definitions
            .find(CertificateTypeSpec.class, type == null ? "" : type)
            .orElseThrow(
                () ->
                    CertificateProblem.TYPE_UNKNOWN.problem(
                        "there is no CertificateType named " + type));
    boolean own =
        caller.roles().contains(ISSUER)
            && caller.actor().department().equals(known.spec().authority());
    if (!own && !caller.roles().contains(OPERATOR)) {
      throw CertificateProblem.NOT_ISSUING_AUTHORITY.problem(
          "the client " + caller.actor().client() + " may not list the certificates of " + type);
    }
    return new Listing<>(changes.noticed(type), null);
  }

  /** Offers a certificate anew. */
  @POST
  @Path("{id}/renewal")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Offer a certificate anew from the records as they are",
      description =
          "What the wallet fetches with the offer replaces the certificate. Its type declares"
              + " sourceChange with changed: REPLACED. Role issuer, of the type's authority.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "renewal", value = "{\"transactionCode\":true}")))
  @APIResponse(responseCode = "201", description = "The offer, as of POST /v1/certificates/offers")
  @APIResponse(responseCode = "403", description = "Problem not-issuing-authority")
  @APIResponse(responseCode = "404", description = "Problem certificate-unknown")
  @APIResponse(responseCode = "409", description = "Problem certificate-no-renewal")
  public Response renew(@PathParam("id") String id, RenewalRequest request) {
    caller.requireRole(ISSUER);
    boolean withCode = request != null && Boolean.TRUE.equals(request.transactionCode());
    Offer offer = changes.renew(caller.actor(), id(id), withCode);
    return Response.status(Response.Status.CREATED)
        .entity(offer)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Lets held acts be done. */
  @POST
  @Path("source-changes/confirmation")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Let certificates lapse beyond their type's limit",
      description =
          "Those whose row was found gone so far; each is looked at once more before. Role operator.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(name = "confirmation", value = "{\"type\":\"food-approval\"}")))
  @APIResponse(responseCode = "200", description = "How many it is")
  @APIResponse(responseCode = "403", description = "Problem role-missing")
  @APIResponse(responseCode = "404", description = "Problem certificate-type-unknown")
  public ConfirmationAnswer confirm(ConfirmationRequest request) {
    caller.requireRole(OPERATOR);
    String type = request == null ? null : request.type();
    if (type == null) {
      throw CertificateProblem.TYPE_UNKNOWN.problem("type is missing");
    }
    return new ConfirmationAnswer(type, changes.confirm(type));
  }

  private static UUID id(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.CERTIFICATE_UNKNOWN.problem("a certificate's id is a UUID", e);
    }
  }
}
