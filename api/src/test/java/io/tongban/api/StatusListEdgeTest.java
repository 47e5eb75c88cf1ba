package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tongban.certificates.jdbc.StatusListStore;
import io.tongban.hub.Database;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Status lists over HTTP: caching, compression, other pages, past times. */
@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class StatusListEdgeTest {
  @Inject StatusListStore lists;
  @Inject Database database;
  private UUID list;

  @BeforeEach
  void makeAList() {
    list = lists.take("market", "0".repeat(64), 2).list();
    Instant before = Instant.now().minus(Duration.ofHours(1));
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.status_list SET history_from = ? WHERE id = ?",
                    before,
                    list));
  }

  private HttpResponse<byte[]> get(String... headers) throws Exception {
    URI uri = URI.create("http://localhost:" + RestAssured.port + "/status-lists/" + list);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).headers(headers).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse(null);
  }

  @Test
  void aListComesCompressedForAnyPageAndIsCached() throws Exception {
    HttpResponse<byte[]> answer = get("Accept-Encoding", "gzip");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith("application/statuslist+jwt");
    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=300");
    byte[] jwt = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertThat(new String(jwt, StandardCharsets.US_ASCII).split("\\.")).hasSize(3);
    String tag = header(answer, "ETag");
    assertThat(tag).startsWith("W/\"");
    HttpResponse<byte[]> again = get("If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(get("If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aPastTimeIsAnsweredAndOtherTimesAreProblems() {
    String uri = "/status-lists/" + list;
    long now = Instant.now().getEpochSecond();
    given()
        .get(uri + "?time=" + (now - 60))
        .then()
        .statusCode(200)
        .contentType("application/statuslist+jwt");
    for (long time : new long[] {0, now - 7200, now + 7200}) {
      given()
          .get(uri + "?time=" + time)
          .then()
          .statusCode(404)
          .body("code", equalTo("status-time-unknown"));
    }
    for (String time : new String[] {"yesterday", "9".repeat(18), "9".repeat(30)}) {
      given()
          .get(uri + "?time=" + time)
          .then()
          .statusCode(400)
          .body("code", equalTo("status-time-malformed"));
    }
  }

  @Test
  void anAuthoritysListsAreAggregated() {
    given()
        .get("/status-lists/of/market")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "*")
        .body("status_lists", hasItem(endsWith("/status-lists/" + list)));
    given()
        .get("/status-lists/of/nobody")
        .then()
        .statusCode(404)
        .body("code", equalTo("certificate-authority-unknown"));
  }
}
