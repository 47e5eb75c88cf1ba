package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.WalletAuthorization;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What wallets do over HTTP, from offers by reference to the whole of HAIP, and what is logged. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class WalletEdgeTest {
  private static final String ZHANG = "990001199003078046";
  private static final String NAME = "张敏";
  private static final String BACK = "https://safe.test/back";
  private static final String PRE_AUTHORIZED =
      "urn:ietf:params:oauth:grant-type:pre-authorized_code";
  private static final EdgeWallet WALLET = new EdgeWallet("safe");
  private static final CodeVerifier VERIFIER = new CodeVerifier();

  private static final String DEFINITIONS =
      """
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: population-issuer}
      spec: {department: population-office, roles: [issuer], jwks: {"keys": [KEY]}}
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
      kind: Department
      metadata: {name: civil-registry, title: {zh: 民政局, en: Civil registry}}
      spec: {region: CN, walletProfile: HAIP}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: wallet-auditor}
      spec: {department: civil-registry, roles: [auditor], jwks: {"keys": [KEY]}}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: civil-issuer}
      spec: {department: civil-registry, roles: [issuer], jwks: {"keys": [KEY]}}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: civil-facts, title: {zh: 民政协议, en: Civil registry's agreement}}
      spec:
        recipient: civil-registry
        purposes: [residence-certificates]
        law: 示例法
        from: 2020-01-01
        to: 2099-12-31
        resources:
          persons: {columns: [id_number, name]}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: identity, title: {zh: 身份证明, en: Proof of identity}}
      spec:
        authority: civil-registry
        vct: urn:tongban:test:identity:1
        service: resident-facts
        purpose: residence-certificates
        numberClaim: id_number
        selfService: {parameter: id_number, client: civil-issuer}
        claims:
          - {name: id_number, column: id_number}
          - {name: name, column: name}
      ---
      apiVersion: tongban.io/v1
      kind: Wallet
      metadata: {name: safe, title: {zh: 保险钱包, en: Safe wallet}}
      spec: {clientId: safe, redirectUris: ["https://safe.test/back"], attesters: {keys: [ATTESTER]}}
      ---
      apiVersion: tongban.io/v1
      kind: Wallet
      metadata: {name: crowded, title: {zh: 拥挤钱包, en: Crowded wallet}}
      spec: {clientId: crowded, redirectUris: ["crowded:/back"]}
      """;

  @Inject PersonsHub hub;
  @Inject HubSettings settings;
  @Inject Definitions definitions;
  @Inject Database database;
  @Inject WalletAuthorization authorization;
  private String office;
  private String registry;

  @BeforeEach
  void declare() {
    String key = hub.key().toPublicJWK().toJSONString();
    office = settings.publicUrl() + "/issuer/population-office";
    registry = settings.publicUrl() + "/issuer/civil-registry";
    String yaml = DEFINITIONS.replace("KEY", key).replace("ATTESTER", WALLET.attesterKey());
    definitions.apply(
        List.of(new DefinitionFile("wallets.yaml", yaml.getBytes(StandardCharsets.UTF_8))), false);
  }

  private static String decoded(String uri, String name) {
    for (String pair : uri.substring(uri.indexOf('?') + 1).split("[&#]")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("no " + name + " in " + uri);
  }

  private JsonNode offered() {
    Response offer =
        new TestDepartment(settings.publicUrl(), "population-issuer", hub.key())
            .post(
                "/v1/certificates/offers",
                "{\"type\":\"residence\",\"parameters\":{\"id_number\":\"" + ZHANG + "\"}}");
    offer.then().statusCode(201);
    return CanonicalJson.read(offer.asByteArray());
  }

  private static String reference(JsonNode offer) {
    return EdgeWallet.path(decoded(offer.get("reference").asText(), "credential_offer_uri"));
  }

  private static String code(JsonNode offer) {
    return CanonicalJson.read(
            decoded(offer.get("uri").asText(), "credential_offer").getBytes(StandardCharsets.UTF_8))
        .findValue("pre-authorized_code")
        .asText();
  }

  private static RequestSpecification preAuthorized(String code) {
    return given().formParam("grant_type", PRE_AUTHORIZED).formParam("pre-authorized_code", code);
  }

  @Test
  void anOfferByReferenceIsFetchedUntilItIsTakenUpOrHasExpired() {
    JsonNode offer = offered();
    String path = reference(offer);
    assertThat(path).startsWith("/issuer/population-office/offers/");
    String byReference =
        given()
            .get(path)
            .then()
            .statusCode(200)
            .contentType("application/json")
            .header("Cache-Control", "no-store")
            .extract()
            .asString();
    assertThat(CanonicalJson.read(byReference.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            CanonicalJson.read(
                decoded(offer.get("uri").asText(), "credential_offer")
                    .getBytes(StandardCharsets.UTF_8)));
    given().get(path).then().statusCode(200);
    unknown(path.replace("population-office", "civil-registry"));
    unknown(path.substring(0, path.length() - 1));
    unknown("/issuer/population-office/offers/" + code(offer));
    String token =
        preAuthorized(code(offer))
            .post("/issuer/population-office/token")
            .then()
            .statusCode(200)
            .extract()
            .path("access_token");
    unknown(path);
    WALLET.credential(office, "Bearer", token, "residence").then().statusCode(200);
    unknown(path);
    JsonNode late = offered();
    given().get(reference(late)).then().statusCode(200);
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.offer SET expires = ? WHERE id = ?",
                    Instant.now().minusSeconds(1),
                    java.util.UUID.fromString(late.get("id").asText())));
    unknown(reference(late));
  }

  private static void unknown(String path) {
    given()
        .accept("application/json")
        .get(path)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("certificate-offer-unknown"));
  }

  @Test
  void aDpopNonceIsHandedOutWhereOneIsAskedFor() {
    String url = office + "/token";
    String code = code(offered());
    Response refused =
        preAuthorized(code)
            .header("DPoP", WALLET.dpop(url, "not-ours", null))
            .post("/issuer/population-office/token");
    refused
        .then()
        .statusCode(400)
        .header("Cache-Control", "no-store")
        .body("error", equalTo("use_dpop_nonce"));
    preAuthorized(code)
        .header("DPoP", WALLET.dpop(url, refused.header("DPoP-Nonce"), null))
        .post("/issuer/population-office/token")
        .then()
        .statusCode(200)
        .header("DPoP-Nonce", nullValue())
        .body("token_type", equalTo("DPoP"));
  }

  private static Map<String, String> request(String client, String back, String scope) {
    Map<String, String> form = new HashMap<>();
    form.put("client_id", client);
    form.put("redirect_uri", back);
    form.put("response_type", "code");
    form.put("scope", scope);
    form.put("state", "s-1");
    form.put(
        "code_challenge", CodeChallenge.compute(CodeChallengeMethod.S256, VERIFIER).getValue());
    form.put("code_challenge_method", "S256");
    return form;
  }

  @Test
  void aWalletThatProvesNothingWaitsWhenTooManyOfItsRequestsDo() {
    Map<String, String> form = request("crowded", "crowded:/back", "residence");
    Map<String, List<String>> all = new HashMap<>();
    form.forEach((name, value) -> all.put(name, List.of(value)));
    for (int i = 0; i < 1000; i++) {
      authorization.push("population-office", all, List.of(), ClientAttestation.NONE);
    }
    given()
        .formParams(form)
        .post("/issuer/population-office/par")
        .then()
        .statusCode(429)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .body("error", equalTo("temporarily_unavailable"));
  }

  /** Asks twice, as HAIP has it: for the nonce, and with it. */
  private Response withNonce(String endpoint, Map<String, String> form) {
    String url = registry + endpoint;
    String path = EdgeWallet.path(url);
    Response first =
        WALLET
            .attested(registry)
            .header("DPoP", WALLET.dpop(url, null, null))
            .formParams(form)
            .post(path);
    first.then().statusCode(400).body("error", equalTo("use_dpop_nonce"));
    return WALLET
        .attested(registry)
        .header("DPoP", WALLET.dpop(url, first.header("DPoP-Nonce"), null))
        .formParams(form)
        .post(path);
  }

  /** The code that a holder's browser brings back to the wallet. */
  private String agreed(String requestUri) {
    Response led =
        given()
            .redirects()
            .follow(false)
            .accept("text/html")
            .queryParam("client_id", "safe")
            .queryParam("request_uri", requestUri)
            .get("/issuer/civil-registry/authorize");
    led.then().statusCode(303);
    Map<String, String> zhang = new HashMap<>(SignIn.as("citizen", "demo-citizen"));
    zhang.put("tb_wallet_request", led.cookie("tb_wallet_request"));
    given()
        .cookies(zhang)
        .get("/wallet-request")
        .then()
        .statusCode(200)
        .body(containsString("保险钱包"), containsString("身份证明"), not(containsString(ZHANG)));
    Response back = given().cookies(zhang).redirects().follow(false).post("/wallet-request/agree");
    back.then().statusCode(303);
    assertThat(back.header("Location")).startsWith(BACK + "?");
    assertThat(decoded(back.header("Location"), "state")).isEqualTo("s-1");
    assertThat(decoded(back.header("Location"), "iss")).isEqualTo(registry);
    return decoded(back.header("Location"), "code");
  }

  /** Everything of a flow that must never be told to anybody else. */
  private final List<String> secrets = new ArrayList<>(List.of(ZHANG, NAME));

  private String secret(String value) {
    assertThat(value).isNotBlank();
    secrets.add(value);
    return value;
  }

  private String fetchedUnderHaip() {
    Map<String, String> request = request("safe", BACK, "identity");
    given()
        .formParams(request)
        .post("/issuer/civil-registry/par")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
    preAuthorized("any")
        .post("/issuer/civil-registry/token")
        .then()
        .statusCode(400)
        .body("error", equalTo("unauthorized_client"));
    Response pushed = withNonce("/par", request);
    pushed.then().statusCode(201);
    String requestUri = pushed.path("request_uri");
    secret(requestUri.substring(requestUri.lastIndexOf(':') + 1));
    Response tokens =
        withNonce(
            "/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "safe",
                "redirect_uri",
                BACK,
                "code",
                secret(agreed(requestUri)),
                "code_verifier",
                secret(VERIFIER.getValue())));
    tokens.then().statusCode(200).body("token_type", equalTo("DPoP"));
    secret(tokens.path("refresh_token"));
    String token = secret(tokens.path("access_token"));
    WALLET.credential(registry, "Bearer", token, "identity").then().statusCode(401);
    Response issued = WALLET.credential(registry, "DPoP", token, "identity");
    issued.then().statusCode(200);
    return secret(issued.path("credentials[0].credential"));
  }

  private TestDepartment housing() {
    return new TestDepartment(settings.publicUrl(), "housing-system", hub.key());
  }

  private JsonNode asked() {
    Response started =
        housing()
            .post(
                "/v1/presentations",
                """
                {"purpose": "housing-benefit-application", "redirect_uri": "https://housing.test/back",
                 "dcql_query": {"credentials": [{"id": "i", "format": "dc+sd-jwt",
                   "meta": {"vct_values": ["urn:tongban:test:identity:1"]},
                   "claims": [{"path": ["name"]}]}]}}
                """);
    started.then().statusCode(201);
    return CanonicalJson.read(started.asByteArray());
  }

  /** Follows a haip-vp link and checks who asks, as HAIP tells wallets to. */
  private JsonNode followed(String link) throws Exception {
    assertThat(link).startsWith("haip-vp://?");
    String text =
        given()
            .contentType("application/x-www-form-urlencoded")
            .formParam("wallet_nonce", "w-7")
            .post(EdgeWallet.path(decoded(link, "request_uri")))
            .then()
            .statusCode(200)
            .extract()
            .asString();
    SignedJWT jwt = SignedJWT.parse(text);
    byte[] der = jwt.getHeader().getX509CertChain().get(0).decode();
    X509Certificate leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) leaf.getPublicKey()))).isTrue();
    JsonNode request = EdgeWallet.claims(text);
    assertThat(request.get("client_id").asText())
        .isEqualTo(decoded(link, "client_id"))
        .isEqualTo(
            "x509_hash:"
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(CanonicalJson.sha256(der)));
    assertThat(request.get("wallet_nonce").asText()).isEqualTo("w-7");
    return request;
  }

  private String answered(JsonNode request, String credential) {
    Response taken = WALLET.answer(request, "i", WALLET.present(credential, "name", request));
    taken.then().statusCode(200);
    return secret(decoded(taken.path("redirect_uri"), "response_code"));
  }

  @Test
  void haipFromThePushedRequestToTheVerdictAtTheCounter() throws Exception {
    String credential = fetchedUnderHaip();
    JsonNode started = asked();
    String poll = "/v1/presentations/" + started.get("id").asText();
    JsonNode request = followed(started.get("haip_link").asText());
    housing().get(poll).then().statusCode(200).body("state", equalTo("pending"));
    String responseCode = answered(request, credential);
    WALLET
        .answer(request, "i", WALLET.present(credential, "name", request))
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
    for (String wrong : new String[] {null, "", "x", responseCode.substring(1) + "A"}) {
      housing()
          .get(poll, "Response-Code", wrong)
          .then()
          .statusCode(403)
          .body("code", equalTo("presentation-response-code-wrong"))
          .body(not(containsString(NAME)));
    }
    JsonNode other = asked();
    String others = answered(followed(other.get("haip_link").asText()), credential);
    housing()
        .get(poll, "Response-Code", others)
        .then()
        .statusCode(403)
        .body("code", equalTo("presentation-response-code-wrong"));
    new TestDepartment(settings.publicUrl(), "population-system", hub.key())
        .get(poll, "Response-Code", responseCode)
        .then()
        .statusCode(404)
        .body("code", equalTo("presentation-unknown"));
    housing()
        .get(poll, "Response-Code", responseCode)
        .then()
        .statusCode(200)
        .body("state", equalTo("received"))
        .body("credentials[0].verdict", equalTo("VALID"))
        .body("credentials[0].claims", equalTo(Map.of("name", NAME)));
    housing()
        .get(poll, "Response-Code", responseCode)
        .then()
        .statusCode(410)
        .body("code", equalTo("presentation-over"));
  }

  @Test
  void whatACertificateWasMadeOfIsFoundBothWays() throws Exception {
    fetchedUnderHaip();
    TestDepartment auditor = new TestDepartment(settings.publicUrl(), "wallet-auditor", hub.key());
    List<String> made =
        auditor
            .get("/v1/lineage/impact?resource=persons&key=R-0001")
            .then()
            .statusCode(200)
            .body("certificateTypes.name", hasItem("identity"))
            .body("recipients.department", hasItem("civil-registry"))
            .extract()
            .path("certificates.findAll { it.type == 'identity' && it.status == 'VALID' }.id");
    assertThat(made).isNotEmpty();
    String origin = "/v1/lineage/origin?claim=name&certificate=" + made.get(0);
    long end = System.nanoTime() + 30_000_000_000L;
    // the map of uses is written beside the requests
    while (auditor.get(origin).jsonPath().getList("paths").isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    auditor
        .get(origin)
        .then()
        .statusCode(200)
        .body("type", equalTo("identity"))
        .body("service", equalTo("resident-facts"))
        .body("paths[0].job", equalTo("issue/identity"))
        .body("paths[0].from", equalTo("resource/persons"))
        .body("paths[0].fromColumn", equalTo("name"))
        .body("records[0].resource", equalTo("persons"))
        .body("records[0].key", equalTo("R-0001"))
        .body("records[0].origin.rowHash", notNullValue());
    auditor
        .get("/v1/lineage/origin?claim=none&certificate=" + made.get(0))
        .then()
        .statusCode(404)
        .body("code", equalTo("trace-empty"));
    auditor
        .get("/v1/lineage/impact?dataset=resource/persons&column=name")
        .then()
        .statusCode(200)
        .body("certificateTypes.find { it.name == 'identity' }.claims", hasItem("name"));
    auditor
        .get("/v1/trace/prov?certificate=" + made.get(0))
        .then()
        .statusCode(200)
        .body(
            "wasGeneratedBy.collect { it.value }.'prov:entity'",
            hasItem("record:certificate%2F" + made.get(0)));
  }

  @Test
  void nothingSecretAndNobodysNameIsLoggedOrMeasured() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      haipFromThePushedRequestToTheVerdictAtTheCounter();
      JsonNode offer = offered();
      secret(code(offer));
      String path = reference(offer);
      secret(path.substring(path.lastIndexOf('/') + 1));
      given().get(path).then().statusCode(200);
      unknown(path + "x");
      whileAway(
          "offer",
          () -> {
            given().accept("application/json").get(path).then().statusCode(500);
            preAuthorized(code(offer))
                .post("/issuer/population-office/token")
                .then()
                .statusCode(500);
          });
      String print = secret("AbCdEfGhIjKlMnOpQrStUv");
      given().get("/printed/" + print).then().statusCode(404);
      whileAway("print_code", () -> given().get("/printed/" + print).then().statusCode(500));
      String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
      assertThat(log.text()).as("the failures were logged").contains("incident");
      for (String secret : secrets) {
        assertThat(log.text()).doesNotContain(secret);
        assertThat(metrics).doesNotContain(secret);
      }
    }
  }

  /** Makes what needs a table fail, as where the database has a fault. */
  private void whileAway(String table, Runnable requests) {
    rename(table, table + "_away");
    try {
      requests.run();
    } finally {
      rename(table + "_away", table);
    }
  }

  private void rename(String from, String to) {
    database
        .jdbi()
        .useHandle(
            handle -> handle.execute("ALTER TABLE certificates." + from + " RENAME TO " + to));
  }
}
