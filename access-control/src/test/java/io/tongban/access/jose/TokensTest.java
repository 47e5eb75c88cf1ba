package io.tongban.access.jose;

import static io.tongban.access.jose.TestClient.form;
import static io.tongban.access.jose.TestClient.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.AuthenticatedClient;
import io.tongban.access.Fixture;
import io.tongban.access.TokenRequest;
import io.tongban.access.Tokens;
import io.tongban.hub.HubKeys;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The token endpoint and the token check under attack; each database runs it. */
abstract class TokensTest {
  private static final RSAKey RSA = rsa();

  private TestHub hub;
  private Tokens tokens;
  private TestClient adur;

  abstract TestHub start();

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID("rsa").generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void open() {
    hub = start();
    tokens = hub.get(Tokens.class);
    adur = new TestClient(hub, "adur-system");
    Fixture.apply(hub, Fixture.WORLD);
    Fixture.apply(
        hub,
        Fixture.client("adur-system", "adur", keys(adur.key, RSA), ", roles: [caller, issuer]"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static String keys(JWK... keys) {
    return String.join(
        ",", List.of(keys).stream().map(k -> k.toPublicJWK().toJSONString()).toList());
  }

  private static void refused(AccessProblem code, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).as(e.getMessage()).isEqualTo(code.code()));
  }

  private void refusedAssertion(AccessProblem code, String assertion) {
    refused(code, () -> tokens.issue(new TokenRequest(form(assertion), adur.proof())));
  }

  private void refusedProof(AccessProblem code, String proof) {
    refused(code, () -> tokens.issue(new TokenRequest(form(adur.assertion()), proof)));
  }

  @Test
  void aTokenIsForOneClientAndItsKey() throws Exception {
    SignedJWT token = SignedJWT.parse(adur.token());
    assertThat(token.getHeader().getType()).hasToString("at+jwt");
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("http://hub.test");
    assertThat(claims.getAudience()).containsExactly("http://hub.test");
    assertThat(claims.getClaim("client_id")).isEqualTo("adur-system");
    assertThat(claims.getClaim("department")).isEqualTo("adur");
    assertThat(claims.getJSONObjectClaim("cnf"))
        .containsEntry("jkt", adur.key.computeThumbprint().toString());
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(adur.now().plus(Duration.ofMinutes(5)));
    JWK published =
        JWKSet.parse(tokens.jwks().toString()).getKeyByKeyId(token.getHeader().getKeyID());
    assertThat(published.isPrivate()).isFalse();
    assertThat(Signatures.holds(token, published)).isTrue();
  }

  @Test
  void aTokenWithItsProofNamesTheCaller() {
    String token = adur.token();
    AuthenticatedClient caller = adur.call(token, adur.proof(token));
    assertThat(caller.actor()).isEqualTo(new Actor("adur-system", "adur", "GB-WSX"));
    assertThat(caller.roles()).containsExactlyInAnyOrder("caller", "issuer");
  }

  @Test
  void audienceMayBeTheHubOrItsTokenEndpoint() {
    String assertion =
        sign(
            adur.header().build(),
            adur.assertionClaims().audience(List.of("http://hub.test", "x")).build(),
            adur.key);
    assertThat(tokens.issue(new TokenRequest(form(assertion), adur.proof())).expiresIn())
        .isEqualTo(300);
  }

  @Test
  void clientsMayUseRsa() {
    String assertion =
        sign(
            new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa").build(),
            adur.assertionClaims().build(),
            RSA);
    assertThat(tokens.issue(new TokenRequest(form(assertion), adur.proof())).accessToken())
        .isNotBlank();
  }

  @Test
  void ed25519SignaturesHoldOnlyUnderTheirKey() throws Exception {
    // RFC 8037, appendix A.4
    SignedOrNot vector =
        new SignedOrNot(
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
                + "9g7sVvpAr_MuM0KAg");
    JWK key =
        JWK.parse(
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
    assertThat(Signatures.holds(vector.jws(), key)).isTrue();
    assertThat(Signatures.holds(vector.jws(), adur.key)).isFalse();
    JWK other =
        JWK.parse(
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                + "\"x\":\"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik\"}");
    assertThat(Signatures.holds(vector.jws(), other)).isFalse();
  }

  private record SignedOrNot(String text) {
    com.nimbusds.jose.JWSObject jws() throws java.text.ParseException {
      return com.nimbusds.jose.JWSObject.parse(text);
    }
  }

  @Test
  void refusesUnsignedAndHmacAssertions() throws Exception {
    AccessProblem invalid = AccessProblem.CLIENT_ASSERTION_INVALID;
    refusedAssertion(invalid, new PlainJWT(adur.assertionClaims().build()).serialize());
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
            adur.assertionClaims().build());
    confused.sign(new MACSigner(RSA.toPublicKey().getEncoded()));
    refusedAssertion(invalid, confused.serialize());
    refusedAssertion(invalid, "not.a.jwt");
    refusedAssertion(invalid, "x".repeat(Jwts.MAX_LENGTH + 1));
    refusedAssertion(invalid, adur.assertion().replaceFirst("\\.[^.]*$", "."));
  }

  @Test
  void refusesKeysThatTheSenderPointsTo() throws Exception {
    TestClient thief = new TestClient(hub, "adur-system");
    AccessProblem invalid = AccessProblem.CLIENT_ASSERTION_INVALID;
    JWTClaimsSet claims = thief.assertionClaims().build();
    URI evil = URI.create("https://evil.example/keys");
    refusedAssertion(invalid, sign(thief.header().jwkURL(evil).build(), claims, thief.key));
    refusedAssertion(invalid, sign(thief.header().x509CertURL(evil).build(), claims, thief.key));
    refusedAssertion(
        invalid, sign(thief.header().jwk(thief.key.toPublicJWK()).build(), claims, thief.key));
    for (String kid : List.of("../../etc/passwd", "' OR 1=1 --", adur.key.getKeyID(), "rsa")) {
      refusedAssertion(invalid, sign(thief.header().keyID(kid).build(), claims, thief.key));
    }
    refusedAssertion(
        invalid,
        sign(adur.header().jwkURL(evil).build(), adur.assertionClaims().build(), adur.key));
  }

  @Test
  void refusesStrangersLikeWrongSignatures() {
    TestClient stranger = new TestClient(hub, "nobody");
    refusedAssertion(AccessProblem.CLIENT_ASSERTION_INVALID, stranger.assertion());
    refusedAssertion(
        AccessProblem.CLIENT_ASSERTION_INVALID,
        sign(
            adur.header().build(), adur.assertionClaims().issuer("food-system").build(), adur.key));
    refusedAssertion(
        AccessProblem.CLIENT_ASSERTION_INVALID,
        sign(
            adur.header().build(),
            adur.assertionClaims().issuer("food-system").subject("food-system").build(),
            adur.key));
  }

  @Test
  void refusesAssertionsForOthersAndOfOtherTimes() {
    refusedAssertion(
        AccessProblem.CLIENT_ASSERTION_AUDIENCE,
        sign(
            adur.header().build(),
            adur.assertionClaims().audience("https://other.example/token").build(),
            adur.key));
    AccessProblem expired = AccessProblem.CLIENT_ASSERTION_EXPIRED;
    refusedAssertion(expired, timed(null, null));
    refusedAssertion(expired, timed(null, Duration.ofMinutes(-1)));
    refusedAssertion(expired, timed(null, Duration.ofMinutes(7)));
    refusedAssertion(expired, timed(Duration.ofMinutes(5), Duration.ofMinutes(6)));
    refusedAssertion(expired, timed(Duration.ofMinutes(-6), Duration.ofMinutes(-5)));
  }

  private String timed(Duration issued, Duration expires) {
    return sign(
        adur.header().build(),
        adur.assertionClaims()
            .issueTime(issued == null ? null : Date.from(adur.now().plus(issued)))
            .expirationTime(expires == null ? null : Date.from(adur.now().plus(expires)))
            .build(),
        adur.key);
  }

  @Test
  void anAssertionIsGoodOnce() {
    String assertion = adur.assertion();
    tokens.issue(new TokenRequest(form(assertion), adur.proof()));
    refusedAssertion(AccessProblem.CLIENT_ASSERTION_REPLAYED, assertion);
  }

  @Test
  void aMistakeInTheProofDoesNotUseUpTheAssertion() {
    String assertion = adur.assertion();
    refused(
        AccessProblem.DPOP_PROOF_MISSING,
        () -> tokens.issue(new TokenRequest(form(assertion), null)));
    tokens.issue(new TokenRequest(form(assertion), adur.proof()));
  }

  @Test
  void refusesFormsThatAreNotClientCredentials() {
    refused(
        AccessProblem.TOKEN_REQUEST_INVALID,
        () -> tokens.issue(new TokenRequest(Map.of(), adur.proof())));
    refused(
        AccessProblem.GRANT_TYPE_UNSUPPORTED,
        () -> tokens.issue(new TokenRequest(Map.of("grant_type", "password"), adur.proof())));
    refused(
        AccessProblem.TOKEN_REQUEST_INVALID,
        () ->
            tokens.issue(
                new TokenRequest(Map.of("grant_type", "client_credentials"), adur.proof())));
  }

  @Test
  void refusesProofsThatAreNone() throws Exception {
    AccessProblem invalid = AccessProblem.DPOP_PROOF_INVALID;
    JWTClaimsSet claims = adur.proofClaims("POST", TestClient.TOKEN_ENDPOINT, null).build();
    refusedProof(invalid, "nonsense");
    refusedProof(invalid, new PlainJWT(claims).serialize());
    refusedProof(
        invalid, sign(adur.proofHeader().type(JOSEObjectType.JWT).build(), claims, adur.key));
    refusedProof(invalid, sign(adur.proofHeader().jwk(null).build(), claims, adur.key));
    refusedProof(invalid, sign(adur.proofHeader().build(), claims, TestClient.newKey()));
    refusedProof(invalid, withPrivateKey(claims));
    refusedProof(
        invalid,
        sign(
            adur.proofHeader().build(),
            new JWTClaimsSet.Builder(claims).jwtID(null).build(),
            adur.key));
    refusedProof(
        invalid,
        sign(
            adur.proofHeader().build(),
            new JWTClaimsSet.Builder(claims).issueTime(null).build(),
            adur.key));
  }

  /** The library will not write a private key into a header; an attacker would. */
  private String withPrivateKey(JWTClaimsSet claims) throws Exception {
    String header =
        "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + adur.key.toJSONString() + "}";
    String[] parts = sign(adur.proofHeader().build(), claims, adur.key).split("\\.", -1);
    return com.nimbusds.jose.util.Base64URL.encode(header) + "." + parts[1] + "." + parts[2];
  }

