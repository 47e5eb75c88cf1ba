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
  @Operation(summary = "Credential issuer metadata of an authority (OpenID4VCI 1.0)")
  public Response credentialIssuer(
      @Parameter(example = "food-agency") @PathParam("authority") String authority) {
    return open(issuer.metadata(authority));
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
    return Response.ok(body.toString(), MediaType.APPLICATION_JSON)
        .header("Access-Control-Allow-Origin", "*")
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .build();
  }
}
