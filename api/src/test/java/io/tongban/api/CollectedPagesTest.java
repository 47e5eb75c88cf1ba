package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.MultiPartSpecification;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collected certificate at the counter and with its holder, who both see it as any other. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class CollectedPagesTest {
  private static final String PDF = "application/pdf";

  @Inject PersonsHub hub;
  @Inject HubSettings settings;
  @Inject Definitions definitions;
  private PermitAuthority authority;
  private Map<String, String> zhang;
  private Map<String, String> clerk;

  @BeforeEach
  void declare() {
    authority = PermitAuthority.declared(hub, definitions);
    zhang = SignIn.as("citizen", "demo-citizen");
    clerk = SignIn.as("staff", "demo-clerk");
  }

  @AfterAll
  static void close() {
    Chromium.close();
  }

  private String collected(byte[] file) {
    return PermitAuthority.collected(settings, hub, file);
  }

  private void revoke(String certificate) {
    new TestDepartment(settings.publicUrl(), "population-system", hub.key())
        .post(
            "/v1/certificates/" + certificate + "/status",
            "{\"act\":\"REVOKED\",\"legalBasis\":\"Stay Act s. 9\",\"reason\":\"moved\"}")
        .then()
        .statusCode(200);
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  private Response sent(Map<String, String> who, byte[] file, String purpose) {
    return given()
        .cookies(who)
        .accept("text/html")
        .multiPart("file", "permit.pdf", file, PDF)
        .multiPart(field("purpose", purpose))
        .multiPart(field("case", "2026-31 摊"))
        .post("/counter/files");
  }

  private static MultiPartSpecification field(String name, String value) {
    return new MultiPartSpecBuilder(value)
        .controlName(name)
        .charset(StandardCharsets.UTF_8)
        .build();
  }

  @Test
  void aClerkVerifiesAFileAndWhatItSaysIsNotTold() throws Exception {
    byte[] file = authority.sealed("Permit");
    String certificate = collected(file);
    sent(clerk, file, PermitAuthority.PURPOSE)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(
            containsString("有效"),
            containsString(PermitAuthority.TITLE),
            containsString("存证编号"),
            containsString("2026-31 摊"),
            not(containsString("张敏")),
            not(containsString(PermitAuthority.ZHANG)));
    sent(clerk, authority.sealed("other"), PermitAuthority.PURPOSE)
        .then()
        .statusCode(200)
        .body(containsString("未归集的文件"), containsString("存证编号"));
    revoke(certificate);
    sent(clerk, file, PermitAuthority.PURPOSE).then().body(containsString("已吊销"));
    sent(clerk, file, "").then().statusCode(400).body(containsString("#file-purpose"));
    sent(clerk, new byte[0], PermitAuthority.PURPOSE)
        .then()
        .statusCode(400)
        .body(containsString("href=\"#file\""));
    sent(zhang, file, PermitAuthority.PURPOSE).then().statusCode(403);
    sent(Map.of(), file, PermitAuthority.PURPOSE).then().statusCode(401);
  }

  @Test
  void aFormThatIsNoneIsRefused() throws Exception {
    String cookies =
        clerk.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    for (String type :
        new String[] {"multipart/form-data", "multipart/form-data; boundary=absent"}) {
      HttpRequest request =
          HttpRequest.newBuilder(settings.publicUrl().resolve("/counter/files"))
              .header("Content-Type", type)
              .header("Cookie", cookies)
              .POST(HttpRequest.BodyPublishers.ofString("no form"))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("request-malformed");
    }
    given()
        .cookies(clerk)
        .formParam("purpose", PermitAuthority.PURPOSE)
        .post("/counter/files")
        .then()
        .statusCode(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void theCounterIsAccessible(String language) throws Exception {
    byte[] file = authority.sealed("Permit " + language);
    String certificate = collected(file);
    for (int width : new int[] {1280, 390}) {
      BrowserContext context = Chromium.context(settings.publicUrl(), language, width, clerk);
      Page page = context.newPage();
      page.navigate(settings.publicUrl() + "/counter");
      choose(page, file, PermitAuthority.PURPOSE, ".tb-verdict--good");
      Chromium.look(page, "file-valid", language, width);
      choose(
          page,
          "no PDF".getBytes(StandardCharsets.UTF_8),
          PermitAuthority.PURPOSE,
          ".tb-verdict--bad");
      Chromium.look(page, "file-unknown", language, width);
      choose(page, null, PermitAuthority.PURPOSE, "#file-error");
      Chromium.look(page, "file-missing", language, width);
      choose(page, file, "", "#file-purpose-error");
      Chromium.look(page, "file-no-purpose", language, width);
      context.close();
    }
    revoke(certificate);
    // and without JavaScript
    BrowserContext plain = Chromium.plain(settings.publicUrl(), language, 390, clerk);
    Page page = plain.newPage();
    page.navigate(settings.publicUrl() + "/counter");
    choose(page, file, PermitAuthority.PURPOSE, ".tb-verdict--bad");
    assertThat(page.textContent(".tb-verdict__word"))
        .contains(language.equals("zh") ? "已吊销" : "Revoked");
    plain.close();
  }

  private static void choose(Page page, byte[] file, String purpose, String expected) {
    if (file != null) {
      page.setInputFiles("#file", new FilePayload("permit.pdf", PDF, file));
    }
    page.selectOption("#file-purpose", purpose);
    page.click("form[action$=files] button");
    page.waitForSelector(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void itsHolderShowsPrintsAndLetsItBeUsed(String language) throws Exception {
    String certificate = collected(authority.sealed("Permit of " + language));
    String url = settings.publicUrl().toString();
    for (int width : new int[] {1280, 390}) {
      BrowserContext holder = Chromium.context(settings.publicUrl(), language, width, zhang);
      Page page = holder.newPage();
      page.navigate(url + "/my-certificates");
      Chromium.look(page, "collected-mine", language, width);
      page.click("a[href='/my-certificates/" + certificate + "']");
      assertThat(page.textContent("main")).contains(language.equals("zh") ? "长期" : "No end");
      Chromium.look(page, "collected-one", language, width);
      page.check("input[value=holder_name]");
      page.check("input[value=file]");
      page.click("form[action$=show] button");
      page.waitForSelector("#show-code");
      scanned(found(page.content(), ShowPagesTest.CODE), language, width);
      page.navigate(url + "/my-certificates/" + certificate);
      page.click("form[action$=print] button");
      page.waitForSelector(".tb-print");
      assertThat(page.textContent(".tb-print")).contains("张敏", "ZZ");
      Chromium.look(page, "collected-print", language, width);
      page.navigate(found(page.content(), "(" + url + "/printed/[A-Za-z0-9_-]{22})"));
      Chromium.look(page, "collected-printed", language, width);
      page.navigate(url + "/use/deposit-loan");
      page.waitForSelector("#agree");
      Chromium.look(page, "collected-use", language, width);
      holder.close();
    }
  }

  private void scanned(String code, String language, int width) {
    BrowserContext desk = Chromium.context(settings.publicUrl(), language, width, clerk);
    Page page = desk.newPage();
    page.navigate(settings.publicUrl() + "/counter");
    page.fill("#code", code);
    page.selectOption("#purpose", PermitAuthority.PURPOSE);
    page.click("form[action$=scan] > button");
    page.waitForSelector(".tb-verdict--good");
    assertThat(page.textContent(".tb-verdict")).contains("张敏", PDF);
    Chromium.look(page, "collected-scanned", language, width);
    desk.close();
  }

  @Test
  void anItemGetsTheAnnotatedCopyAtTheCounterAndByItsProgram() throws Exception {
    collected(authority.sealed("Permit for the loan"));
    given()
        .cookies(zhang)
        .redirects()
        .follow(false)
        .formParam("agree", "yes")
        .post("/use/deposit-loan")
        .then()
        .statusCode(303);
    String item = given().cookies(clerk).get("/counter/items/deposit-loan").asString();
    String use = found(item, "name=\"use\" value=\"([0-9a-f-]{36})\"");
    given()
        .cookies(clerk)
        .formParam("use", use)
        .post("/counter/items/deposit-loan/copies")
        .then()
        .statusCode(200)
        .body(containsString("张敏"), not(containsString(PermitAuthority.ZHANG)));
    byte[] copy =
        java.util.Base64.getDecoder()
            .decode(
                new TestDepartment(settings.publicUrl(), "counter-desk", hub.key())
                    .post("/v1/service-items/authorisations/" + use + "/copies", "{}")
                    .then()
                    .statusCode(200)
                    .extract()
                    .<String>path("copies[0].file.content"));
    try (var document = org.apache.pdfbox.Loader.loadPDF(copy)) {
      assertThat(new org.apache.pdfbox.text.PDFTextStripper().getText(document))
          .contains("Permit for the loan")
          .contains("租房押金贷款");
    }
    Files.createDirectories(Path.of("target/pages"));
    Files.write(Path.of("target/pages/annotated-copy.pdf"), copy);
  }
}
