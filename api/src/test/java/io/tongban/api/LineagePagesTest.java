package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.RowRef;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lineage graph of real runs: a load, a service's use with a mask, a type of certificate. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class LineagePagesTest {
  private static final String PERSONS = "resource/persons";
  private static final String SERVICE = "service/address-check";
  private static final String PAGE = "/lineage?hops=1&dataset=resource/persons";
  private static final String CHECK =
      """
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: address-check, title: {zh: 核对住址, en: Checking addresses}}
      spec: {description: {zh: 核对, en: To check}}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: address-check, title: {zh: 住址核对协议, en: Agreement on addresses}}
      spec:
        recipient: housing-office
        purposes: [address-check]
        law: Housing Act, section 3
        from: 2026-01-01
        to: 2099-12-31
        resources:
          persons:
            columns: [registration_number, address, household_size]
            masks: {address: "partial(3,0)"}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: address-check, title: {zh: 住址核对, en: Address check}}
      spec:
        provider: population-office
        sql: >-
          SELECT registration_number, address, household_size FROM persons
          WHERE registration_number = :number
        parameters: [{name: number, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: address-proof, title: {zh: 住址证明, en: Proof of address}}
      spec:
        authority: population-office
        vct: urn:tongban:test:address-proof:1
        service: address-check
        purpose: address-check
        numberClaim: number
        claims:
          - {name: number, column: registration_number, title: {zh: 编号, en: Number}}
          - {name: place, column: address, title: {zh: 住址, en: Address}}
      """;

  @Inject PersonsHub hub;
  @Inject HubSettings settings;
  @Inject Definitions definitions;
  @Inject Lineage lineage;
  @Inject Ledger ledger;
  private Map<String, String> auditor;

  @BeforeEach
  void use() {
    TestDepartment housing = new TestDepartment(settings.publicUrl(), "housing-system", hub.key());
    definitions.apply(
        List.of(new DefinitionFile("address.yaml", CHECK.getBytes(StandardCharsets.UTF_8))), false);
    housing
        .post(
            "/v1/services/address-check",
            "{\"parameters\":{\"number\":\"R-0001\"},\"purpose\":\"address-check\"}")
        .then()
        .statusCode(200);
    auditor = SignIn.as("staff", "demo-auditor");
  }

  @AfterAll
  static void close() {
    Chromium.close();
  }

  /** A use is drawn into the graph beside the request. */
  private Page opened(BrowserContext context) {
    Page page = context.newPage();
    page.waitForCondition(() -> !lineage.runs(SERVICE, 1).isEmpty());
    page.navigate(settings.publicUrl() + PAGE);
    return page;
  }

  private static String node(String key) {
    return ".tb-graph [data-key='" + key + "']";
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void aColumnsPathLightsUpAndItsEvidenceIsVerified(String language) {
    try (BrowserContext context = Chromium.context(settings.publicUrl(), language, 1440, auditor)) {
      Page page = opened(context);
      assertThat(page.locator(".tb-lin__row").count()).as("nodes are closed at first").isZero();
      look(page, "lineage", language, 1440);
      page.click(node(PERSONS));
      page.waitForSelector("#panel a[href='/directory/persons']");
      page.click(node(PERSONS + " address"));
      page.waitForSelector(".tb-lin__row--chosen");
      for (String lit :
          List.of(
              "source/population-drop/persons.csv address",
              "client/housing-system address",
              "certificate/address-proof place")) {
        assertThat(page.locator(node(lit)).getAttribute("class")).as(lit).contains("lit");
      }
      assertThat(page.locator(node(PERSONS + " name")).getAttribute("class")).doesNotContain("lit");
      assertThat(page.locator(".tb-lin__mask text").count()).as("it is masked").isPositive();
      assertThat(page.locator("#path tbody tr").count()).isGreaterThanOrEqualTo(3);
      look(page, "lineage-column", language, 1440);
      page.click(node(SERVICE));
      page.waitForSelector("#panel > p code:text-is('" + SERVICE + "')");
      page.click("#panel .tb-runs a");
      page.waitForSelector("#why");
      page.click(".tb-evidence form button");
      page.waitForSelector("#why-error");
      page.fill("#why", "audit 7");
      long before = ledger.size();
      page.click(".tb-evidence form button");
      page.waitForSelector("[data-verify-receipt]");
      assertThat(ledger.size()).as("the look is recorded").isEqualTo(before + 1);
      assertThat(page.textContent(".tb-evidence"))
          .contains("address-check", "housing-system", "tongban_use")
          .contains(language.equals("zh") ? "法律依据" : "Legal basis");
      page.click("[data-verify-receipt]");
      page.waitForSelector("[data-verdict=HOLDS]");
      assertThat(page.textContent("[data-verdict]")).contains("housing-system");
      look(page, "lineage-evidence", language, 1440);
      page.goBack();
      page.waitForSelector("#panel:not(:has(.tb-evidence))");
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      look(page, "lineage-print", language, 1440);
    }
    try (BrowserContext context = Chromium.context(settings.publicUrl(), language, 390, auditor)) {
      Page page = opened(context);
      page.click(node(PERSONS));
      page.waitForSelector("#panel a[href='/directory/persons']");
      look(page, "lineage", language, 390);
    }
  }

  @Test
  void theGraphIsWalkedWithTheKeyboard() {
    try (BrowserContext context = Chromium.context(settings.publicUrl(), "zh", 1440, auditor)) {
      Page page = opened(context);
      page.focus(".tb-graph");
      page.keyboard().press("ArrowRight");
      assertThat(focused(page)).isEqualTo("source/population-drop/persons.csv");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowRight");
      assertThat(focused(page)).isEqualTo(PERSONS);
      page.keyboard().press("Enter");
      page.waitForSelector(node(PERSONS + " address"));
      assertThat(focused(page)).as("the focus stays where it was").isEqualTo(PERSONS);
      page.keyboard().press("ArrowDown");
      assertThat(focused(page)).isEqualTo(PERSONS + " registration_number");
      page.keyboard().press("Enter");
      page.waitForSelector(".tb-lin__row--chosen");
      assertThat(page.textContent("#said")).contains("人口登记");
      assertThat(page.url()).contains("column=registration_number");
    }
  }

  private static String focused(Page page) {
    return (String) page.evaluate("document.activeElement.dataset.key");
  }

  @Test
  void aReceiptOfATraceIsVerifiedInTheBrowser() {
    try (BrowserContext context = Chromium.context(settings.publicUrl(), "zh", 1280, auditor)) {
      Page page = context.newPage();
      page.waitForCondition(() -> !ledger.uses(new RowRef("persons", "R-0001"), 1).isEmpty());
      page.navigate(settings.publicUrl() + "/trace?resource=persons&key=R-0001");
      page.fill("#why", "audit 6");
      page.click("form[action='/trace'] button");
      page.waitForSelector(node(PERSONS));
      page.locator("[data-verify-receipt]").first().click();
      page.waitForSelector("[data-verdict=HOLDS]");
      look(page, "trace-receipt", "zh", 1280);
      page.click(node(PERSONS));
      page.waitForURL("**/lineage?**");
    }
  }

  @Test
  void everyStepWorksWithoutScript() {
    try (BrowserContext context = Chromium.plain(settings.publicUrl(), "zh", 1280, auditor)) {
      Page page = opened(context);
      page.click("#edges a");
      page.waitForSelector("#why");
      page.fill("#why", "audit 8");
      page.click(".tb-evidence form button");
      page.waitForSelector(".tb-evidence [data-receipt]");
      assertThat(page.isVisible("[data-verify-receipt]")).isFalse();
    }
  }

  @Test
  void whoMayNotSeeItSeesNothingOfIt() {
    given()
        .get(PAGE)
        .then()
        .statusCode(200)
        .body(containsString("审计员"), not(containsString("housing-system")));
    Map<String, String> citizen = SignIn.as("citizen", "demo-citizen");
    given().cookies(citizen).get(PAGE).then().statusCode(200).body(not(containsString("data-key")));
    String run = lineage.runs("connector/persons-drop", 1).get(0).id().toString();
    String evidence = PAGE + "&open=connector/persons-drop&run=" + run;
    long before = ledger.size();
    given().formParam("why", "x").post(evidence).then().statusCode(401);
    given().cookies(citizen).formParam("why", "x").post(evidence).then().statusCode(403);
    assertThat(ledger.size()).isEqualTo(before);
    given()
        .cookies(auditor)
        .formParam("why", "audit 9")
        .post(evidence)
        .then()
        .statusCode(200)
        .body(containsString("SHA-256"), containsString("tongban_use"));
    given().cookies(auditor).formParam("why", "x").post(PAGE).then().statusCode(400);
    given()
        .cookies(auditor)
        .formParam("why", "x")
        .post(PAGE + "&run=019b0000-0000-7000-8000-000000000000")
        .then()
        .statusCode(404);
    given().cookies(auditor).get(PAGE + "&run=none").then().statusCode(404);
  }

  @Test
  void aDatasetWithoutLineageSaysSo() {
    given()
        .cookies(auditor)
        .get("/lineage?dataset=resource/nothing\"><script>alert(1)</script>")
        .then()
        .statusCode(200)
        .body(containsString("还没有血缘信息"), not(containsString("<script>alert")));
    given()
        .cookies(auditor)
        .get("/lineage")
        .then()
        .statusCode(200)
        .body(not(containsString("<svg class=\"tb-lin")));
    given()
        .get("/directory/persons")
        .then()
        .body(containsString("/lineage?dataset=resource/persons"));
  }

  private void look(Page page, String what, String language, int width) {
    Chromium.requireAccessible(page, what + " " + language + " " + width);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/pages", what + "-" + language + "-" + width + ".png")));
  }
}