  @Test
  void refusesProofsForOtherRequests() {
    AccessProblem mismatch = AccessProblem.DPOP_PROOF_MISMATCH;
    refusedProof(mismatch, proof("GET", TestClient.TOKEN_ENDPOINT));
    refusedProof(mismatch, proof("POST", "http://hub.test/other"));
    refusedProof(mismatch, proof("POST", "https://hub.test/token"));
    refusedProof(mismatch, proof("POST", "http://hub.test:8080/token"));
    refusedProof(mismatch, proof("POST", "http://evil.example/token"));
    refusedProof(mismatch, proof("POST", "not a uri"));
    String equal = proof("POST", "HTTP://Hub.Test:80/token?x=1#y");
    tokens.issue(new TokenRequest(form(adur.assertion()), equal));
  }

  private String proof(String method, String uri) {
    return sign(adur.proofHeader().build(), adur.proofClaims(method, uri, null).build(), adur.key);
  }

  @Test
  void refusesProofsFiveMinutesOffEitherWay() {
    for (Duration skew : List.of(Duration.ofMinutes(5), Duration.ofMinutes(-5))) {
      String proof =
          sign(
              adur.proofHeader().build(),
              adur.proofClaims("POST", TestClient.TOKEN_ENDPOINT, null)
                  .issueTime(Date.from(adur.now().plus(skew)))
                  .build(),
              adur.key);
      refusedProof(AccessProblem.DPOP_PROOF_STALE, proof);
    }
  }

