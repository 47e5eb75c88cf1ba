package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.hub.CanonicalJson;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL and data services at the edge: versions, formats, pages, plans and bad input. */
@QuarkusTest
@TestProfile(LandProfile.class)
class FederationEdgeTest {
  private static final String LOOK_UP =
      "{\"parameters\":{\"id\":\"p7\"},\"purpose\":\"inspection\"}";
  private static final String LOOK_UP_2 =
      "{\"parameters\":{\"id\":\"p7\",\"floors\":1},\"purpose\":\"inspection\"}";

  @Inject LandHub hub;

  private static String query(String sql) {
    return CanonicalJson.mapper()
        .createObjectNode()
        .put("sql", sql)
        .put("purpose", "inspection")
        .toString();
  }

  @Test
  void versionsStandSideBySideAndTheBarePathMeansTheNewest() {
    assertThat(hub.adur().post("/v1/services/parcel-lookup/v1", LOOK_UP).json().path("rows"))
        .hasToString("[[\"p7\",\"地块7\"]]");
    JsonNode newest = hub.adur().post("/v1/services/parcel-lookup", LOOK_UP_2).json();
    assertThat(newest.path("columns")).hasSize(3);
    assertThat(newest.has("next")).isFalse();
    assertThat(hub.adur().post("/v1/services/parcel-lookup/v2", LOOK_UP_2).json().path("rows"))
        .isEqualTo(newest.path("rows"));
  }

  @Test
  void aDeprecatedVersionSaysUntilWhenAndWhatComesInstead() {
    var old = hub.adur().post("/v1/services/parcel-lookup/v1", LOOK_UP);
    // 2025-06-01 and 2098-01-01 in the hub's zone, Asia/Shanghai
    assertThat(old.header("Deprecation")).isEqualTo("@1748707200");
    assertThat(old.header("Sunset")).isEqualTo("Tue, 31 Dec 2097 16:00:00 GMT");
    assertThat(old.header("Link"))
        .isEqualTo("</v1/services/parcel-lookup/v2>; rel=\"successor-version\"");
    assertThat(hub.adur().post("/v1/services/parcel-lookup/v2", LOOK_UP_2).header("Deprecation"))
        .isNull();
  }

