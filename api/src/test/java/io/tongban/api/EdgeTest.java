package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class EdgeTest {
  @Inject ShopsHub hub;

  @Test
  void anUnknownAddressIsAProblemInTheReadersLanguage() {
    given()
        .accept(ContentType.JSON)
        .get("/nowhere")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:tongban:problem:not-found"))
        .body("code", equalTo("not-found"))
        .body("title", equalTo("没有这个地址"))
        .body("status", equalTo(404))
        .body("instance", equalTo("/nowhere"));
    given()
        .accept(ContentType.JSON)
        .header("Accept-Language", "fr, en;q=0.8, zh;q=0.2")
        .get("/nowhere")
        .then()
        .header("Content-Language", "en")
        .body("title", equalTo("There is nothing at this address"));
  }

  @Test
  void aBrowserGetsAPage() {
    given()
        .accept("text/html,application/xhtml+xml")
        .get("/nowhere")
        .then()
        .statusCode(404)
        .contentType(startsWith("text/html"))
        .body(containsString("not-found"));
  }

  @Test
  void aWrongMethodNamesTheRightOnes() {
    given().delete("/directory").then().statusCode(405).body("code", equalTo("method-not-allowed"));
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    given()
        .contentType("text/plain")
        .body("x")
        .post("/ledger")
        .then()
        .statusCode(415)
        .body("code", equalTo("media-type-unsupported"));
  }

  @Test
  void aBodyThatIsTooLongIsRefusedBeforeItIsRead() {
    given()
        .contentType(ContentType.URLENC)
        .body("presentation=" + "a".repeat(3 << 20))
        .post("/verify")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("code", equalTo("body-too-large"));
  }

  @Test
  void malformedJsonNamesItsPlace() {
    given()
        .contentType(ContentType.JSON)
        .body("{\n  \"name\": \"a\",\n  \"count\": x\n}")
        .post("/test/echo")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("request-malformed"))
        .body("line", equalTo(3))
        .body("column", greaterThan(1));
    given()
        .contentType(ContentType.JSON)
        .body("{\"name\": \"a\", \"secret\": \"hunter2\"}")
        .post("/test/echo")
        .then()
        .statusCode(400)
        .body("detail", containsString("/secret"))
        .body("detail", not(containsString("hunter2")));
  }

  @Test
  void anUnforeseenFailureTellsAnIncidentAndNothingElse() {
    given()
        .get("/test/fail")
        .then()
        .statusCode(500)
        .contentType("application/problem+json")
        .body("code", equalTo("internal"))
        .body("incident", org.hamcrest.Matchers.matchesPattern("[0-9a-f-]{36}"))
        .body(not(containsString("password")))
        .body(not(containsString("Exception")));
  }

  @Test
  void aUsedUpRateSaysWhenToComeAgain() {
    given()
        .get("/test/too-often")
        .then()
        .statusCode(429)
        .header("Retry-After", "17")
        .body("code", equalTo("rate-exceeded"))
        .body("retryAfter", equalTo(17));
    given().get("/test/fail").then().header("Retry-After", org.hamcrest.Matchers.nullValue());
  }

  @Test
  void healthTellsOfDatabaseAndLedger() {
    hub.run();
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name", hasItem("database"))
        .body("checks.name", hasItem("ledger"))
        .body("checks.name", hasItem("sources"));
  }

  @Test
  void metricsTellOfLedgerAndRuns() {
    hub.run();
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("tongban_ledger_appends_total{type=\"load\"} 1.0"))
        .body(containsString("tongban_connector_rows_total{connector=\"shops-drop\""))
        .body(containsString("tongban_resources 1.0"));
  }

  @Test
  void openApiNamesTheHubItsLicenceAndItsServer() {
    given()
        .accept(ContentType.JSON)
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("info.title", containsString("Tongban"))
        .body("info.license.name", equalTo("Apache-2.0"))
        .body("servers[0].url", startsWith("http://127.0.0.1:"))
        .body("paths.keySet()", not(hasItem("/directory")));
    given().get("/q/swagger-ui").then().statusCode(200);
  }
}
