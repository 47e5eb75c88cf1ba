package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tongban.api.token.Caller;
import io.tongban.certificates.CollectedCertificates;
import io.tongban.certificates.CollectedCertificates.Collection;
import io.tongban.certificates.CollectedCertificates.FileVerification;
import io.tongban.certificates.CollectedMetadata;
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

/** Certificates sealed elsewhere: collected 归集, and their files verified 文件核验. */
@Path("/v1/certificates")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class CollectedCertificatesResource {
  private final CollectedCertificates collected;
  private final Caller caller;

  @Inject
  CollectedCertificatesResource(CollectedCertificates collected, Caller caller) {
    this.collected = collected;
    this.caller = caller;
  }

  /**
   * A certificate to collect.
   *
   * @param type name of a collected CertificateType
   * @param mediaType of the file: application/pdf or application/ofd
   * @param file the sealed file, base64; at most 10 MiB before encoding
   */
  public record CollectionRequest(
      String type, CollectedMetadata metadata, String mediaType, byte[] file) {}

  /**
   * A file to verify.
   *
   * @param file base64; at most 10 MiB before encoding
   * @param purpose name of a Purpose
   * @param caseReference the case it is asked for, or null
   */
  public record FileVerificationRequest(
      byte[] file, String purpose, @JsonProperty("case") String caseReference) {}

  /** Collects a certificate. */
  @POST
  @Path("collected")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Collect a certificate that was sealed elsewhere",
      description =
          "Identifier, file and seal are checked as the CertificateType declares; the collection is"
              + " recorded before the certificate exists. The same file under the same identifier"
              + " again changes nothing: the answer then has no receipt of its own. Role issuer, of"
              + " the type's authority.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "permit",
                      value =
                          "{\"type\":\"food-permit\",\"metadata\":{\"identifier\":"
                              + "\"1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9\","
                              + "\"number\":\"JY13401000000016\",\"issueDate\":\"2026-01-12\","
                              + "\"validUntil\":\"2031-01-11\",\"holderName\":\"Tea room\","
                              + "\"holderCode\":\"91340100MA2TEST01X\",\"holderCodeType\":\"001\"},"
                              + "\"mediaType\":\"application/pdf\",\"file\":\"JVBERi0xLjc…\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The certificate with the file's digests, what its seal is, and the receipt")
  @APIResponse(responseCode = "403", description = "Problem not-issuing-authority")
  @APIResponse(responseCode = "404", description = "Problem certificate-type-unknown")
  @APIResponse(responseCode = "409", description = "Problem certificate-collected-otherwise")
  @APIResponse(
      responseCode = "422",
      description =
          "Problem certificate-type-issued-here, certificate-collection-invalid (with member),"
              + " certificate-file-unfit or certificate-seal-unfit (with reason)")
  public Response collect(CollectionRequest request) {
    caller.requireRole("issuer");
    CollectionRequest asked =
        request == null ? new CollectionRequest(null, null, null, null) : request;
    Collection collection =
        collected.collect(
            caller.actor(),
            asked.type() == null ? "" : asked.type(),
            asked.metadata(),
            asked.mediaType(),
            asked.file());
    return Response.ok(collection).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** Verifies a file. */
  @POST
  @Path("file-verification")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Verify a certificate's file",
      description =
          "Whether exactly these bytes were collected here, and how the certificate stands: VALID,"
              + " EXPIRED, REVOKED or SUSPENDED. Tells nothing of what the certificate says. The"
              + " receipt proves the verification, also of a file that was not collected.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "file",
                      value = "{\"file\":\"JVBERi0xLjc…\",\"purpose\":\"counter-verification\"}")))
  @APIResponse(responseCode = "200", description = "Whether it was collected, and its state")
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "422", description = "Problem certificate-file-unfit")
  public Response verifyFile(FileVerificationRequest request) {
    FileVerificationRequest asked =
        request == null ? new FileVerificationRequest(null, null, null) : request;
    FileVerification verification =
        collected.verifyFile(caller.actor(), asked.file(), asked.purpose(), asked.caseReference());
    return Response.ok(verification).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
