package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A citizen puts a certificate into a wallet, over HTTP from the wallet's request to its end. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class WalletRequestTest {
  private static final String ZHANG = "990001199003078046";
  private static final String BACK = "pocket:/back";
  private static final CodeVerifier VERIFIER = new CodeVerifier();

  @Inject PersonsHub hub;
  @Inject HubSettings settings;
  @Inject Definitions definitions;
  private final ECKey key = newKey();
  private String issuer;

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  @BeforeEach
  void declare() {
    hub.key();
    issuer = settings.publicUrl() + "/issuer/population-office";
    String yaml =
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: population-issuer}
        spec: {department: population-office, roles: [issuer], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: Purpose
        metadata: {name: residence-certificates, title: {zh: 制发居住证明, en: Proofs of residence}}
        spec: {description: {zh: 为本人制发居住证明, en: To issue people their proof of residence}}
        ---
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: resident-facts, title: {zh: 居民信息, en: Resident}}
        spec:
          provider: population-office
          sql: SELECT id_number, name FROM persons WHERE id_number = :id_number
          parameters: [{name: id_number, type: STRING, required: true}]
        ---
        apiVersion: tongban.io/v1
        kind: CertificateType
        metadata: {name: residence, title: {zh: 居住证明, en: Proof of residence}}
        spec:
          authority: population-office
          vct: urn:tongban:test:residence:1
          service: resident-facts
          purpose: residence-certificates
          numberClaim: id_number
          selfService: {parameter: id_number, client: population-issuer}
          claims:
            - {name: id_number, column: id_number}
            - {name: name, column: name}
        ---
        apiVersion: tongban.io/v1
        kind: Wallet
        metadata: {name: pocket, title: {zh: 口袋钱包, en: Pocket wallet}}
        spec: {clientId: pocket, redirectUris: ["%s"]}
        """
            .formatted(hub.key().toPublicJWK().toJSONString(), BACK);
    definitions.apply(
        List.of(new DefinitionFile("residence.yaml", yaml.getBytes(StandardCharsets.UTF_8))),
        false);
  }

  private static Map<String, String> query(String uri) {
    Map<String, String> values = new HashMap<>();
    for (String pair : URI.create(uri).getSchemeSpecificPart().split("\\?")[1].split("&")) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }

  @AfterAll
  static void close() {
    Chromium.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void thePageIsAccessible(String language) {
    Map<String, String> cookies = new HashMap<>(SignIn.as("citizen", "demo-citizen"));
    cookies.put("tb_wallet_request", begun());
    for (int width : new int[] {1280, 390}) {
      BrowserContext context = Chromium.context(settings.publicUrl(), language, width, cookies);
      Page page = context.newPage();
      page.navigate(settings.publicUrl() + "/wallet-request");
      assertThat(page.isVisible("form[action$=agree] button")).isTrue();
      Chromium.look(page, "wallet-request", language, width);
      context.close();
    }
  }

  /** The browser's cookie for a request that was pushed just now. */
  private String begun() {
    Response pushed =
        given()
            .formParam("client_id", "pocket")
            .formParam("redirect_uri", BACK)
            .formParam("response_type", "code")
            .formParam("scope", "residence")
            .formParam("state", "s1")
            .formParam(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, VERIFIER).getValue())
            .formParam("code_challenge_method", "S256")
            .post("/issuer/population-office/par");
    pushed.then().statusCode(201).header("Cache-Control", "no-store");
    Response led =
        given()
            .redirects()
            .follow(false)
            .accept("text/html")
            .queryParam("client_id", "pocket")
            .queryParam("request_uri", pushed.<String>path("request_uri"))
            .get("/issuer/population-office/authorize");
    led.then().statusCode(303).header("Location", containsString("/wallet-request"));
    assertThat(led.header("Location")).doesNotContain(led.cookie("tb_wallet_request"));
    given()
        .accept("application/json")
        .queryParam("client_id", "pocket")
        .queryParam("request_uri", pushed.<String>path("request_uri"))
        .get("/issuer/population-office/authorize")
        .then()
        .statusCode(404)
        .body("code", equalTo("wallet-request-unknown"));
    return led.cookie("tb_wallet_request");
  }

  @Test
  void aCitizenAgreesAndTheWalletGetsTheCitizensOwnCertificate() throws Exception {
    String ticket = begun();
    given()
        .cookie("tb_wallet_request", ticket)
        .get("/wallet-request")
        .then()
        .statusCode(200)
        .body(containsString("/login?next="))
        .body(not(containsString("口袋钱包")));
    Map<String, String> zhang = new HashMap<>(SignIn.as("citizen", "demo-citizen"));
    zhang.put("tb_wallet_request", ticket);
    given()
        .cookies(zhang)
        .get("/wallet-request")
        .then()
        .statusCode(200)
        .header("Content-Security-Policy", containsString("form-action 'self' pocket:;"))
        .body(containsString("居住证明"))
        .body(containsString("口袋钱包"))
        .body(containsString("pocket:"))
        .body(not(containsString(ZHANG)));
    zhang.put("tb_language", "en");
    given()
        .cookies(zhang)
        .get("/wallet-request")
        .then()
        .body(containsString("Proof of residence"))
        .body(containsString("Agree and return to the wallet"));
    given()
        .cookies(zhang)
        .header("Origin", "https://evil.example")
        .post("/wallet-request/agree")
        .then()
        .statusCode(403);
    Response agreed =
        given().cookies(zhang).redirects().follow(false).post("/wallet-request/agree");
    agreed.then().statusCode(303).header("Location", containsString(BACK + "?code="));
    Map<String, String> answer = query(agreed.header("Location"));
    assertThat(answer).containsEntry("state", "s1").containsEntry("iss", issuer);
    given().cookies(zhang).post("/wallet-request/agree").then().statusCode(404);

    String certificate = fetched(answer.get("code"));
    assertThat(certificate.split("~")).hasSize(3);
    assertThat(disclosure(certificate, 1) + disclosure(certificate, 2))
        .contains(ZHANG)
        .contains("张敏");
  }

  private static String disclosure(String certificate, int place) {
    return new String(
        Base64.getUrlDecoder().decode(certificate.split("~")[place]), StandardCharsets.UTF_8);
  }

  private String fetched(String code) throws JOSEException {
    DefaultDPoPProofFactory proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
    Response tokens =
        given()
            .header("DPoP", proofs.createDPoPJWT("POST", URI.create(issuer + "/token")).serialize())
            .formParam("grant_type", "authorization_code")
            .formParam("client_id", "pocket")
            .formParam("redirect_uri", BACK)
            .formParam("code", code)
            .formParam("code_verifier", VERIFIER.getValue())
            .post("/issuer/population-office/token");
    tokens.then().statusCode(200).body("token_type", equalTo("DPoP"));
    DPoPAccessToken token = new DPoPAccessToken(tokens.<String>path("access_token"));
    String nonce = given().post("/issuer/population-office/nonce").path("c_nonce");
    Response issued =
        given()
            .header("Authorization", token.toAuthorizationHeader())
            .header(
                "DPoP",
                proofs.createDPoPJWT("POST", URI.create(issuer + "/credential"), token).serialize())
            .contentType("application/json")
            .body(
                "{\"credential_configuration_id\":\"residence\",\"proofs\":{\"jwt\":[\""
                    + proof(nonce)
                    + "\"]}}")
            .post("/issuer/population-office/credential");
    issued.then().statusCode(200);
    return issued.path("credentials[0].credential");
  }

  private String proof(String nonce) throws JOSEException {
    SignedJWT proof =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("openid4vci-proof+jwt"))
                .jwk(key.toPublicJWK())
                .build(),
            new JWTClaimsSet.Builder()
                .audience(issuer)
                .issueTime(new Date())
                .claim("nonce", nonce)
                .build());
    proof.sign(new ECDSASigner(key));
    return proof.serialize();
  }

  @Test
  void metadataIsSignedForWhoAsksForAJwt() {
    String path = "/.well-known/openid-credential-issuer/issuer/population-office";
    Response signed = given().accept("application/jwt").get(path);
    signed.then().statusCode(200).contentType("application/jwt");
    assertThat(signed.asString().split("\\.")).hasSize(3);
    given()
        .accept("*/*")
        .get(path)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Vary", containsString("Accept"));
  }

  @Test
  void aRequestOfAnUndeclaredWalletIsRefused() {
    given()
        .formParam("client_id", "nobody")
        .post("/issuer/population-office/par")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
  }

  @Test
  void aHolderWhoDeclinesIsSentBackWithoutACode() {
    Response declined =
        given()
            .cookie("tb_wallet_request", begun())
            .redirects()
            .follow(false)
            .post("/wallet-request/decline");
    declined.then().statusCode(303);
    assertThat(query(declined.header("Location")))
        .containsEntry("error", "access_denied")
        .doesNotContainKey("code");
  }
}