  @Test
  void aHeaderThatHeldBeforeLetsInNothingThatWasNotSigned() {
    String token = adur.token();
    adur.call(token, adur.proof(token));
    String[] parts = adur.proof(token).split("\\.");
    String[] other = adur.proof(token).split("\\.");
    String foreign = new TestClient(hub, "adur-system").proof(token).split("\\.")[2];
    for (String forged :
        List.of(
            parts[0] + "." + other[1] + "." + parts[2],
            parts[0] + "." + parts[1] + "." + foreign,
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1],
            parts[0] + ".",
            parts[0] + ".." + parts[2],
            parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[2],
            parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()))) {
      refused(AccessProblem.DPOP_PROOF_INVALID, () -> adur.call(token, forged));
    }
    adur.call(token, String.join(".", parts));
  }

  @Test
  void aProofIsGoodOnceAndForItsTokenOnly() {
    String token = adur.token();
    String proof = adur.proof(token);
    adur.call(token, proof);
    refused(AccessProblem.DPOP_PROOF_REPLAYED, () -> adur.call(token, proof));
    String another = adur.token();
    refused(AccessProblem.DPOP_PROOF_MISMATCH, () -> adur.call(another, adur.proof(token)));
    refused(
        AccessProblem.DPOP_PROOF_MISMATCH,
        () -> adur.call(token, adur.proof(token, c -> c.claim("ath", null))));
    refused(
        AccessProblem.DPOP_PROOF_MISMATCH,
        () -> adur.call(token, adur.proof(token, c -> c.claim("htm", "GET"))));
    refused(AccessProblem.DPOP_PROOF_MISSING, () -> adur.call(token, null));
  }

  @Test
  void ofManyThatSendAProofAtOnceOneIsLetIn() {
    String token = adur.token();
    String proof = adur.proof(token);
    List<CompletableFuture<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(CompletableFuture.supplyAsync(() -> letIn(token, proof)));
    }
    assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  private boolean letIn(String token, String proof) {
    try {
      adur.call(token, proof);
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  @Test
  void aReplayStaysOneWhenTheClockIsSetBack() {
    String token = adur.token();
    String proof = adur.proof(token);
    adur.call(token, proof);
    hub.clock().advance(Duration.ofHours(2));
    adur.token();
    hub.clock().advance(Duration.ofHours(-2));
    refused(AccessProblem.DPOP_PROOF_REPLAYED, () -> adur.call(token, proof));
  }

  @Test
  void aStolenTokenIsWorthNothingWithAnotherKey() {
    String token = adur.token();
    TestClient thief = new TestClient(hub, "adur-system");
    refused(AccessProblem.TOKEN_KEY_MISMATCH, () -> thief.call(token, thief.proof(token)));
  }

  @Test
  void tokensExpireAndDoNotOutliveABackwardStep() {
    String token = adur.token();
    hub.clock().advance(Duration.ofMinutes(5));
    refused(AccessProblem.TOKEN_EXPIRED, () -> adur.call(token, adur.proof(token)));
    hub.clock().advance(Duration.ofMinutes(-10));
    refused(AccessProblem.TOKEN_INVALID, () -> adur.call(token, adur.proof(token)));
  }

  @Test
  void refusesWhatIsNoAccessTokenOfThisHub() throws Exception {
    AccessProblem invalid = AccessProblem.TOKEN_INVALID;
    JWTClaimsSet claims = SignedJWT.parse(adur.token()).getJWTClaimsSet();
    ECKey hubKey = hubKey();
    JWSHeader.Builder good =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(hubKey.getKeyID());
    String control = sign(good.build(), claims, hubKey);
    adur.call(control, adur.proof(control));

    refusedToken(invalid, new PlainJWT(claims).serialize());
    refusedToken(invalid, sign(good.build(), claims, adur.key));
    refusedToken(
        invalid,
        sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(hubKey.getKeyID()).build(),
            claims,
            hubKey));
    refusedToken(invalid, sign(good.jwk(adur.key.toPublicJWK()).build(), claims, adur.key));
    good.jwk(null);
    refusedToken(invalid, sign(good.keyID("other").build(), claims, hubKey));
    good.keyID(hubKey.getKeyID());
    refusedToken(invalid, changed(good, claims, hubKey, "iss", "https://other.example"));
    refusedToken(invalid, changed(good, claims, hubKey, "aud", "https://other.example"));
    refusedToken(invalid, changed(good, claims, hubKey, "cnf", null));
    refusedToken(invalid, changed(good, claims, hubKey, "exp", null));
    refusedToken(invalid, adur.assertion());
    refusedToken(invalid, "x");
  }

  private static String changed(
      JWSHeader.Builder header, JWTClaimsSet claims, ECKey key, String claim, Object value) {
    return sign(header.build(), new JWTClaimsSet.Builder(claims).claim(claim, value).build(), key);
  }

  private void refusedToken(AccessProblem code, String token) {
    refused(code, () -> adur.call(token, adur.proof(token)));
  }

  private ECKey hubKey() throws Exception {
    var pair = hub.get(HubKeys.class).ec256("token");
    return new ECKey.Builder(
            com.nimbusds.jose.jwk.Curve.P_256,
            (java.security.interfaces.ECPublicKey) pair.getPublic())
        .privateKey(pair.getPrivate())
        .keyIDFromThumbprint()
        .build();
  }

  @Test
  void refusesOtherSchemesAndNone() {
    String token = adur.token();
    for (String header : new String[] {null, "", "Bearer " + token, "Basic YTpi"}) {
      refused(
          AccessProblem.TOKEN_MISSING,
          () -> tokens.authenticate(header, adur.proof(token), "POST", TestClient.HERE));
    }
  }

  @Test
  void suspensionAndRotationTakeEffectAtOnce() {
    String token = adur.token();
    ECKey rotated = TestClient.newKey();
    Fixture.apply(hub, Fixture.client("adur-system", "adur", keys(rotated), ""));
    refusedAssertion(AccessProblem.CLIENT_ASSERTION_INVALID, adur.assertion());
    assertThat(adur.call(token, adur.proof(token)).roles()).containsExactly("caller");
    Fixture.apply(hub, Fixture.client("adur-system", "adur", keys(rotated), ", suspended: true"));
    refused(AccessProblem.CLIENT_SUSPENDED, () -> adur.call(token, adur.proof(token)));
    TestClient withNewKey = new TestClient(hub, "adur-system", rotated);
    refused(AccessProblem.CLIENT_SUSPENDED, withNewKey::token);
  }

  @Test
  void whoeverReadsTheDataDirectoryIsTheOperator() throws Exception {
    Path file = hub.settings().dataDirectory().resolve("operator.jwk");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    ECKey key = ECKey.parse(Files.readString(file, StandardCharsets.UTF_8));
    TestClient operator = new TestClient(hub, "local-operator", key);
    String token = operator.token();
    AuthenticatedClient caller = operator.call(token, operator.proof(token));
    assertThat(caller.actor()).isEqualTo(new Actor("local-operator", "hub", "GB"));
    assertThat(caller.roles()).containsExactlyInAnyOrder("operator", "auditor");
  }

  @Test
  void failuresAreCounted() {
    refusedProof(AccessProblem.DPOP_PROOF_MISSING, null);
    refusedProof(AccessProblem.DPOP_PROOF_MISSING, null);
    assertThat(tokens.turnedAway()).containsEntry("dpop-proof-missing", 2L);
  }

  @Test
  void metadataSaysHowToAskForATokens() {
    var metadata = tokens.metadata();
    assertThat(metadata.path("issuer").asText()).isEqualTo("http://hub.test");
    assertThat(metadata.path("token_endpoint").asText()).isEqualTo("http://hub.test/token");
    assertThat(metadata.path("jwks_uri").asText()).isEqualTo("http://hub.test/jwks");
    assertThat(metadata.at("/token_endpoint_auth_methods_supported/0").asText())
        .isEqualTo("private_key_jwt");
    assertThat(metadata.at("/dpop_signing_alg_values_supported/0").asText()).isEqualTo("ES256");
    assertThat(metadata.path("response_types_supported")).isEmpty();
  }
}
