package io.tongban.api.department;

import io.tongban.access.Actor;
import io.tongban.api.token.Caller;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Offer;
import io.tongban.certificates.Certificates.Status;
import io.tongban.hub.Cursor;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Receipt;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An authority's certificates: offer, look up, and the acts of law that decide over them. */
@Path("/v1/certificates")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class CertificatesResource {
  private static final String ISSUER = "issuer";
  private final Certificates certificates;
  private final Definitions definitions;
  private final Caller caller;

  @Inject
  CertificatesResource(Certificates certificates, Definitions definitions, Caller caller) {
    this.certificates = certificates;
    this.definitions = definitions;
    this.caller = caller;
  }

  /**
   * What to offer.
   *
   * @param parameters whose it is; none where the holder signs in
   * @param transactionCode whether the wallet must send a code; default false
   * @param signIn whether the holder signs in and so tells whose it is; default false
   */
  public record OfferRequest(
      String type, Map<String, String> parameters, Boolean transactionCode, Boolean signIn) {}

  /** An act that was done and the status it led to. */
  public record StatusAnswer(UUID certificate, Act act, Status status, Receipt receipt) {}

  /** Offers a certificate. */
  @POST
  @Path("offers")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Offer a certificate",
      description =
          "The claims are read from the type's data service when the wallet fetches it. With signIn"
              + " the holder signs in (authorization code flow) and no parameters are given. Role"
              + " issuer, of the type's authority.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "offer",
                      value =
                          "{\"type\":\"food-approval\",\"parameters\":{\"approval_number\":\"AR"
                              + " 001\"},\"transactionCode\":true}")))
  @APIResponse(
      responseCode = "201",
      description = "The offer: show uri as a QR code, tell transactionCode separately",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "offered",
                      value =
                          "{\"id\":\"019bc…\",\"uri\":\"openid-credential-offer://?credential_offer=%7B…\","
                              + "\"transactionCode\":\"493528\",\"expires\":\"2026-01-15T08:30:00Z\"}")))
  @APIResponse(responseCode = "403", description = "Problem not-issuing-authority")
  @APIResponse(responseCode = "404", description = "Problem certificate-type-unknown")
  @APIResponse(
      responseCode = "422",
      description = "Problem certificate-parameters-invalid or certificate-not-for-holders")
  public Response offer(OfferRequest request) {
    caller.requireRole(ISSUER);
    Offer offer = made(request);
    return Response.status(Response.Status.CREATED)
        .entity(offer)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private Offer made(OfferRequest request) {
    boolean signIn = request != null && Boolean.TRUE.equals(request.signIn());
    if (request == null || request.type() == null || signIn == (request.parameters() != null)) {
      throw CertificateProblem.PARAMETERS_INVALID.problem(
          "type and either parameters or signIn are needed");
    }
    if (!signIn) {
      return certificates.offer(
          caller.actor(),
          request.type(),
          request.parameters(),
          Boolean.TRUE.equals(request.transactionCode()));
    }
    if (request.transactionCode() != null) {
      throw CertificateProblem.PARAMETERS_INVALID.problem(
          "a holder who signs in needs no transactionCode");
    }
    return certificates.invite(caller.actor(), request.type());
  }

  /** Does an act of law to a certificate. */
  @POST
  @Path("{id}/status")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Do an act of law to a certificate",
      description =
          "SUSPENDED 暂扣 and REINSTATED 恢复; WITHDRAWN 撤回, ANNULLED 撤销, DEREGISTERED 注销,"
              + " REVOKED 吊销, LAPSED 失效, TRANSFERRED 转出 and REPLACED 换发 (with successor) are"
              + " final. date is the day of the act in law, default today. Recorded before it takes"
              + " effect; the status list shows it within five minutes, verification at once.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "suspend",
                      value =
                          "{\"act\":\"SUSPENDED\",\"date\":\"2026-01-14\",\"legalBasis\":"
                              + "\"Food Act s. 12\",\"reason\":\"inspection of 2026-01-14\"}")))
  @APIResponse(responseCode = "200", description = "The act with the status and its receipt")
  @APIResponse(responseCode = "403", description = "Problem not-issuing-authority")
  @APIResponse(responseCode = "404", description = "Problem certificate-unknown")
  @APIResponse(
      responseCode = "409",
      description =
          "Problem certificate-status-final, certificate-act-not-allowed or"
              + " certificate-status-changed-meanwhile")
  @APIResponse(
      responseCode = "422",
      description = "Problem certificate-act-incomplete or certificate-successor-unfit")
  public StatusAnswer status(@PathParam("id") String id, Change request) {
    caller.requireRole(ISSUER);
    if (request == null) {
      throw CertificateProblem.ACT_INCOMPLETE.problem("act, legalBasis and reason are needed");
    }
    UUID certificate = id(id);
    Receipt receipt = certificates.changeStatus(caller.actor(), certificate, request);
    return new StatusAnswer(certificate, request.act(), request.act().status(), receipt);
  }

  /** The authority's certificates of a type, by number or newest first. */
  @GET
  @Operation(
      summary = "List a type's certificates",
      description =
          "With number: those of that number. Without: newest first, by pages. Role issuer of the"
              + " type's authority, or auditor.")
  @APIResponse(
      responseCode = "200",
      description = "Certificates without their claims, each with its acts and receipts")
  @APIResponse(responseCode = "403", description = "Problem not-issuing-authority")
  public Listing<Issued> list(
      @Parameter(required = true, example = "food-approval") @QueryParam("type") String type,
      @Parameter(example = "AR 001") @QueryParam("number") String number,
      @Parameter(description = "next of the page before") @QueryParam("after") String after,
      @Parameter(description = "1 to 500, default 100", example = "100") @QueryParam("limit")
          String limit) {
    requireAuthority(type);
    if (number != null) {
      return new Listing<>(certificates.byNumber(type, number), null);
    }
    int most = Math.min(Listing.limit(limit), 499);
    List<Issued> page = certificates.newest(type, cursor(after), most + 1);
    boolean more = page.size() > most;
    List<Issued> shown = more ? page.subList(0, most) : page;
    return new Listing<>(shown, more ? Listing.cursor(shown.get(most - 1).id().toString()) : null);
  }

  private void requireAuthority(String type) {
    Definition<CertificateTypeSpec> known =
        definitions
            .find(CertificateTypeSpec.class, type == null ? "" : type)
            .orElseThrow(
                () ->
                    CertificateProblem.TYPE_UNKNOWN.problem(
                        "there is no CertificateType named " + type));
    Actor actor = caller.actor();
    boolean own =
        caller.roles().contains(ISSUER) && actor.department().equals(known.spec().authority());
    if (!own && !caller.roles().contains("auditor")) {
      throw CertificateProblem.NOT_ISSUING_AUTHORITY.problem(
          "the client " + actor.client() + " may not list the certificates of " + type);
    }
  }

  private static Cursor cursor(String after) {
    return after == null || after.isBlank() ? null : Cursor.decode(after);
  }

  private static UUID id(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.CERTIFICATE_UNKNOWN.problem("a certificate's id is a UUID", e);
    }
  }
}
