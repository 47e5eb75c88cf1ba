package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Ledger;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class PortalTest {
  @Inject ShopsHub hub;
  @Inject Ledger ledger;
  private Run run;

  @BeforeEach
  void shops() {
    run = hub.run();
  }

  @ParameterizedTest
  @CsvSource({
    "/, 平台概览, Figures today",
    "/directory, 资源目录, Resource directory",
    "/directory/shops, 信息项, Information items",
    "/runs, 归集运行, Runs",
    "/verify, 证照核验, Verify a certificate",
    "/trace, 数据追溯, Trace",
    "/lineage, 数据血缘, Lineage",
    "/ledger, 存证账本, Ledger",
    "/login, 工作人员登录, Staff"
  })
  void everyPageIsInBothLanguages(String path, String chinese, String english) {
    given().get(path).then().statusCode(200).body(containsString("lang=\"zh-CN\""));
    given()
        .header("Accept-Language", "en")
        .get(path)
        .then()
        .body(containsString(chinese.equals("平台概览") ? "今日数字" : chinese));
    given()
        .cookie("tb_language", "en")
        .get(path)
        .then()
        .statusCode(200)
        .body(containsString("lang=\"en-GB\""))
        .body(containsString(english));
  }

  @Test
  void theLanguageSwitchStaysAndComesBack() {
    given()
        .redirects()
        .follow(false)
        .get("/preferences?language=en&type=large&back=/directory")
        .then()
        .statusCode(303)
        .header("Location", containsString("/directory"))
        .cookie("tb_language", "en")
        .cookie("tb_type", "large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/", "//evil.example", "/\\evil.example", ""})
  void theSwitchLeadsNowhereElse(String back) {
    String location =
        given()
            .redirects()
            .follow(false)
            .queryParam("language", "en")
            .queryParam("back", back)
            .get("/preferences")
            .header("Location");
    assertThat(location).doesNotContain("evil");
  }

  @Test
  void scriptsComeFromThisHubOnly() {
    given()
        .get("/")
        .then()
        .header("Content-Security-Policy", containsString("script-src 'self'"))
        .header("Content-Security-Policy", not(containsString("unsafe")))
        .body(not(containsString("http://unpkg")))
        .body(not(containsString("<script>")));
    for (String script :
        new String[] {
          "/webjars/htmx.org/2.0.10/dist/htmx.min.js",
          "/_static/echarts/6.0.0/dist/echarts.simple.min.js",
          "/webjars/govuk-frontend/5.14.0/dist/govuk/govuk-frontend.min.css",
          "/portal/portal.js",
          "/portal/lineage.js",
          "/portal/receipts.js",
          "/portal/verify-receipt.js",
          "/portal/portal.css"
        }) {
      given().get(script).then().statusCode(200);
    }
  }

  @Test
  void theDirectoryIsSearched() {
    given().get("/directory?q=店铺").then().body(containsString("/directory/shops"));
    given().get("/directory?q=dianpu").then().body(containsString("/directory/shops"));
    given().get("/directory?q=SHOP").then().body(containsString("/directory/shops"));
    given().get("/directory?q=nothing").then().body(not(containsString("/directory/shops")));
    given()
        .get("/directory?sharing=UNCONDITIONAL")
        .then()
        .body(not(containsString("/directory/shops")));
    given()
        .queryParam("q", "\"><script>alert(1)</script>")
        .get("/directory")
        .then()
        .statusCode(200)
        .body(not(containsString("<script>alert")));
  }

  @Test
  void theRegistryIsSearchedAndGivenInOtherForms() {
    given()
        .queryParam("q", "dianpu")
        .get("/v1/search")
        .then()
        .statusCode(200)
        .body("[0].kind", equalTo("RESOURCE"))
        .body("[0].name", equalTo("shops"));
    given()
        .get("/v1/exchange/resources/shops/json-schema")
        .then()
        .statusCode(200)
        .contentType("application/schema+json")
        .body("type", equalTo("object"));
    given()
        .get("/v1/exchange/resources/shops/avro")
        .then()
        .statusCode(200)
        .contentType("application/vnd.apache.avro+json")
        .body("name", equalTo("shops"));
    given()
        .get("/v1/exchange/directory")
        .then()
        .statusCode(200)
        .contentType("application/ld+json")
        .body("'dcat:dataset'.'dcterms:identifier'", hasItem(notNullValue()));
    given()
        .get("/v1/exchange/elements")
        .then()
        .statusCode(200)
        .contentType("text/csv")
        .body(startsWith("name,identifier,"));
    given()
        .get("/v1/exchange/resources/none/avro")
        .then()
        .statusCode(404)
        .body("code", equalTo("resource-unknown"));
    given()
        .get("/v1/exchange/code-lists/none/skos")
        .then()
        .statusCode(404)
        .body("code", equalTo("code-unknown"));
  }

  @Test
  void theFiguresOfARunAddUp() {
    assertThat(run.read()).isEqualTo(run.accepted() + run.unchanged() + run.quarantined());
    given()
        .get("/runs/" + run.id())
        .then()
        .statusCode(200)
        .body(containsString("数字平衡"))
        .body(containsString("data-value=\"" + run.quarantined() + "\""))
        .body(not(containsString("Corner café")));
  }

  @Test
  void quarantinedRowsNeedARoleAndAReason() {
    String path = "/runs/" + run.id() + "/quarantine";
    given().formParam("why", "check").post(path).then().statusCode(401);
    Map<String, String> citizen = SignIn.as("citizen", "demo-citizen");
    given().cookies(citizen).formParam("why", "check").post(path).then().statusCode(403);
    Map<String, String> steward = SignIn.as("staff", "demo-steward");
    given().cookies(steward).formParam("why", " ").post(path).then().statusCode(400);
    long before = ledger.size();
    given()
        .cookies(steward)
        .formParam("why", "case 17")
        .post(path)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(containsString("S005"));
    assertThat(ledger.size()).isEqualTo(before + 1);
  }

  @Test
  void aTraceTellsSourceRowAndUses() {
    Map<String, String> auditor = SignIn.as("staff", "demo-auditor");
    given()
        .cookies(auditor)
        .formParam("resource", "shops")
        .formParam("key", "S001")
        .formParam("why", "audit 3")
        .post("/trace")
        .then()
        .statusCode(200)
        .body(containsString("shops.csv"))
        .body(containsString(run.inputDigest()))
        .body(containsString("resource/shops"));
    given()
        .cookies(auditor)
        .formParam("resource", "shops")
        .formParam("key", "S999")
        .formParam("why", "audit 3")
        .post("/trace")
        .then()
        .statusCode(200)
        .body(containsString("没有找到"));
    given()
        .cookies(auditor)
        .formParam("resource", "shops")
        .formParam("key", "S001")
        .post("/trace")
        .then()
        .statusCode(400)
        .body(containsString("value=\"S001\""));
  }

  @Test
  void aCertificateThatIsNoneIsToldApartAndWhatWasTypedStays() {
    given()
        .formParam("presentation", "abc.def.ghi~")
        .post("/verify")
        .then()
        .statusCode(200)
        .body(containsString("tb-verdict--bad"))
        .body(containsString("abc.def.ghi~"));
    given().formParam("presentation", "  ").post("/verify").then().statusCode(400);
  }

  @Test
  void aReceiptIsVerified() {
    byte[] receipt = CanonicalJson.bytes(ledger.receipt(run.receiptId()).orElseThrow());
    given()
        .multiPart("file", "receipt.json", receipt, "application/json")
        .post("/ledger")
        .then()
        .statusCode(200)
        .body(containsString("收据有效"));
    given()
        .multiPart(
            "receipt",
            new String(receipt, java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"index\":", "\"index\":1"))
        .post("/ledger")
        .then()
        .statusCode(200)
        .body(containsString("收据无效"));
    given().multiPart("receipt", "").post("/ledger").then().statusCode(400);
  }

  @Test
  void whatAnotherSiteSendsIsRefused() {
    Map<String, String> steward = SignIn.as("staff", "demo-steward");
    given()
        .cookies(steward)
        .header("Sec-Fetch-Site", "cross-site")
        .formParam("why", "case 17")
        .post("/runs/" + run.id() + "/quarantine")
        .then()
        .statusCode(403)
        .body("code", org.hamcrest.Matchers.equalTo("cross-site"));
  }

  @Test
  void theOverviewTellsOperatorsHowSourcesAnswer() {
    Map<String, String> operator = SignIn.as("staff", "demo-operator");
    given()
        .cookies(operator)
        .get("/")
        .then()
        .statusCode(200)
        .body(containsString("市监局投递目录"))
        .body(containsString("尚未使用"));
    given().get("/").then().body(org.hamcrest.Matchers.not(containsString("市监局投递目录")));
  }

  @Test
  void signingOutEndsTheSession() {
    Map<String, String> operator = SignIn.as("staff", "demo-operator");
    given().cookies(operator).get("/").then().body(containsString("王磊"));
    given()
        .cookies(operator)
        .redirects()
        .follow(false)
        .post("/logout")
        .then()
        .statusCode(303)
        .cookie("q_session_staff", "");
  }
}