  @Test
  void aRetiredVersionIsGoneAndAnUnknownOneNamesThoseThatAre() {
    var retired = hub.adur().post("/v1/services/parcel-lookup/v9", LOOK_UP);
    assertThat(retired.status()).isEqualTo(410);
    assertThat(retired.code()).isEqualTo("service-retired");
    assertThat(retired.json().path("successor").asText())
        .isEqualTo("/v1/services/parcel-lookup/v2");
    var unknown = hub.adur().post("/v1/services/parcel-lookup/v3", LOOK_UP);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("versions")).hasToString("[1,2,9]");
    assertThat(hub.adur().post("/v1/services/parcel-lookup-2", LOOK_UP).status()).isEqualTo(404);
  }

  @Test
  void theListNamesEveryVersionWithItsPath() {
    JsonNode items = hub.adur().get("/v1/services?limit=2").json();
    assertThat(items.path("items").findValuesAsText("path"))
        .containsExactly("/v1/services/parcel-lookup/v1", "/v1/services/parcel-lookup/v2");
    JsonNode rest = hub.adur().get("/v1/services?after=" + items.path("next").asText()).json();
    assertThat(rest.path("items").findValuesAsText("path"))
        .containsExactly("/v1/services/parcel-report/v1");
  }

  @Test
  void openApiHasEachVersionWithTypedParametersAndAnExampleAsDeclaredNow() {
    hub.adur();
    JsonNode document =
        CanonicalJson.read(
            given().get("/q/openapi?format=json").then().statusCode(200).extract().asByteArray());
    JsonNode second = document.path("paths").path("/v1/services/parcel-lookup/v2").path("post");
    JsonNode body = second.path("requestBody").path("content").path("application/json");
    assertThat(
            body.path("schema")
                .path("properties")
                .path("parameters")
                .path("properties")
                .path("floors")
                .toString())
        .contains("integer");
    assertThat(body.path("examples").toString()).contains("p7");
    JsonNode first = document.path("paths").path("/v1/services/parcel-lookup/v1").path("post");
    assertThat(first.path("deprecated").asBoolean()).isTrue();
    assertThat(document.path("components").path("schemas").has("Released")).isTrue();
    assertThat(document.path("paths").has("/v1/services/late-comer/v1")).isFalse();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: late-comer, title: {zh: 新, en: New}}
        spec:
          service: late-comer
          provider: land
          sql: SELECT id FROM land_parcels WHERE id = :id
          parameters: [{name: id, type: STRING}]
          deprecated: {since: 2025-06-01}
        """);
    assertThat(given().get("/q/openapi?format=json").asString())
        .contains("/v1/services/late-comer/v1");
    // and leaves the list as the other tests know it
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: late-comer, title: {zh: 新, en: New}}
        spec:
          provider: land
          sql: SELECT id FROM land_parcels WHERE id = :id
          parameters: [{name: id, type: STRING}]
          deprecated: {since: 2025-06-01, sunset: 2025-06-01}
        """);
    assertThat(given().get("/q/openapi?format=json").asString())
        .doesNotContain("/v1/services/late-comer/v1");
  }

  @Test
  void csvHasTheReceiptInItsHeaderAndNoFormulas() {
    var answer =
        hub.adur()
            .post(
                "/v1/query",
                query(
                    "SELECT id, label, area, listed, registered FROM land_parcels WHERE id IN"
                        + " ('p3', 'p4', 'p5') ORDER BY floors"),
                "Accept",
                "text/csv");
    assertThat(answer.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
    assertThat(answer.text())
        .isEqualTo(
            "ID,LABEL,AREA,LISTED,REGISTERED\r\n".toLowerCase(java.util.Locale.ROOT)
                + "p3,'=1+1,1231.5,false,2000-01-04\r\n"
                + "p4,\"a,\"\"b\"\"\",1230.5,true,2000-01-05\r\n"
                + "p5,,1229.5,false,2000-01-06\r\n");
    JsonNode receipt =
        CanonicalJson.read(Base64.getUrlDecoder().decode(answer.header("Tongban-Receipt")));
    assertThat(receipt.path("proof").asText()).startsWith("c2sp.org/tlog-proof@v1");
    assertThat(answer.header("Tongban-Truncated")).isEqualTo("false");
  }

  /** Where a receipt is too long for a header, the header leads to it. */
  @Test
  void aClientFetchesTheReceiptsOfItsOwnUsesOnly() {
    var answer = hub.adur().post("/v1/query", query("SELECT id FROM land_parcels WHERE id = 'p7'"));
    String path = "/v1/receipts/" + answer.json().path("receipt").path("id").asText();
    JsonNode again = hub.adur().get(path).json();
    assertThat(again.path("leaf")).isEqualTo(answer.json().path("receipt").path("leaf"));
    assertThat(again.path("proof").asText()).startsWith("c2sp.org/tlog-proof@v1");
    var refused = hub.brent().get(path);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("role-missing");
    assertThat(hub.adur().get("/v1/receipts/019bc0de-0000-7000-8000-000000000001").code())
        .isEqualTo("role-missing");
  }

  @Test
  void ndjsonIsAnObjectARow() {
    var answer =
        hub.adur()
            .post("/v1/services/parcel-lookup/v2", LOOK_UP_2, "Accept", "application/x-ndjson");
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(answer.text()).isEqualTo("{\"id\":\"p7\",\"label\":\"地块7\",\"area\":1227.5}\n");
    assertThat(answer.header("Tongban-Receipt")).isNotNull();
  }

  @Test
  void anotherFormIsNotOffered() {
    var answer =
        hub.adur().post("/v1/query", query("SELECT id FROM land_parcels"), "Accept", "image/png");
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.code()).isEqualTo("not-acceptable");
  }

  @Test
  void pagesFollowOneAnotherEachWithItsReceipt() {
    Set<String> seen = new HashSet<>();
    Set<String> receipts = new HashSet<>();
    var page = hub.adur().post("/v1/query?limit=1000", query("SELECT id FROM land_parcels"));
    while (true) {
      assertThat(page.status()).isEqualTo(200);
      page.json().path("rows").forEach(row -> seen.add(row.get(0).asText()));
      receipts.add(page.json().path("receipt").path("id").asText());
      String next = page.json().path("next").asText(null);
      if (next == null) {
        break;
      }
      assertThat(page.header("Link")).isEqualTo("<" + next + ">; rel=\"next\"");
      page = hub.adur().get(next);
    }
    assertThat(seen).hasSize(LandHub.PARCELS);
    assertThat(receipts).hasSize(3);
  }

  @Test
  void aServiceComesByPagesWithinItsBudgetAndAnotherClientCannotReadOn() {
    var page =
        hub.adur().post("/v1/services/parcel-report?limit=1500", "{\"purpose\":\"inspection\"}");
    String next = page.json().path("next").asText();
    var foreign = hub.brent().get(next);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.code()).isEqualTo("cursor-unknown");
    JsonNode rest = hub.adur().get(next, "Accept", "application/json").json();
    assertThat(rest.path("rows")).hasSize(500);
    assertThat(rest.path("truncated").asBoolean()).isTrue();
    String cursor = next.replaceAll("/pages/.*", "");
    assertThat(hub.adur().delete(cursor).status()).isEqualTo(204);
  }

  @Test
  void plansAreShownForServicesAndForSqlWithExplain() {
    JsonNode service =
        hub.adur().get("/v1/services/parcel-lookup/explain?purpose=inspection").json();
    assertThat(service.path("pushed").path("hub").get(0).asText()).contains("SELECT");
    assertThat(service.has("rows")).isFalse();
    assertThat(
            hub.adur()
                .post("/v1/services/parcel-lookup/explain", "{\"purpose\":\"inspection\"}")
                .json()
                .path("planDigest"))
        .isEqualTo(service.path("planDigest"));
    for (String prefix : new String[] {"EXPLAIN PLAN FOR ", "explain\n"}) {
      JsonNode sql =
          hub.adur()
              .post("/v1/query", query(prefix + "SELECT id FROM land_parcels WHERE id = 'p7'"))
              .json();
      assertThat(sql.path("plan").asText()).isNotEmpty();
      assertThat(sql.has("receipt")).isFalse();
    }
    var faulty = hub.adur().post("/v1/query", query("EXPLAIN SELECT nope FROM land_parcels"));
    assertThat(faulty.json().path("column").asInt()).isEqualTo(16);
    assertThat(hub.brent().get("/v1/services/parcel-lookup/explain?purpose=inspection").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"0", "10001", "-1", "many", "99999999999"})
  void pageSizesOutOfRangeAreRefused(String limit) {
    var answer = hub.adur().post("/v1/query?limit=" + limit, query("SELECT id FROM land_parcels"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("page-invalid");
  }

  @Test
  void aJobIsSubmittedAskedForFetchedAndDeleted() {
    var submitted =
        hub.adur()
            .post(
                "/v1/query-jobs",
                query(
                    "SELECT id, label FROM land_parcels UNION ALL SELECT id, label FROM"
                        + " land_parcels UNION ALL SELECT id, label FROM land_parcels"));
    assertThat(submitted.status()).isEqualTo(202);
    String job = submitted.header("Location").replaceAll("^https?://[^/]*", "");
    JsonNode status = hub.adur().get(job).json();
    while (status.path("ended").isMissingNode()) {
      status = hub.adur().get(job).json();
    }
    assertThat(status.path("state").asText()).isEqualTo("DONE");
    assertThat(status.path("rows").asInt()).isEqualTo(3 * LandHub.PARCELS);
    assertThat(hub.brent().get(job).code()).isEqualTo("query-job-unknown");
    var page = hub.adur().get(status.path("first").asText());
    assertThat(page.json().path("rows")).hasSize(5_000);
    assertThat(page.json().path("receipt").path("proof").asText()).isNotEmpty();
    String next = page.json().path("next").asText();
    assertThat(hub.adur().get(next, "Accept", "text/csv").text()).startsWith("id,label\r\n");
    assertThat(hub.adur().get(job + "/pages/2").code()).isEqualTo("page-invalid");
    assertThat(hub.adur().get(job + "/pages/x").code()).isEqualTo("page-invalid");
    assertThat(hub.brent().delete(job).status()).isEqualTo(404);
    assertThat(hub.adur().delete(job).status()).isEqualTo(204);
    assertThat(hub.adur().get(job).json().path("state").asText()).isEqualTo("CANCELLED");
    assertThat(hub.adur().get(next).code()).isEqualTo("query-job-lost");
  }

  @Test
  void aJobOfAServiceNamesItsVersion() {
    var submitted =
        hub.adur()
            .post(
                "/v1/query-jobs",
                "{\"service\":\"parcel-lookup\",\"majorVersion\":1,\"parameters\":{\"id\":\"p7\"},"
                    + "\"purpose\":\"inspection\"}");
    assertThat(submitted.status()).isEqualTo(202);
    for (String faulty :
        new String[] {
          "{\"purpose\":\"inspection\"}",
          "{\"sql\":\"SELECT 1\",\"service\":\"x\",\"purpose\":\"inspection\"}",
          "{\"sql\":\"SELECT id FROM land_parcels\",\"parameters\":{},\"purpose\":\"inspection\"}"
        }) {
      assertThat(hub.adur().post("/v1/query-jobs", faulty).status()).isEqualTo(400);
    }
    assertThat(hub.brent().post("/v1/query-jobs", query("SELECT id FROM land_parcels")).status())
        .isEqualTo(403);
  }

  // ---- bad input: each is a clear problem, and the hub keeps serving

  private void stillServes() {
    assertThat(hub.adur().post("/v1/services/parcel-lookup/v1", LOOK_UP).status()).isEqualTo(200);
  }

  @Test
  void anInListOfTenThousandElements() {
    String list =
        java.util.stream.IntStream.range(0, 10_000)
            .mapToObj(Integer::toString)
            .collect(java.util.stream.Collectors.joining(","));
    var answer =
        hub.adur()
            .post("/v1/query", query("SELECT id FROM land_parcels WHERE floors IN (" + list + ")"));
    assertThat(answer.status()).isIn(200, 400);
    if (answer.status() == 200) {
      assertThat(answer.json().path("rows")).hasSize(LandHub.PARCELS);
    } else {
      assertThat(answer.code()).isEqualTo("sql-invalid");
    }
    stillServes();
  }

  @Test
  void sqlOfAMegabyte() {
    var answer =
        hub.adur()
            .post(
                "/v1/query",
                query("SELECT id FROM land_parcels WHERE id = '" + "x".repeat(1 << 20) + "'"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("sql-invalid");
    assertThat(answer.text().length()).isLessThan(2_000);
    stillServes();
  }

  @Test
  void anOversizedBody() {
    given()
        .contentType("application/json")
        .body("{\"sql\":\"" + "x".repeat(3 << 20) + "\"}")
        .post("/v1/query")
        .then()
        .statusCode(413);
    stillServes();
  }

  @Test
  void deeplyNestedJson() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    for (String path : new String[] {"/v1/query", "/v1/query-jobs"}) {
      var answer =
          hub.adur()
              .post(
                  path,
                  "{\"sql\":\"SELECT id FROM land_parcels\",\"purpose\":\"inspection\",\"parameters\":"
                      + deep
                      + "}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("request-malformed");
    }
    stillServes();
  }

  private static String waiting(String sql) {
    return query(sql).replace("inspection", "waiting");
  }

  @Test
  void aSourceThatHangs() throws java.sql.SQLException {
    HangingSource source = HangingSource.of(hub);
    var answer =
        hub.adur().post("/v1/query", waiting("SELECT id FROM hanging_plots WHERE id = 'p1'"));
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("query-timeout");
    assertThat(answer.json().path("source").asText()).isEqualTo("hanging-db");
    assertThat(source.runs(0)).isTrue();
    stillServes();
  }

  @Test
  void aSourceOfWrongTypes() {
    HangingSource.of(hub);
    for (String path : new String[] {"/v1/query", "/v1/query?limit=10"}) {
      var answer =
          hub.adur().post(path, waiting("SELECT id, floors FROM odd_plots WHERE id = 'p1'"));
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.code()).isEqualTo("source-misfit");
      assertThat(answer.text()).contains("floors").doesNotContain("secret-floors");
    }
    stillServes();
  }

  @Test
  void tooManyConditionsForTheParser() {
    var answer =
        hub.adur()
            .post(
                "/v1/query",
                query(
                    "SELECT id FROM land_parcels WHERE "
                        + "(".repeat(5_000)
                        + "floors = 1"
                        + ")".repeat(5_000)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("sql-invalid");
    stillServes();
  }

  @Test
  void aWrongContentType() {
    var answer =
        hub.adur()
            .send("POST", "/v1/query", "SELECT id FROM land_parcels", "Content-Type", "text/plain");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("media-type-unsupported");
    stillServes();
  }

  @Test
  void anUnknownParameterOrMember() {
    var parameter =
        hub.adur()
            .post(
                "/v1/services/parcel-lookup/v1",
                "{\"parameters\":{\"id\":\"p7\",\"nope\":1},\"purpose\":\"inspection\"}");
    assertThat(parameter.status()).isEqualTo(400);
    assertThat(parameter.code()).isEqualTo("parameter-invalid");
    assertThat(parameter.json().path("parameter").asText()).isEqualTo("nope");
    var member = hub.adur().post("/v1/query", "{\"sq\":\"SELECT 1\"}");
    assertThat(member.code()).isEqualTo("request-malformed");
    stillServes();
  }
}
