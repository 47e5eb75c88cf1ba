package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tongban.api.token.Caller;
import io.tongban.certificates.HolderCertificates;
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

/** A department's own system redeems the code a holder shows. */
@Path("/v1/show-codes")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class ShowCodesResource {
  private final HolderCertificates certificates;
  private final Caller caller;

  @Inject
  ShowCodesResource(HolderCertificates certificates, Caller caller) {
    this.certificates = certificates;
    this.caller = caller;
  }

  /**
   * A code that was scanned.
   *
   * @param purpose name of a Purpose
   * @param caseReference the case it is needed for, or null
   */
  public record ShowCodeRequest(
      String code, String purpose, @JsonProperty("case") String caseReference) {}

  /** Redeems a code. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Redeem the code a holder shows",
      description =
          "A verdict, with the claims that the holder agreed to show and the purpose allows. A code"
              + " works once and for less than a minute. Recorded.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "scanned",
                      value =
                          "{\"code\":\"7K2M-QX9T-04HC\",\"purpose\":\"counter-verification\","
                              + "\"case\":\"2026-17\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The verdict and the claims",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "valid",
                      value =
                          "{\"verdict\":\"VALID\",\"type\":\"residence\",\"claims\":{\"name\":\"张敏\"},"
                              + "\"withheld\":[],\"receipt\":{}}")))
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "404", description = "Problem show-code-unknown")
  @APIResponse(responseCode = "410", description = "Problem show-code-over")
  public Response redeem(ShowCodeRequest request) {
    ShowCodeRequest asked = request == null ? new ShowCodeRequest(null, null, null) : request;
    return Response.ok(
            certificates.scan(
                caller.actor(), null, asked.code(), asked.purpose(), asked.caseReference()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
