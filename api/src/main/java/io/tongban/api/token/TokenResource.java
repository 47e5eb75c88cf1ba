package io.tongban.api.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import io.tongban.access.AccessProblem;
import io.tongban.access.TokenRequest;
import io.tongban.access.TokenResponse;
import io.tongban.access.Tokens;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The token endpoint, with OAuth's own errors (RFC 6749, section 5.2), its metadata and keys. */
@Path("/")
@Tag(name = "token")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TokenResource {
  private final Tokens tokens;

  @Inject
  TokenResource(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Issues a DPoP-bound access token to a client that authenticates with private_key_jwt. */
  @POST
  @Path("token")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Get an access token",
      description =
          "grant_type=client_credentials, client_assertion_type="
              + "urn:ietf:params:oauth:client-assertion-type:jwt-bearer, client_assertion=<JWT>, "
              + "with a DPoP proof in the DPoP header")
  public Response token(
      MultivaluedMap<String, String> form, @HeaderParam("DPoP") List<String> proofs) {
    try {
      return ok(tokens.issue(new TokenRequest(once(form), proof(proofs))));
    } catch (ProblemException refused) {
      return error(refused.problem());
    }
  }

  /** The authorization server's metadata (RFC 8414). */
  @GET
  @Path(".well-known/oauth-authorization-server")
  @Operation(summary = "The authorization server's metadata (RFC 8414)")
  public Response metadata() {
    return Response.ok(tokens.metadata().toString()).build();
  }

  /** The keys that verify access tokens (RFC 7517). */
  @GET
  @Path("jwks")
  @Operation(summary = "The keys that verify access tokens")
  public Response jwks() {
    return Response.ok(tokens.jwks().toString()).build();
  }

  private static Response ok(TokenResponse token) {
    ObjectNode body = CanonicalJson.mapper().createObjectNode();
    body.put("access_token", token.accessToken());
    body.put("token_type", "DPoP");
    body.put("expires_in", token.expiresIn());
    return unstored(Response.ok(body.toString()));
  }

  private static Response error(Problem problem) {
    AccessProblem known = AccessProblem.of(problem.code());
    if (known == null || known.oauthError() == null) {
      throw new ProblemException(problem, null);
    }
    ObjectNode body = CanonicalJson.mapper().createObjectNode();
    body.put("error", known.oauthError());
    body.put("error_description", problem.detail() + ". " + problem.remedy().en());
    body.put("code", problem.code());
    int status = known.oauthError().equals("invalid_client") ? 401 : 400;
    return unstored(Response.status(status).entity(body.toString()));
  }

  private static Response unstored(Response.ResponseBuilder response) {
    return response
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static Map<String, String> once(MultivaluedMap<String, String> form) {
    Map<String, String> single = new HashMap<>();
    form.forEach(
        (name, values) -> {
          if (values.size() != 1) {
            throw AccessProblem.TOKEN_REQUEST_INVALID.problem(
                "a form parameter must come once (RFC 6749, section 3.2)");
          }
          single.put(name, values.get(0));
        });
    return single;
  }

  private static String proof(List<String> proofs) {
    if (proofs == null || proofs.isEmpty()) {
      return null;
    }
    if (proofs.size() > 1) {
      throw AccessProblem.DPOP_PROOF_INVALID.problem("the DPoP header must come once");
    }
    return proofs.get(0);
  }
}
