package io.tongban.api.department;

import io.tongban.api.token.Caller;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verification;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Verification for departments' counters; each one is recorded. */
@Path("/v1/verify")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class VerifyResource {
  private final Certificates certificates;
  private final Caller caller;

  @Inject
  VerifyResource(Certificates certificates, Caller caller) {
    this.certificates = certificates;
    this.caller = caller;
  }

  /**
   * What to verify.
   *
   * @param presentation compact SD-JWT, with its KB-JWT where a nonce or audience was asked for
   * @param nonce the nonce the wallet was given, or null
   * @param audience the verifier's identifier the wallet was given, or null
   * @param purpose name of a Purpose
   */
  public record VerifyRequest(String presentation, String nonce, String audience, String purpose) {}

  /** Verifies a presentation. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Verify a certificate",
      description =
          "One verdict: VALID, REVOKED, SUSPENDED, EXPIRED, NOT_YET_VALID, UNKNOWN_ISSUER,"
              + " TAMPERED, MALFORMED, WRONG_HOLDER, STATUS_UNAVAILABLE, NOT_RECOGNISED,"
              + " TRUST_UNAVAILABLE or WRONG_USE (an annotated copy that belongs elsewhere), with a"
              + " message for"
              + " people; REVOKED and SUSPENDED name the act of law behind them. Every verdict is a 200; the receipt proves the verification.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "presentation",
                      value =
                          "{\"presentation\":\"eyJ4NWMi…~WyJ…~eyJ0eXAiOiJrYitqd3QifQ…\","
                              + "\"nonce\":\"n-0S6\",\"audience\":\"https://counter.example\","
                              + "\"purpose\":\"counter-verification\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The verdict",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "valid",
                      value =
                          "{\"verdict\":\"VALID\",\"type\":\"food-approval\",\"certificate\":\"019bc…\","
                              + "\"claims\":{\"approval_number\":\"AR 001\"},\"message\":{\"zh\":"
                              + "\"证照有效。\",\"en\":\"The certificate is valid.\"},\"receipt\":{}}")))
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  public Response verify(VerifyRequest request) {
    VerifyRequest asked = request == null ? new VerifyRequest(null, null, null, null) : request;
    Verification verification =
        certificates.verify(
            caller.actor(), asked.presentation(), asked.nonce(), asked.audience(), asked.purpose());
    return Response.ok(verification).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
