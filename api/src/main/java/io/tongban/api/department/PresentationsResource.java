package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.Outbox.Notice;
import io.tongban.api.token.Caller;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Receipt;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A department asks a holder's wallet for certificates; what comes is told once, recorded. */
@Path("/v1/presentations")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class PresentationsResource {
  private final Presentations presentations;
  private final Definitions definitions;
  private final Caller caller;

  @Inject
  PresentationsResource(Presentations presentations, Definitions definitions, Caller caller) {
    this.presentations = presentations;
    this.definitions = definitions;
    this.caller = caller;
  }

  /**
   * What is asked for.
   *
   * @param purpose name of a Purpose
   * @param caseReference the case it is needed for, or null
   * @param query the DCQL query (OpenID4VP 1.0, section 6), or null where a requirement is named
   * @param requirement name of a PresentationRequirement, or null where a query is given
   * @param transactionData what the holder agrees to by presenting, or null
   * @param redirect page of the department for a wallet on the same device, or null
   * @param callback name of the client's own Callback that is told when it has ended, or null
   */
  public record PresentationRequest(
      String purpose,
      @JsonProperty("case") String caseReference,
      @JsonProperty("dcql_query") JsonNode query,
      String requirement,
      @JsonProperty("transaction_data") List<JsonNode> transactionData,
      @JsonProperty("redirect_uri") String redirect,
      String callback) {}

  /** A presentation that was started; names as in {@link Started}. */
  public record StartedAnswer(
      UUID id,
      @JsonProperty("request_uri") URI requestUri,
      URI link,
      @JsonProperty("haip_link") URI haipLink,
      Instant expires) {}

  /** How the end is told; names as in {@link Notice}, {@code state} in lower case. */
  public record CallbackAnswer(
      String name, String state, int attempts, Instant next, Instant settled, String error) {
    static CallbackAnswer of(Notice notice) {
      return notice == null
          ? null
          : new CallbackAnswer(
              notice.callback(),
              notice.state().name().toLowerCase(Locale.ROOT),
              notice.attempts(),
              notice.next(),
              notice.settled(),
              notice.error());
    }
  }

  /** How it stands; names as in {@link Progress}, {@code state} in lower case. */
  public record ProgressAnswer(
      UUID id,
      String state,
      Instant expires,
      String error,
      Instant received,
      List<Presented> credentials,
      Receipt receipt,
      CallbackAnswer callback) {}

  /** Starts a presentation. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ask a wallet for certificates",
      description =
          "OpenID4VP 1.0 after HAIP 1.0. What is asked for is dcql_query, or requirement, the name"
              + " of a PresentationRequirement. Show link as a QR code, or follow it on the"
              + " holder's own device and give redirect_uri. The judge decides on the purpose"
              + " before anything is asked; where a sharing agreement lists columns for it, no"
              + " other claim may be asked for. It holds for 15 minutes. The Callback named by"
              + " callback, one of the client's own, is told when it has ended: a Security Event"
              + " Token (RFC 8417) is pushed to it (RFC 8935).")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "name of the premises",
                      value =
                          "{\"purpose\":\"counter-verification\",\"case\":\"2026-17\","
                              + "\"dcql_query\":{\"credentials\":[{\"id\":\"approval\","
                              + "\"format\":\"dc+sd-jwt\",\"meta\":{\"vct_values\":"
                              + "[\"urn:tongban:example:food-approval:1\"]},"
                              + "\"claims\":[{\"path\":[\"trading_name\"]}]}]}}")))
  @APIResponse(
      responseCode = "201",
      description = "The request waits for a wallet",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "started",
                      value =
                          "{\"id\":\"019bc…\",\"request_uri\":\"https://hub.example/presentations/019bc…/request\","
                              + "\"link\":\"openid4vp://?client_id=x509_hash%3A…&request_uri=…\","
                              + "\"haip_link\":\"haip-vp://?client_id=x509_hash%3A…&request_uri=…\","
                              + "\"expires\":\"2026-01-15T08:15:00Z\"}")))
  @APIResponse(
      responseCode = "403",
      description = "The judge's refusal or presentation-not-covered, recorded")
  @APIResponse(
      responseCode = "422",
      description = "Problem presentation-request-invalid or callback-unknown")
  public Response start(PresentationRequest request) {
    if (request == null) {
      throw CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(
          "purpose and dcql_query or requirement are needed");
    }
    Started started =
        presentations.start(
            caller.actor(),
            new Wish(
                request.purpose(),
                request.caseReference(),
                query(request),
                request.transactionData(),
                request.redirect(),
                request.requirement(),
                request.callback()));
    return Response.status(Response.Status.CREATED)
        .entity(
            new StartedAnswer(
                started.id(),
                started.requestUri(),
                started.link(),
                started.haipLink(),
                started.expires()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private JsonNode query(PresentationRequest request) {
    if ((request.query() == null) == (request.requirement() == null)) {
      throw CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(
          "exactly one of dcql_query and requirement is needed");
    }
    return request.query() != null
        ? request.query()
        : definitions
            .find(PresentationRequirementSpec.class, request.requirement())
            .map(found -> CanonicalJson.mapper().<JsonNode>valueToTree(found.spec().query()))
            .orElseThrow(
                () ->
                    CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(
                        "there is no PresentationRequirement named " + request.requirement()));
  }

  /** How a presentation stands. */
  @GET
  @Path("{id}")
  @Operation(
      summary = "See what was presented",
      description =
          "pending, received, refused (by the wallet) or expired. The first answer with received"
              + " is recorded, and the result is erased with it; after that the problem"
              + " presentation-over names the receipt. Only for the client that started it. Where a"
              + " Callback was named, callback says how far it was told: waiting, pending,"
              + " delivered or given_up, with the number of attempts and the last error.")
  @APIResponse(
      responseCode = "200",
      description = "A verdict for each certificate, with the claims that were asked for",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "received",
                      value =
                          "{\"id\":\"019bc…\",\"state\":\"received\",\"credentials\":[{\"credential\":"
                              + "\"approval\",\"verdict\":\"VALID\",\"type\":\"food-approval\",\"claims\":{\"trading_name\":\"Corner"
                              + " Café\"}}],\"receipt\":{}}")))
  @APIResponse(
      responseCode = "403",
      description = "The judge's refusal, recorded, or presentation-response-code-wrong")
  @APIResponse(responseCode = "404", description = "Problem presentation-unknown")
  @APIResponse(responseCode = "410", description = "Problem presentation-over")
  public Response look(
      @PathParam("id") String id,
      @Parameter(description = "response_code of the redirect, where redirect_uri was given")
          @HeaderParam("Response-Code")
          String responseCode) {
    Progress progress = presentations.look(caller.actor(), id(id), responseCode);
    return Response.ok(
            new ProgressAnswer(
                progress.id(),
                progress.state().name().toLowerCase(Locale.ROOT),
                progress.expires(),
                progress.error(),
                progress.received(),
                progress.credentials(),
                progress.receipt(),
                CallbackAnswer.of(progress.notice())))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static UUID id(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.PRESENTATION_UNKNOWN.problem("a presentation's id is a UUID", e);
    }
  }
}
