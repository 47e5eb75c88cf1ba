package io.tongban.api.citizen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.TrustAnchors;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * How issuers and certificate types describe themselves, for wallets in browsers as well (CORS).
 * The well-known part stands between host and path (RFC 8414, section 3).
 */
@Path("/")
@Tag(name = "wallet")
@Produces(MediaType.APPLICATION_JSON)
public class IssuerMetadataResource {
  private static final String JWT = "application/jwt";
  private final CredentialIssuer issuer;
  private final Instance<TrustAnchors> anchors;

  @Inject
  IssuerMetadataResource(CredentialIssuer issuer, Instance<TrustAnchors> anchors) {
    this.issuer = issuer;
    this.anchors = anchors;
  }

  /** Credential issuer metadata. */
  @GET
  @Path(".well-known/openid-credential-issuer/issuer/{authority}")
  @Produces({MediaType.APPLICATION_JSON, JWT})
  @Operation(
      summary = "Credential issuer metadata of an authority (OpenID4VCI 1.0)",
      description = "Signed by the authority with Accept: application/jwt")
  public Response credentialIssuer(
      @Parameter(example = "food-agency") @PathParam("authority") String authority,
      @Context HttpHeaders headers) {
    return wantsJwt(headers)
        ? open(issuer.signedMetadata(authority), JWT)
        : open(issuer.metadata(authority));
  }

  /** Whether a JWT is preferred to JSON; JSON where both are as good. */
  private static boolean wantsJwt(HttpHeaders headers) {
    for (MediaType accepted : headers.getAcceptableMediaTypes()) {
      if (accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (accepted.isCompatible(MediaType.valueOf(JWT))) {
        return true;
      }
    }
    return false;
  }

  /** Authorization server metadata. */
  @GET
  @Path(".well-known/oauth-authorization-server/issuer/{authority}")
  @Operation(summary = "Authorization server metadata of an authority (RFC 8414)")
  public Response authorizationServer(
      @Parameter(example = "food-agency") @PathParam("authority") String authority) {
    return open(issuer.authorizationServer(authority));
  }

  /** JWT VC issuer metadata. */
  @GET
  @Path(".well-known/jwt-vc-issuer/issuer/{authority}")
  @Operation(summary = "Signing key of an authority (SD-JWT VC)")
  public Response jwtVcIssuer(
      @Parameter(example = "food-agency") @PathParam("authority") String authority) {
    return open(issuer.issuerKeys(authority));
  }

  /** Type metadata. */
  @GET
  @Path("credential-types/{type}")
  @Operation(summary = "Type metadata of a certificate type (SD-JWT VC)")
  public Response type(@Parameter(example = "food-approval") @PathParam("type") String type) {
    return open(issuer.typeMetadata(type));
  }

  /** The trust anchors, for verifiers that work without the hub. */
  @GET
  @Path("trust-anchors.pem")
  @Produces("application/pem-certificate-chain")
  @Operation(summary = "The X.509 trust anchors of this hub's authorities, PEM")
  public Response anchors() throws CertificateEncodingException {
    StringBuilder pem = new StringBuilder();
    for (TrustAnchors source : anchors) {
      for (X509Certificate anchor : source.anchors()) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(anchor.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    }
    return Response.ok(pem.toString())
        .header("Access-Control-Allow-Origin", "*")
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=3600")
        .build();
  }

  private static Response open(ObjectNode body) {
    return open(body.toString(), MediaType.APPLICATION_JSON);
  }

  private static Response open(String body, String type) {
    return Response.ok(body, type)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header("Access-Control-Allow-Origin", "*")
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .build();
  }
}
