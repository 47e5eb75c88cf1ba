package io.tongban.api.demo;

import io.tongban.api.ApiProblem;
import io.tongban.api.SettingsGuard;
import io.tongban.api.TongbanConfig;
import io.tongban.api.login.LoginTenant;
import io.tongban.hub.HubKeys;
import jakarta.inject.Inject;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What the demo provider says to programs: discovery, keys, tokens (OpenID Connect Discovery 1.0,
 * OpenID Connect Core 1.0).
 */
@Path("/demo-idp")
@Produces(MediaType.APPLICATION_JSON)
class DemoEndpoints {
  private final TongbanConfig config;
  private final HubKeys keys;
  private final DemoTokens tokens;
  private final DemoCodes codes;

  @Inject
  DemoEndpoints(TongbanConfig config, HubKeys keys, DemoTokens tokens, DemoCodes codes) {
    this.config = config;
    this.keys = keys;
    this.tokens = tokens;
    this.codes = codes;
  }

  /** The browser goes to the public address, programs stay on the one they asked. */
  @GET
  @Path(".well-known/openid-configuration")
  @Operation(hidden = true)
  public Map<String, Object> discovery(UriInfo uri) {
    offered();
    String here = uri.getBaseUriBuilder().path("demo-idp").build().toString();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", tokens.issuer());
    document.put("authorization_endpoint", tokens.issuer() + "/authorize");
    document.put("token_endpoint", here + "/token");
    document.put("jwks_uri", here + "/jwks");
    document.put("response_types_supported", List.of("code"));
    document.put("grant_types_supported", List.of("authorization_code"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("ES256"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
    document.put("scopes_supported", List.of("openid", "profile"));
    document.put(
        "claims_supported", List.of("sub", "name", "roles", LoginTenant.DEMO_SUBJECT_CLAIM));
    return document;
  }

  @GET
  @Path("jwks")
  @Operation(hidden = true)
  public Map<String, Object> jwks() {
    offered();
    return tokens.jwks();
  }

  @POST
  @Path("token")
  @Operation(hidden = true)
  public Response token(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @FormParam("grant_type") String grant,
      @FormParam("code") String code,
      @FormParam("redirect_uri") String redirectUri,
      @FormParam("code_verifier") String verifier) {
    offered();
    Optional<LoginTenant> client = client(authorization);
    if (client.isEmpty()) {
      return error(401, "invalid_client");
    }
    if (!"authorization_code".equals(grant)) {
      return error(400, "unsupported_grant_type");
    }
    return codes
        .redeem(code, client.get(), redirectUri, verifier)
        .map(this::granted)
        .orElseGet(() -> error(400, "invalid_grant"));
  }

  private Response granted(DemoCodes.Code code) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", tokens.accessToken(code));
    answer.put("token_type", "Bearer");
    answer.put("expires_in", DemoTokens.TERM.toSeconds());
    answer.put("id_token", tokens.idToken(code));
    return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** RFC 6749, section 5.2. */
  private static Response error(int status, String code) {
    return Response.status(status).entity(Map.of("error", code)).build();
  }

  private Optional<LoginTenant> client(String authorization) {
    if (authorization == null || !authorization.startsWith("Basic ")) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
      String given = new String(decoded, StandardCharsets.UTF_8);
      return Arrays.stream(LoginTenant.values())
          .filter(t -> DemoCodes.equal(given, t.demoClientId() + ":" + t.demoSecret(keys)))
          .findFirst();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private void offered() {
    if (!SettingsGuard.demoIdentities(config)) {
      throw ApiProblem.NOT_FOUND.problem("this hub has no demo identities");
    }
  }
}
