package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A citizen's authorisations from the department's request to the withdrawal. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class AuthorisationsTest {
  private static final String ZHANG = "990001199003078046";
  private static final String ZHAO = "990001197511128119";
  private static final String CALL =
      "{\"purpose\":\"housing-benefit-application\",\"parameters\":{\"id_number\":\"%s\"}}";
  private static final Instant UNTIL =
      Instant.now().plus(Duration.ofDays(100)).truncatedTo(ChronoUnit.SECONDS);

  private static final String REVIEW =
      """
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: benefit-review, title: {zh: 复核补贴, en: Reviewing a benefit}}
      spec: {description: {zh: 复核, en: To review}}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: benefit-review, title: {zh: 复核协议, en: Agreement on reviews}}
      spec:
        recipient: housing-office
        purposes: [benefit-review]
        consent: true
        law: Personal Information Protection Law, article 13
        from: 2026-01-01
        to: 2099-12-31
        resources:
          persons:
            columns: [id_number, name, born, address]
            masks: {name: "partial(1,0)", born: year}
      """;

  @Inject PersonsHub hub;
  @Inject Definitions definitions;
  @Inject HubSettings settings;
  @Inject Ledger ledger;
  private TestDepartment housing;

  @BeforeEach
  void open() {
    housing = new TestDepartment(settings.publicUrl(), "housing-system", hub.key());
  }

  @AfterAll
  static void close() {
    Chromium.close();
  }

  private Response prefill(String person) {
    return housing.post("/v1/services/housing-prefill", CALL.formatted(person));
  }

  /** Asks for what the refusal of a call says is missing. */
  private String ask(String subject) {
    Response refused = prefill(ZHAO);
    refused
        .then()
        .statusCode(403)
        .body("code", equalTo("consent-missing"))
        .body("ask.attributes", hasItem("persons.household_size"));
    String attributes =
        "[\""
            + String.join("\",\"", refused.<java.util.List<String>>path("ask.attributes"))
            + "\"]";
    Response asked =
        housing.post(
            "/v1/consent-requests",
            "{\"purpose\":\"%s\",\"attributes\":%s,\"until\":\"%s\",\"subject\":%s}"
                .formatted(
                    refused.<String>path("ask.purpose"),
                    attributes,
                    UNTIL,
                    subject == null ? "null" : "\"" + subject + "\""));
    asked.then().statusCode(201).body("state", equalTo("REQUESTED"));
    String id = asked.path("id");
    assertThat(asked.<String>path("url")).isEqualTo(settings.publicUrl() + "/authorisations/" + id);
    return id;
  }

  private void state(String id, String state) {
    housing.get("/v1/consent-requests/" + id).then().statusCode(200).body("state", equalTo(state));
  }

  @Test
  void aFormIsFilledInWithConsentUntilItIsWithdrawn() {
    String id = ask(null);
    String path = "/authorisations/" + id;
    given()
        .get(path)
        .then()
        .statusCode(200)
        .body(containsString("/login?next="))
        .body(not(containsString("住房")));
    Map<String, String> zhang = SignIn.as("citizen", "demo-citizen");
    given()
        .cookies(zhang)
        .get(path)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(containsString("示例市住房保障处"))
        .body(containsString("申请住房补贴"))
        .body(containsString("免去重复填表"))
        .body(containsString("家庭人口数"))
        .body(containsString("来自人口登记"))
        .body(containsString("您本人的同意，可以随时撤回"))
        .body(containsString(UNTIL.toString()))
        .body(not(containsString(ZHANG)));
    given().cookies(zhang).post(path + "/give").then().statusCode(400).body(containsString("请先勾选"));
    state(id, "REQUESTED");
    given()
        .cookies(zhang)
        .redirects()
        .follow(false)
        .formParam("agree", "yes")
        .post(path + "/give")
        .then()
        .statusCode(303)
        .header("Location", containsString(path + "?done=given"));
    state(id, "IN_FORCE");

    given().cookies(zhang).get(path + "?done=withdrawn").then().body(not(containsString("授权已撤回")));

    prefill(ZHANG)
        .then()
        .statusCode(200)
        .body("rows.size()", equalTo(1))
        .body("rows[0][0]", equalTo("张敏"))
        .body("rows[0][3]", equalTo(3));
    prefill(ZHAO).then().statusCode(403).body(not(containsString(ZHAO)));

    given().cookies(zhang).post(path + "/withdraw").then().statusCode(400);
    given()
        .cookies(zhang)
        .formParam("withdraw", "yes")
        .post(path + "/withdraw")
        .then()
        .statusCode(200)
        .body(containsString("授权已撤回"));
    prefill(ZHANG)
        .then()
        .statusCode(403)
        .body("code", equalTo("consent-missing"))
        .body("detail", containsString("was withdrawn"))
        .body(not(containsString(ZHANG)));
    state(id, "WITHDRAWN");
    for (EntryType type :
        new EntryType[] {
          EntryType.CONSENT_REQUESTED, EntryType.CONSENT_GIVEN, EntryType.CONSENT_WITHDRAWN
        }) {
      assertThat(ledger.newest(type, null, null, 50))
          .anySatisfy(entry -> assertThat(entry.manifest().path("consent").asText()).isEqualTo(id));
    }
  }

  @Test
  void theRestInterfaceTellsTheSame() {
    String id = ask(ZHANG);
    Map<String, String> zhang = SignIn.as("citizen", "demo-citizen");
    given()
        .cookies(zhang)
        .get("/my/authorisations")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("items.id", hasItem(id))
        .body("duties[0].law", containsString("统计法"))
        .body("next", nullValue());
    given()
        .cookies(zhang)
        .post("/my/authorisations/" + id + "/give")
        .then()
        .statusCode(200)
        .body("state", equalTo("IN_FORCE"))
        .body("recipient.en", equalTo("Housing office of Example City"))
        .body("attributes.size()", equalTo(5));
    given()
        .cookies(zhang)
        .post("/my/authorisations/" + id + "/withdraw")
        .then()
        .body("state", equalTo("WITHDRAWN"));
    String declined = ask(null);
    given()
        .cookies(zhang)
        .post("/my/authorisations/" + declined + "/decline")
        .then()
        .body("state", equalTo("DECLINED"))
        .body("requestedEntry", notNullValue())
        .body("declinedEntry", notNullValue());
    String entry =
        ledger.newest(EntryType.CONSENT_DECLINED, "hub", null, 1).get(0).manifest().toString();
    assertThat(entry).contains(declined).doesNotContain(ZHANG);
    given()
        .cookies(zhang)
        .post("/my/authorisations/" + declined + "/give")
        .then()
        .statusCode(409)
        .body("code", equalTo("consent-closed"));
    state(declined, "DECLINED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zh; 该部门看不到原值：只显示前 1 个字符，其余以 * 代替; 该部门看不到原值：只显示到年",
        "en; only the first 1 character is shown, the rest hidden by *;"
            + " the department does not see the value itself: only the year is shown"
      })
  void thePersonReadsWhatTheDepartmentWillNotSee(String language, String name, String born) {
    String id = askForReview();
    Map<String, String> zhang = SignIn.as("citizen", "demo-citizen");
    BrowserContext context = Chromium.context(settings.publicUrl(), language, 1280, zhang);
    Page page = context.newPage();
    look(page, "/authorisations/" + id, "masked", language, 1280);
    assertThat(page.locator("dl").textContent()).contains(name).contains(born);
    page.check("#agree");
    page.click("form[action$=give] button");
    page.waitForURL("**done=given");
    assertThat(page.locator("dl").textContent()).contains(born);
    context.close();
    given()
        .cookies(zhang)
        .get("/my/authorisations/" + id)
        .then()
        .body("attributes.find { it.name == 'persons.born' }.masked.en", containsString("year"))
        .body("attributes.find { it.name == 'persons.address' }.masked", nullValue());
  }

  private String askForReview() {
    hub.key();
    definitions.apply(
        List.of(new DefinitionFile("review.yaml", REVIEW.getBytes(StandardCharsets.UTF_8))), false);
    return housing
        .post(
            "/v1/consent-requests",
            "{\"purpose\":\"benefit-review\",\"attributes\":[\"persons.name\",\"persons.born\","
                + "\"persons.address\"],\"until\":\""
                + UNTIL
                + "\",\"subject\":\""
                + ZHANG
                + "\"}")
        .path("id");
  }

  @Test
  void whatIsForSomebodyElseIsNotThere() {
    String id = ask(ZHAO);
    Map<String, String> zhang = SignIn.as("citizen", "demo-citizen");
    for (String path : new String[] {"/authorisations/" + id, "/authorisations/no-id"}) {
      given().cookies(zhang).get(path).then().statusCode(404);
      given().cookies(zhang).formParam("agree", "yes").post(path + "/give").then().statusCode(404);
    }
    given().cookies(zhang).get("/my/authorisations/" + id).then().statusCode(404);
    new TestDepartment(settings.publicUrl(), "population-system", hub.key())
        .get("/v1/consent-requests/" + id)
        .then()
        .statusCode(404)
        .body("code", equalTo("consent-unknown"));
  }

  @Test
  void onlyACitizenOnThisSiteAnswers() {
    String id = ask(null);
    given().post("/my/authorisations/" + id + "/give").then().statusCode(401);
    given()
        .formParam("agree", "yes")
        .post("/authorisations/" + id + "/give")
        .then()
        .statusCode(401);
    Map<String, String> clerk = SignIn.as("staff", "demo-clerk");
    given().cookies(clerk).get("/my/authorisations").then().statusCode(403);
    given().cookies(clerk).get("/authorisations/" + id).then().body(not(containsString("住房")));
    Map<String, String> zhang = SignIn.as("citizen", "demo-citizen");
    given()
        .cookies(zhang)
        .header("Sec-Fetch-Site", "cross-site")
        .formParam("agree", "yes")
        .post("/authorisations/" + id + "/give")
        .then()
        .statusCode(403)
        .body("code", equalTo("cross-site"));
    state(id, "REQUESTED");
  }

  @Test
  void aRequestSaysWhatToMend() {
    housing
        .post("/v1/consent-requests", "{\"purpose\":\"housing-benefit-application\"}")
        .then()
        .statusCode(422)
        .body("code", equalTo("consent-request-invalid"));
    housing
        .post(
            "/v1/consent-requests",
            "{\"purpose\":\"household-statistics\",\"attributes\":[\"persons.household_size\"],"
                + "\"until\":\""
                + UNTIL
                + "\"}")
        .then()
        .statusCode(422)
        .body("detail", containsString("does not rest on consent"));
    given()
        .contentType("application/json")
        .body("{}")
        .post("/v1/consent-requests")
        .then()
        .statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void thePagesAreAccessible(String language) {
    Map<String, String> zhang = SignIn.as("citizen", "demo-citizen");
    for (int width : new int[] {1280, 390}) {
      String asked = ask(ZHANG);
      BrowserContext context = Chromium.context(settings.publicUrl(), language, width, zhang);
      Page page = context.newPage();
      look(page, "/authorisations/" + asked, "request", language, width);
      page.click("form[action$=give] button");
      look(page, null, "unconfirmed", language, width);
      page.check("#agree");
      page.click("form[action$=give] button");
      page.waitForURL("**done=given");
      look(page, null, "given", language, width);
      ask(ZHANG);
      look(page, "/authorisations", "list", language, width);
      page.navigate(settings.publicUrl() + "/authorisations/" + asked);
      page.check("#withdraw");
      page.click("form[action$=withdraw] button");
      page.waitForURL("**done=withdrawn");
      look(page, null, "withdrawn", language, width);
      context.close();
    }
    BrowserContext visitor = Chromium.context(settings.publicUrl(), language, 390, Map.of());
    look(visitor.newPage(), "/authorisations", "visitor", language, 390);
    visitor.close();
  }

  private void look(Page page, String path, String what, String language, int width) {
    if (path != null) {
      page.navigate(settings.publicUrl() + path);
    }
    Chromium.look(page, what, language, width);
  }
}
