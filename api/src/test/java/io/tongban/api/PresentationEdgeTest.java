package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.tongban.hub.CanonicalJson;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Presentations at the edge: the department's two addresses and the wallet's two. */
@QuarkusTest
@TestProfile(LandProfile.class)
class PresentationEdgeTest {
  private static final String REQUEST =
      "{\"purpose\":\"inspection\",\"dcql_query\":{\"credentials\":[{\"id\":\"a\","
          + "\"format\":\"dc+sd-jwt\",\"meta\":{\"vct_values\":[\"urn:test:x:1\"]},"
          + "\"claims\":[{\"path\":[\"name\"]}]}]}%s}";

  private static final String CALLBACK =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: adur-inbox, title: {zh: 收件, en: Inbox}}
      spec: {department: adur, http: {url: "http://127.0.0.1:%d", privateNetwork: true}}
      ---
      apiVersion: tongban.io/v1
      kind: Callback
      metadata: {name: adur-events, title: {zh: 回调, en: Events}}
      spec: {client: adur-system, source: adur-inbox, path: /events}
      """;

  @Inject LandHub hub;

  private JsonNode started(String more) {
    var answer = hub.adur().post("/v1/presentations", REQUEST.formatted(more));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    return answer.json();
  }

  private static String path(JsonNode started, String last) {
    return URI.create(started.get("request_uri").asText()).resolve(last).getPath();
  }

  private static JsonNode claims(String jwt) {
    return CanonicalJson.read(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
  }

  @Test
  void aWalletFetchesTheRequestByGetAndByPost() {
    JsonNode started = started("");
    assertThat(started.get("link").asText()).startsWith("openid4vp://?client_id=x509_hash%3A");
    assertThat(started.get("haip_link").asText()).startsWith("haip-vp://?");
    String path = path(started, "request");
    String got =
        given()
            .accept("application/oauth-authz-req+jwt")
            .get(path)
            .then()
            .statusCode(200)
            .contentType("application/oauth-authz-req+jwt")
            .header("Cache-Control", "no-store")
            .extract()
            .asString();
    assertThat(claims(got).has("wallet_nonce")).isFalse();
    assertThat(claims(got).get("response_uri").asText()).endsWith(path(started, "response"));
    String posted =
        given()
            .contentType(ContentType.URLENC)
            .formParam("wallet_nonce", "w-1")
            .formParam("wallet_metadata", "{}")
            .post(path)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(claims(posted).get("wallet_nonce").asText()).isEqualTo("w-1");
    assertThat(claims(posted).get("nonce")).isEqualTo(claims(got).get("nonce"));
  }

  @Test
  void aRefusalOfTheWalletReachesTheDepartmentAndNobodyElse() {
    JsonNode started = started(",\"redirect_uri\":\"https://adur.example/back\"");
    String poll = "/v1/presentations/" + started.get("id").asText();
    assertThat(hub.adur().get(poll).json().get("state").asText()).isEqualTo("pending");
    String state =
        claims(given().get(path(started, "request")).then().extract().asString())
            .get("state")
            .asText();
    given()
        .contentType(ContentType.URLENC)
        .formParam("error", "access_denied")
        .formParam("state", state)
        .post(path(started, "response"))
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("redirect_uri", equalTo("https://adur.example/back"));
    JsonNode seen = hub.adur().get(poll, "Response-Code", "none").json();
    assertThat(seen.get("state").asText()).isEqualTo("refused");
    assertThat(seen.get("error").asText()).isEqualTo("access_denied");
    assertThat(hub.brent().get(poll).code()).isEqualTo("presentation-unknown");
    given().get(poll).then().statusCode(401);
    given()
        .get(path(started, "request"))
        .then()
        .statusCode(410)
        .body("code", equalTo("presentation-over"));
  }

  @Test
  void aLongResponseThatIsNoneIsTheWalletsError() {
    JsonNode started = started("");
    given()
        .contentType(ContentType.URLENC)
        .formParam("response", "a".repeat(100_000))
        .post(path(started, "response"))
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"))
        .body("error_description", containsString("not encrypted"));
  }

  @Test
  void aRequirementIsNamedInsteadOfAQuery() {
    hub.adur();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: PresentationRequirement
        metadata: {name: some-name, title: {zh: 名称, en: Name}}
        spec:
          query:
            credentials:
              - id: n
                format: dc+sd-jwt
                meta: {vct_values: ["urn:test:x:1"]}
                claims: [{path: [name]}]
        """);
    String asked = "{\"purpose\":\"inspection\",\"requirement\":\"%s\"}";
    JsonNode started = hub.adur().post("/v1/presentations", asked.formatted("some-name")).json();
    String jwt = given().get(path(started, "request")).then().extract().asString();
    assertThat(claims(jwt).path("dcql_query").path("credentials").get(0).get("id").asText())
        .isEqualTo("n");
    var unknown = hub.adur().post("/v1/presentations", asked.formatted("other"));
    assertThat(unknown.code()).isEqualTo("presentation-request-invalid");
    assertThat(unknown.text()).contains("PresentationRequirement named other");
  }

  @Test
  void theDepartmentsSystemIsToldThatItHasEnded() throws Exception {
    hub.adur();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext(
        "/events",
        exchange -> {
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
          told.add(type + " " + new String(body, StandardCharsets.UTF_8));
        });
    receiver.start();
    try {
      hub.apply(CALLBACK.formatted(receiver.getAddress().getPort()));
      String asked = ",\"callback\":\"adur-events\"";
      JsonNode started = started(asked);
      String poll = "/v1/presentations/" + started.get("id").asText();
      JsonNode waiting = hub.adur().get(poll).json().get("callback");
      assertThat(waiting.get("name").asText()).isEqualTo("adur-events");
      assertThat(waiting.get("state").asText()).isEqualTo("waiting");
      refuse(started);
      // the node sends it by itself
      String[] got = told.poll(60, TimeUnit.SECONDS).split(" ");
      assertThat(got[0]).isEqualTo("application/secevent+jwt");
      JsonNode event = claims(got[1]).get("events").get("urn:tongban:event:presentation-ended");
      assertThat(event.get("presentation")).isEqualTo(started.get("id"));
      assertThat(event.get("state").asText()).isEqualTo("refused");
      JsonNode seen = hub.adur().get(poll).json();
      assertThat(seen.get("state").asText()).isEqualTo("refused");
      assertThat(seen.get("callback").get("attempts").asInt()).isEqualTo(1);
      var others = hub.brent().post("/v1/presentations", REQUEST.formatted(asked));
      assertThat(others.code()).isEqualTo("callback-unknown");
      assertThat(others.text()).contains("brent-system").doesNotContain("adur");
      given().get("/q/metrics").then().body(containsString("tongban_callback_notices{"));
    } finally {
      receiver.stop(0);
    }
  }

  private static void refuse(JsonNode started) {
    String state =
        claims(given().get(path(started, "request")).then().extract().asString())
            .get("state")
            .asText();
    given()
        .contentType(ContentType.URLENC)
        .formParam("error", "access_denied")
        .formParam("state", state)
        .post(path(started, "response"))
        .then()
        .statusCode(200);
  }

  @Test
  void badRequestsAreProblems() {
    assertThat(hub.adur().post("/v1/presentations", "{\"purpose\":\"inspection\"}").code())
        .isEqualTo("presentation-request-invalid");
    assertThat(hub.adur().post("/v1/presentations", "null").code())
        .isEqualTo("presentation-request-invalid");
    var unknown =
        hub.adur().post("/v1/presentations", REQUEST.replace("inspection", "x").formatted(""));
    assertThat(unknown.code()).isEqualTo("purpose-unknown");
    for (String id : new String[] {"x", UUID.randomUUID().toString()}) {
      assertThat(hub.adur().get("/v1/presentations/" + id).code())
          .isEqualTo("presentation-unknown");
      given()
          .get("/presentations/" + id + "/request")
          .then()
          .statusCode(404)
          .body("code", equalTo("presentation-unknown"));
    }
  }
}
