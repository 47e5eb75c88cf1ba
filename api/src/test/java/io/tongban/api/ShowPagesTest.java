package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.tongban.access.Actor;
import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A citizen shows, prints and authorises a certificate, and a clerk's counter gets what it may. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class ShowPagesTest {
  private static final String ZHANG = "990001199003078046";
  private static final Actor ISSUER = new Actor("population-issuer", "population-office", "CN");

  /** Within its element: the id of a showing, which is in its page too, may hold such digits. */
  static final String CODE = "<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>";

  @Inject PersonsHub hub;
  @Inject HubSettings settings;
  @Inject Definitions definitions;
  @Inject Certificates certificates;
  @Inject CredentialIssuer issuer;

  private Map<String, String> zhang;
  private Map<String, String> clerk;
  private String credential;
  private ECKey holder;

  @BeforeEach
  void declare() throws JOSEException {
    String key = hub.key().toPublicJWK().toJSONString();
    String yaml =
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: population-issuer}
        spec: {department: population-office, roles: [issuer], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: counter-desk}
        spec: {department: housing-office, jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: Purpose
        metadata: {name: residence-certificates, title: {zh: 制发居住证明, en: Proofs of residence}}
        spec: {description: {zh: 为本人制发居住证明, en: To issue people their proof of residence}}
        ---
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: resident-registration, title: {zh: 居民信息, en: Resident}}
        spec:
          provider: population-office
          sql: SELECT registration_number, id_number, name FROM persons WHERE id_number = :id_number
          parameters: [{name: id_number, type: STRING, required: true}]
        ---
        apiVersion: tongban.io/v1
        kind: CertificateType
        metadata: {name: residence-proof, title: {zh: 居住证明, en: Proof of residence}}
        spec:
          authority: population-office
          vct: urn:tongban:test:residence-proof:1
          service: resident-registration
          purpose: residence-certificates
          numberClaim: number
          selfService: {parameter: id_number, client: population-issuer}
          claims:
            - {name: number, column: registration_number, title: {zh: 登记编号, en: Registration}}
            - {name: id_number, column: id_number, title: {zh: 身份号码, en: ID number}}
            - {name: name, column: name, title: {zh: 姓名, en: Name}}
        ---
        apiVersion: tongban.io/v1
        kind: ServiceItem
        metadata: {name: housing-benefit, title: {zh: 住房补贴, en: Housing benefit}}
        spec:
          department: housing-office
          client: counter-desk
          purpose: housing-benefit-application
          needs: [{type: residence-proof, claims: [name]}]
        """
            .formatted(key, key);
    definitions.apply(
        List.of(new DefinitionFile("residence.yaml", yaml.getBytes(StandardCharsets.UTF_8))),
        false);
    credential = issued();
    zhang = SignIn.as("citizen", "demo-citizen");
    clerk = SignIn.as("staff", "demo-clerk");
  }

  @AfterAll
  static void close() {
    Chromium.close();
  }

  /** By the wallet's protocol, as the certificate would be issued. */
  private String issued() throws JOSEException {
    String uri =
        certificates
            .offer(ISSUER, "residence-proof", Map.of("id_number", ZHANG), false)
            .uri()
            .getRawQuery();
    ObjectNode offer =
        (ObjectNode)
            CanonicalJson.read(
                URLDecoder.decode(uri.substring(uri.indexOf('=') + 1), StandardCharsets.UTF_8)
                    .getBytes(StandardCharsets.UTF_8));
    String token =
        issuer
            .token(
                "population-office",
                Map.of(
                    "grant_type",
                    List.of("urn:ietf:params:oauth:grant-type:pre-authorized_code"),
                    "pre-authorized_code",
                    List.of(offer.findValue("pre-authorized_code").asText())),
                List.of())
            .get("access_token")
            .asText();
    holder = new ECKeyGenerator(Curve.P_256).generate();
    SignedJWT proof =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("openid4vci-proof+jwt"))
                .jwk(holder.toPublicJWK())
                .build(),
            new JWTClaimsSet.Builder()
                .audience(settings.publicUrl() + "/issuer/population-office")
                .issueTime(new Date())
                .claim("nonce", issuer.nonce("population-office").get("c_nonce").asText())
                .build());
    proof.sign(new ECDSASigner(holder));
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("credential_configuration_id", "residence-proof");
    request.putObject("proofs").putArray("jwt").add(proof.serialize());
    return issuer
        .credential(
            "population-office",
            new CredentialIssuer.TokenUse("Bearer " + token, List.of()),
            request)
        .get("credentials")
        .get(0)
        .get("credential")
        .asText();
  }

  private String certificate() {
    return found(
        given().cookies(zhang).get("/my-certificates").asString(),
        "/my-certificates/([0-9a-f-]{36})");
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(matcher.groupCount());
  }

  private Response scanned(String code) {
    return given()
        .cookies(clerk)
        .accept("text/html")
        .formParam("code", code)
        .formParam("purpose", "housing-benefit-application")
        .post("/counter/scan");
  }

  private String showing(String... claims) {
    Response shown =
        given()
            .cookies(zhang)
            .redirects()
            .follow(false)
            .formParam("claim", List.of(claims))
            .post("/my-certificates/" + certificate() + "/show");
    shown.then().statusCode(303);
    return shown.header("Location").replaceAll("^https?://[^/]+", "");
  }

  @Test
  void aCodeShowsAClerkWhatTheHolderChoseOnce() {
    String page = given().cookies(zhang).get(showing("name")).asString();
    assertThat(page).contains("<svg class=\"tb-qr\"").doesNotContain(ZHANG);
    String code = found(page, CODE);
    given().get("/counter").then().statusCode(200).body(containsString("/login?next="));
    given().cookies(zhang).formParam("code", code).post("/counter/scan").then().statusCode(403);
    given().cookies(clerk).formParam("code", code).post("/counter/scan").then().statusCode(400);
    scanned(code)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(containsString("张敏"), containsString("有效"), not(containsString(ZHANG)));
    scanned(code).then().statusCode(410).body(containsString("show-code-over"));
    scanned("0000-0000-0000").then().statusCode(404);
    scanned(credential).then().statusCode(200).body(containsString("居住证明"));
    String next = showing("id_number");
    String programs = found(given().cookies(zhang).get(next).asString(), CODE);
    new TestDepartment(settings.publicUrl(), "counter-desk", hub.key())
        .post(
            "/v1/show-codes",
            "{\"code\":\"" + programs + "\",\"purpose\":\"housing-benefit-application\"}")
        .then()
        .statusCode(200)
        .body("claims.id_number", equalTo(ZHANG));
    assertThat(given().cookies(zhang).get(next + "/code").asString()).contains("住房保障处");
    given().cookies(zhang).redirects().follow(false).post(next + "/end").then().statusCode(303);
    given().cookies(zhang).get(next).then().statusCode(404);
  }

  @Test
  void aPrintIsCheckedByAnybodyAndTellsNoContents() {
    String print =
        given()
            .cookies(zhang)
            .post("/my-certificates/" + certificate() + "/print")
            .then()
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .extract()
            .asString();
    assertThat(print).contains("张敏");
    String code = found(print, "/printed/([A-Za-z0-9_-]{22})");
    given()
        .get("/printed/" + code)
        .then()
        .statusCode(200)
        .body(containsString("有效"), not(containsString("张敏")), not(containsString(ZHANG)));
    given()
        .formParam("number", "nobody's")
        .post("/printed/" + code)
        .then()
        .body(containsString("编号不一致"));
    given().get("/printed/" + code.substring(1) + "A").then().statusCode(404);
    scanned(settings.publicUrl() + "/printed/" + code).then().body(containsString("核对打印件"));
  }

  @Test
  void anItemGetsCopiesUntilTheHolderWithdraws() {
    given().get("/use/housing-benefit").then().body(containsString("/login?next="));
    given()
        .cookies(zhang)
        .get("/use/housing-benefit")
        .then()
        .body(containsString("住房补贴"), containsString("姓名"), not(containsString("张敏</dd>")));
    given().cookies(zhang).post("/use/housing-benefit").then().statusCode(400);
    given()
        .cookies(zhang)
        .redirects()
        .follow(false)
        .formParam("agree", "yes")
        .post("/use/housing-benefit")
        .then()
        .statusCode(303);
    String item = given().cookies(clerk).get("/counter/items/housing-benefit").asString();
    String use = found(item, "name=\"use\" value=\"([0-9a-f-]{36})\"");
    String copies =
        given()
            .cookies(clerk)
            .formParam("use", use)
            .formParam("case", "2026-17")
            .post("/counter/items/housing-benefit/copies")
            .asString();
    assertThat(copies).contains("张敏", "2026-17", "不得用于他处").doesNotContain(ZHANG);
    String jwt = found(copies, ">(eyJ[A-Za-z0-9_.-]+)<");
    given()
        .formParam("presentation", jwt)
        .post("/verify")
        .then()
        .body(containsString("加注件不得在此使用"), not(containsString("张敏")));
    scanned(jwt).then().body(containsString("张敏"));
    TestDepartment department = new TestDepartment(settings.publicUrl(), "counter-desk", hub.key());
    department
        .get("/v1/service-items/housing-benefit/authorisations")
        .then()
        .statusCode(200)
        .body("items[0].id", equalTo(use));
    department
        .post("/v1/service-items/authorisations/" + use + "/copies", "{}")
        .then()
        .statusCode(200)
        .body("copies[0].claims.name", equalTo("张敏"));
    given()
        .cookies(zhang)
        .redirects()
        .follow(false)
        .post("/my-certificates/uses/" + use + "/withdraw")
        .then()
        .statusCode(303);
    department
        .post("/v1/service-items/authorisations/" + use + "/copies", "{}")
        .then()
        .statusCode(409)
        .body("code", equalTo("certificate-use-over"));
  }

  @Test
  void aClerkAsksAWalletForWhatAnItemNeeds() throws Exception {
    String page =
        given()
            .cookies(clerk)
            .formParam("what", "item:housing-benefit")
            .post("/counter/requests")
            .then()
            .statusCode(200)
            .header("Content-Security-Policy", containsString("script-src 'self'"))
            .extract()
            .asString();
    assertThat(page).contains("openid4vp://?client_id=x509_hash", "<svg class=\"tb-qr\"");
    String id = found(page, "hx-get=\"/counter/requests/([0-9a-f-]{36})\"");
    given()
        .cookies(clerk)
        .header("HX-Request", "true")
        .get("/counter/requests/" + id)
        .then()
        .statusCode(204);
    answered(found(page, "href=\"(openid4vp:[^\"]+)\"").replace("&amp;", "&"));
    given()
        .cookies(clerk)
        .header("HX-Request", "true")
        .get("/counter/requests/" + id)
        .then()
        .statusCode(200)
        .body(containsString("张敏"), containsString("有效"), not(containsString("hx-get")));
    given().cookies(clerk).get("/counter/requests/" + id).then().statusCode(410);
    given()
        .cookies(clerk)
        .formParam("what", "item:nothing")
        .post("/counter/requests")
        .then()
        .statusCode(404);
    given().cookies(clerk).post("/counter/requests").then().statusCode(400);
  }

  /** The holder's wallet answers (OpenID4VP 1.0, direct_post.jwt), with the name alone. */
  private void answered(String link) throws Exception {
    String uri = URLDecoder.decode(found(link, "request_uri=([^&]+)"), StandardCharsets.UTF_8);
    JsonNode asked =
        CanonicalJson.read(
            SignedJWT.parse(given().get(path(uri)).asString()).getPayload().toBytes());
    String[] parts = credential.split("~");
    String name =
        Arrays.stream(parts)
            .skip(1)
            .filter(part -> new Base64URL(part).decodeToString().contains("\"name\""))
            .findFirst()
            .orElseThrow();
    String shown = parts[0] + "~" + name + "~";
    SignedJWT binding =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("kb+jwt")).build(),
            new JWTClaimsSet.Builder()
                .issueTime(new Date())
                .audience(asked.get("client_id").asText())
                .claim("nonce", asked.get("nonce").asText())
                .claim(
                    "sd_hash",
                    Base64URL.encode(
                            CanonicalJson.sha256(shown.getBytes(StandardCharsets.US_ASCII)))
                        .toString())
                .build());
    binding.sign(new ECDSASigner(holder));
    ECKey key = ECKey.parse(asked.at("/client_metadata/jwks/keys/0").toString());
    ObjectNode answer = CanonicalJson.mapper().createObjectNode();
    answer.put("state", asked.get("state").asText());
    answer.putObject("vp_token").putArray("c0").add(shown + binding.serialize());
    JWEObject response =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
                .keyID(key.getKeyID())
                .build(),
            new Payload(answer.toString()));
    response.encrypt(new ECDHEncrypter(key));
    given()
        .contentType(ContentType.URLENC)
        .formParam("response", response.serialize())
        .post(path(asked.get("response_uri").asText()))
        .then()
        .statusCode(200);
  }

  private String path(String uri) {
    return uri.substring(settings.publicUrl().toString().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void thePagesAreAccessibleAndTheirCodesCanBeScanned(String language) throws Exception {
    for (int width : new int[] {1280, 390}) {
      BrowserContext holder = Chromium.context(settings.publicUrl(), language, width, zhang);
      Page page = holder.newPage();
      look(page, "/my-certificates", "my-certificates", language, width);
      page.click("a[href^='/my-certificates/0']");
      look(page, null, "certificate", language, width);
      page.check("#claim-2");
      page.click("form[action$=show] button");
      page.waitForSelector("#show-code");
      look(page, null, "showing", language, width);
      String before = page.textContent("#show-code code");
      // a new code may have come while this one was read
      assertThat(read(page)).isIn(before, page.textContent("#show-code code"));
      page.navigate(settings.publicUrl() + "/my-certificates/" + certificate());
      page.click("form[action$=print] button");
      page.waitForSelector(".tb-print");
      look(page, null, "print", language, width);
      String link = read(page);
      assertThat(link).startsWith(settings.publicUrl() + "/printed/");
      look(
          page,
          link.substring(settings.publicUrl().toString().length()),
          "printed",
          language,
          width);
      look(page, "/use/housing-benefit", "use", language, width);
      holder.close();
      counter(language, width);
    }
  }

  private void counter(String language, int width) throws Exception {
    BrowserContext context = Chromium.context(settings.publicUrl(), language, width, clerk);
    Page page = context.newPage();
    look(page, "/counter", "counter", language, width);
    page.fill("#code", found(given().cookies(zhang).get(showing("name")).asString(), CODE));
    page.selectOption("#purpose", "housing-benefit-application");
    page.click("form[action$=scan] > button");
    page.waitForSelector(".tb-verdict");
    look(page, null, "scanned", language, width);
    page.selectOption("#what", "item:housing-benefit");
    page.click("form[action$=requests] button");
    page.waitForSelector("#counter-state");
    look(page, null, "counter-request", language, width);
    assertThat(read(page)).startsWith("openid4vp://?client_id=x509_hash");
    answered(page.getAttribute("#counter-state a[href^=openid4vp]", "href"));
    page.waitForSelector("#counter-state .tb-verdict");
    assertThat(page.locator("svg.tb-qr").count()).as("the code is used up").isZero();
    look(page, null, "counter-answered", language, width);
    look(page, "/counter/items/housing-benefit", "counter-item", language, width);
    context.close();
  }

  /** Errors, ends, empty pages, large type and paper, each looked at in both languages. */
  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void everyStateOfThePagesIsAccessible(String language) {
    String shown = showing("name");
    String one = "/my-certificates/" + certificate();
    BrowserContext visitor = Chromium.context(settings.publicUrl(), language, 390, Map.of());
    Page page = visitor.newPage();
    for (String path : List.of("my-certificates", "counter", "use/housing-benefit", "verify")) {
      look(page, "/" + path, "visitor-" + path.replace("/", "-"), language, 390);
    }
    verified(page, credential, "VALID", language);
    verified(page, credential.replaceFirst("~.*", "~WyJhIiwiYiIsImMiXQ~"), "TAMPERED", language);
    verified(page, "", "missing", language);
    look(page, "/printed/AAAAAAAAAAAAAAAAAAAAAA", "printed-unknown", language, 390);
    look(page, "/wallet-request", "wallet-request-unknown", language, 390);
    visitor.close();
    BrowserContext desk = Chromium.context(settings.publicUrl(), language, 390, clerk);
    page = desk.newPage();
    look(page, "/my-certificates", "clerk-my-certificates", language, 390);
    scan(page, "", "", "#code-error");
    look(page, null, "counter-no-code", language, 390);
    scan(page, "0000-0000-0000", "", "#purpose-error");
    assertThat(page.inputValue("#code")).as("what was typed is kept").isEqualTo("0000-0000-0000");
    look(page, null, "counter-no-purpose", language, 390);
    page.navigate(settings.publicUrl() + "/counter/scan");
    assertThat(page.url()).endsWith("/counter");
    // made now: it works for less than a minute
    String code = found(given().cookies(zhang).get(shown).asString(), CODE);
    scan(page, code, "housing-benefit-application", ".tb-verdict");
    scan(page, code, "housing-benefit-application", "#main code");
    look(page, null, "counter-code-over", language, 390);
    desk.close();
    Map<String, String> large = new HashMap<>(zhang);
    large.put("tb_type", "large");
    BrowserContext old = Chromium.context(settings.publicUrl(), language, 390, large);
    page = old.newPage();
    for (String path : List.of("/my-certificates", one, shown, "/use/housing-benefit")) {
      look(page, path, "large" + path.replaceAll("/|[0-9a-f-]{36}", "-"), language, 390);
    }
    page.navigate(settings.publicUrl() + one);
    page.click("form[action$=print] button");
    page.waitForSelector(".tb-print");
    String link = read(page);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    look(page, null, "paper", language, 390);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    end();
    look(page, "/my-certificates", "ended-my-certificates", language, 390);
    look(page, one, "ended-certificate", language, 390);
    look(page, path(link), "ended-printed", language, 390);
    look(page, "/use/housing-benefit", "ended-use", language, 390);
    old.close();
  }

  private void end() {
    certificates.changeStatus(
        ISSUER,
        UUID.fromString(certificate()),
        new Certificates.Change(Act.REVOKED, null, "Act s. 1", "test", null));
  }

  private void verified(Page page, String text, String what, String language) {
    page.navigate(settings.publicUrl() + "/verify");
    page.fill("#presentation", text);
    page.click("form[action='/verify'] > button");
    page.waitForSelector(text.isEmpty() ? "#presentation-error" : ".tb-verdict");
    look(page, null, "verify-" + what, language, 390);
  }

  private void scan(Page page, String code, String purpose, String until) {
    page.navigate(settings.publicUrl() + "/counter");
    page.fill("#code", code);
    page.selectOption("#purpose", purpose);
    page.click("form[action$=scan] > button");
    page.waitForSelector(until);
  }

  @Test
  void aCodeHeldToTheCounterIsVerified() throws Exception {
    Path film = Files.createTempFile("tongban-code", ".y4m");
    QrVideo.write(film, "no code yet");
    try (Browser browser = Chromium.withCamera(film)) {
      BrowserContext desk = Chromium.context(browser, settings.publicUrl(), "zh", 390, clerk, true);
      desk.grantPermissions(List.of("camera"));
      Page page = desk.newPage();
      page.navigate(settings.publicUrl() + "/counter");
      QrVideo.write(film, found(given().cookies(zhang).get(showing("name")).asString(), CODE));
      page.click("[data-camera] button");
      page.waitForSelector("[data-camera] [role=status]:has-text('请选择用途')");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("purpose");
      page.selectOption("#purpose", "housing-benefit-application");
      page.click("form[action$=scan] > button");
      page.waitForSelector(".tb-verdict--good");
      assertThat(page.textContent(".tb-verdict")).contains("张敏");
      // the purpose stays chosen, so that the next holder's code leads straight to the verdict
      QrVideo.write(film, found(given().cookies(zhang).get(showing("id_number")).asString(), CODE));
      page.click("[data-camera] button");
      page.waitForSelector(".tb-verdict:has-text('" + ZHANG + "')");
      desk.close();
      BrowserContext strict =
          Chromium.context(browser, settings.publicUrl(), "en", 390, clerk, true);
      page = strict.newPage();
      page.navigate(settings.publicUrl() + "/counter");
      page.click("[data-camera] button");
      page.waitForSelector("[data-camera] [role=status]:has-text('may not use the camera')");
      assertThat(page.isVisible("video")).isFalse();
      assertThat(page.isEditable("#code")).isTrue();
      Chromium.requireAccessible(page, "camera denied");
      strict.close();
    } finally {
      Files.delete(film);
    }
  }

  @Test
  void aCertificateHeldToTheCameraOrKeptInAFileIsVerifiedWithoutANetwork() throws Exception {
    Path film = Files.createTempFile("tongban-certificate", ".y4m");
    String shown = credential.substring(0, credential.indexOf('~') + 1);
    QrVideo.write(film, shown);
    try (Browser browser = Chromium.withCamera(film)) {
      BrowserContext context =
          Chromium.context(browser, settings.publicUrl(), "zh", 390, Map.of(), true);
      context.grantPermissions(List.of("camera"));
      Page page = context.newPage();
      page.navigate(settings.publicUrl() + "/offline");
      page.waitForSelector("main[data-ready]");
      context.setOffline(true);
      page.reload();
      page.waitForSelector("main[data-ready]");
      page.click("[data-camera] button");
      page.waitForSelector("[data-verdict=VALID]");
      assertThat(page.inputValue("#text")).isEqualTo(shown);
      page.evaluate("document.getElementById('result').replaceChildren()");
      page.setInputFiles(
          "#text-file",
          new FilePayload(
              "certificate.txt",
              "text/plain",
              (credential + "\n").getBytes(StandardCharsets.US_ASCII)));
      page.waitForSelector("[data-verdict=VALID]");
      assertThat(page.textContent("#result")).contains("张敏");
      page.setInputFiles(
          "#text-file", new FilePayload("empty.png", "image/png", new byte[] {1, 2, 3}));
      page.waitForSelector("[data-camera] [role=status]:has-text('没有找到')");
      context.setOffline(false);
      page.navigate(settings.publicUrl() + "/verify");
      page.click("[data-camera] button");
      page.waitForSelector(".tb-verdict--good");
      context.close();
    } finally {
      Files.delete(film);
    }
  }

  @Test
  void aHolderAndAClerkNeedNoScript() {
    BrowserContext holder = Chromium.plain(settings.publicUrl(), "zh", 390, zhang);
    Page page = holder.newPage();
    page.navigate(settings.publicUrl() + "/my-certificates/" + certificate());
    page.check("#claim-2");
    page.click("form[action$=show] button");
    page.waitForSelector("#show-code");
    String first = page.textContent("#show-code code");
    page.click("a.govuk-button--secondary");
    page.waitForSelector("#show-code");
    String code = page.textContent("#show-code code");
    assertThat(code).isNotEqualTo(first);
    Chromium.picture(page, "plain-showing");
    BrowserContext desk = Chromium.plain(settings.publicUrl(), "zh", 390, clerk);
    Page counter = desk.newPage();
    scan(counter, code, "housing-benefit-application", ".tb-verdict--good");
    Chromium.picture(counter, "plain-scanned");
    desk.close();
    holder.close();
  }

  @Test
  void aHolderIsLedAwayFromTheLastCodeOfAShowingThatIsOver() {
    String shown = showing("name");
    given().cookies(zhang).redirects().follow(false).post(shown + "/end").then().statusCode(303);
    given()
        .cookies(zhang)
        .header("HX-Request", "true")
        .get(shown + "/code")
        .then()
        .statusCode(204)
        .header("HX-Redirect", "/my-certificates?done=ended");
  }

  @Test
  void aPrintsAddressIsVerifiedWhereCertificatesAre() {
    String code =
        found(
            given().cookies(zhang).post("/my-certificates/" + certificate() + "/print").asString(),
            "/printed/([A-Za-z0-9_-]{22})");
    given()
        .formParam("presentation", settings.publicUrl() + "/printed/" + code)
        .post("/verify")
        .then()
        .body(containsString("核对打印件"));
  }

  @Test
  void aCertificateIsVerifiedWithoutANetwork() {
    BrowserContext context = Chromium.context(settings.publicUrl(), "en", 390, Map.of());
    Page page = context.newPage();
    page.navigate(settings.publicUrl() + "/offline");
    Chromium.requireAccessible(page, "offline");
    page.waitForSelector("main[data-ready]");
    assertThat(
            page.evaluate(
                "async () => (await (await caches.open('tongban-offline-page-2')).keys()).length"))
        .isEqualTo(10);
    context.setOffline(true);
    page.reload();
    page.waitForSelector("main[data-ready]");
    assertThat(offline(page, credential)).isEqualTo("VALID");
    assertThat(page.textContent("#result")).contains("Proof of residence", "张敏", "Status as of");
    Chromium.requireAccessible(page, "offline verdict");
    Chromium.picture(page, "offline-verdict-en-390");
    assertThat(offline(page, "no certificate")).isEqualTo("MALFORMED");
    String[] parts = credential.split("~");
    String foreign = Base64URL.encode("[\"salt\",\"name\",\"Somebody\"]").toString();
    assertThat(offline(page, parts[0] + "~" + foreign + "~")).isEqualTo("TAMPERED");
    assertThat(page.textContent("#result")).doesNotContain("Somebody");
    assertThat(offline(page, parts[0] + "~" + parts[1] + "~" + parts[1] + "~"))
        .isEqualTo("TAMPERED");
    String[] jwt = parts[0].split("\\.");
    String renamed =
        Base64URL.encode(
                new Base64URL(jwt[1]).decodeToString().replace("population-office", "elsewhere"))
            .toString();
    assertThat(offline(page, jwt[0] + "." + renamed + "." + jwt[2] + "~"))
        .isEqualTo("UNKNOWN_ISSUER");
    String longer =
        Base64URL.encode(
                new Base64URL(jwt[1]).decodeToString().replaceAll("\"exp\":1", "\"exp\":2"))
            .toString();
    assertThat(offline(page, jwt[0] + "." + longer + "." + jwt[2] + "~")).isEqualTo("TAMPERED");
    page.clock().setFixedTime(Date.from(Instant.now().plus(Duration.ofDays(2))));
    assertThat(offline(page, credential)).as("the kept status is too old").isEqualTo("STALE");
    page.clock().setFixedTime(new Date());
    context.setOffline(false);
    certificates.changeStatus(
        ISSUER,
        UUID.fromString(certificate()),
        new Certificates.Change(Act.REVOKED, null, "Act s. 1", "test", null));
    page.click("#update");
    page.waitForSelector("#said:has-text('Updated')");
    assertThat(offline(page, credential)).isEqualTo("REVOKED");
    page.clock().setFixedTime(Date.from(Instant.now().plus(Duration.ofDays(2))));
    assertThat(offline(page, credential)).as("an end is final").isEqualTo("REVOKED");
    context.close();
  }

  private static String offline(Page page, String text) {
    page.evaluate("document.getElementById('result').replaceChildren()");
    page.fill("#text", text);
    page.click("#form > button");
    return page.waitForSelector("[data-verdict]").getAttribute("data-verdict");
  }

  /** What a scanner makes of the code on the page: its drawing, read by the portal's own reader. */
  private static String read(Page page) {
    page.evaluate(
        "() => new Promise((done) => { const s = document.createElement('script');"
            + " s.src = '/portal/jsqr/jsQR-1.4.0.js'; s.onload = done;"
            + " document.head.append(s); })");
    return (String)
        page.evaluate(
            "async () => { const svg = document.querySelector('svg.tb-qr').cloneNode(true);"
                + " svg.setAttribute('width', 600); svg.setAttribute('height', 600);"
                + " svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');"
                + " const image = new Image(); image.src = 'data:image/svg+xml,' +"
                + " encodeURIComponent(new XMLSerializer().serializeToString(svg));"
                + " await image.decode(); const canvas = document.createElement('canvas');"
                + " canvas.width = canvas.height = 600; const c = canvas.getContext('2d');"
                + " c.drawImage(image, 0, 0, 600, 600);"
                + " return jsQR(c.getImageData(0, 0, 600, 600).data, 600, 600).data; }");
  }

  private void look(Page page, String path, String what, String language, int width) {
    if (path != null) {
      page.navigate(settings.publicUrl() + path);
    }
    Chromium.look(page, what, language, width);
  }
}
