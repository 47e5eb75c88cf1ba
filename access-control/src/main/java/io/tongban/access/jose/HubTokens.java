package io.tongban.access.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.id.Issuer;
import io.tongban.access.AccessProblem;
import io.tongban.access.AuthenticatedClient;
import io.tongban.access.TokenRequest;
import io.tongban.access.TokenResponse;
import io.tongban.access.Tokens;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Token endpoint and token check. */
@ApplicationScoped
class HubTokens implements Tokens {
  private static final String SCHEME = "DPoP ";
  private static final String ASSERTION_USE = "assertion:";
  private static final String PROOF_USE = "proof:";

  private final ClientAssertions assertions;
  private final DpopProofs proofs;
  private final AccessTokens tokens;
  private final ClientDirectory clients;
  private final SingleUse used;
  private final Clock clock;
  private final URI publicUrl;
  private final Map<String, LongAdder> turnedAway = new ConcurrentHashMap<>();

  @Inject
  HubTokens(
      ClientAssertions assertions,
      DpopProofs proofs,
      AccessTokens tokens,
      ClientDirectory clients,
      SingleUse used,
      Clock clock,
      HubSettings settings) {
    this.assertions = assertions;
    this.proofs = proofs;
    this.tokens = tokens;
    this.clients = clients;
    this.used = used;
    this.clock = clock;
    this.publicUrl = settings.publicUrl();
  }

  @Override
  public TokenResponse issue(TokenRequest request) {
    return counted(() -> issued(request));
  }

  @Override
  public AuthenticatedClient authenticate(
      String authorization, String dpop, String method, URI uri) {
    return counted(() -> authenticated(authorization, dpop, method, uri));
  }

  private TokenResponse issued(TokenRequest request) {
    ClientAssertions.Assertion assertion = assertions.check(assertion(request.form()));
    DpopProofs.Proof proof =
        proofs.check(request.dpop(), "POST", URI.create(publicUrl + ENDPOINT), null);
    // nothing is marked as used before all of it holds, so that a mistake can be mended and sent
    once(assertion);
    once(proof);
    AuthenticatedClient client =
        clients.find(
            assertion.client(),
            clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(AccessTokens.LIFE));
    return new TokenResponse(
        tokens.mint(client, proof.thumbprint()), AccessTokens.LIFE.toSeconds());
  }

  private static String assertion(Map<String, String> form) {
    String grantType = form.get("grant_type");
    if (grantType == null) {
      throw AccessProblem.TOKEN_REQUEST_INVALID.problem("grant_type is missing");
    }
    if (!GrantType.CLIENT_CREDENTIALS.getValue().equals(grantType)) {
      throw AccessProblem.GRANT_TYPE_UNSUPPORTED.problem("the grant type is not supported");
    }
    String assertion = form.get("client_assertion");
    if (assertion == null
        || !JWTAuthentication.CLIENT_ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
      throw AccessProblem.TOKEN_REQUEST_INVALID.problem(
          "client_assertion is missing, or client_assertion_type is not "
              + JWTAuthentication.CLIENT_ASSERTION_TYPE);
    }
    if (form.containsKey("client_secret")) {
      throw AccessProblem.TOKEN_REQUEST_INVALID.problem(
          "client_secret must not come with a client_assertion");
    }
    return assertion;
  }

  private AuthenticatedClient authenticated(
      String authorization, String dpop, String method, URI uri) {
    String token = token(authorization);
    AccessTokens.Held held = tokens.read(token);
    DpopProofs.Proof proof = proofs.check(dpop, method, uri, hash(token));
    if (!proof.thumbprint().equals(held.thumbprint())) {
      throw AccessProblem.TOKEN_KEY_MISMATCH.problem(
          "the DPoP proof is made with another key than the access token is bound to");
    }
    once(proof);
    return clients.find(held.client(), held.expires());
  }

  private static String token(String authorization) {
    if (authorization == null || authorization.isBlank()) {
      throw AccessProblem.TOKEN_MISSING.problem("the request has no Authorization header");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw AccessProblem.TOKEN_MISSING.problem(
          "the Authorization header must be of the scheme DPoP; tokens here are no bearer tokens");
    }
    return authorization.substring(SCHEME.length()).strip();
  }

  private static String hash(String token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(CanonicalJson.sha256(token.getBytes(StandardCharsets.US_ASCII)));
  }

  private void once(ClientAssertions.Assertion assertion) {
    if (!used.first(ASSERTION_USE + assertion.client(), assertion.id(), assertion.until())) {
      throw AccessProblem.CLIENT_ASSERTION_REPLAYED.problem(
          "the client assertion with this jti was used before");
    }
  }

  private void once(DpopProofs.Proof proof) {
    if (!used.first(PROOF_USE + proof.thumbprint(), proof.id(), proof.until())) {
      throw AccessProblem.DPOP_PROOF_REPLAYED.problem(
          "the DPoP proof with this jti was used before, or the hub was started since it was made");
    }
  }

  @Override
  public ObjectNode jwks() {
    return (ObjectNode)
        CanonicalJson.read(tokens.jwks().toString(true).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ObjectNode metadata() {
    AuthorizationServerMetadata metadata = new AuthorizationServerMetadata(new Issuer(publicUrl));
    metadata.setTokenEndpointURI(URI.create(publicUrl + ENDPOINT));
    metadata.setJWKSetURI(URI.create(publicUrl + "/jwks"));
    metadata.setResponseTypes(List.of());
    metadata.setGrantTypes(List.of(GrantType.CLIENT_CREDENTIALS));
    metadata.setTokenEndpointAuthMethods(List.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT));
    metadata.setTokenEndpointJWSAlgs(Algorithms.CLIENTS);
    metadata.setDPoPJWSAlgs(Algorithms.CLIENTS);
    return (ObjectNode)
        CanonicalJson.read(metadata.toJSONObject().toJSONString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, Long> turnedAway() {
    Map<String, Long> counts = new TreeMap<>();
    turnedAway.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  /** Failures before a client is authenticated are only counted: anybody can cause them. */
  private <T> T counted(Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (ProblemException refused) {
      turnedAway.computeIfAbsent(refused.problem().code(), c -> new LongAdder()).increment();
      throw refused;
    }
  }
}
