package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The hub as an entity of a federation, over HTTP. */
@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class TrustEdgeTest {
  @Inject HubSettings settings;

  private static JsonNode claims(String jwt) {
    return CanonicalJson.read(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
  }

  @Test
  void theHubsConfigurationLeadsToItsEndpoints() {
    String jwt =
        given()
            .get("/.well-known/openid-federation")
            .then()
            .statusCode(200)
            .contentType("application/entity-statement+jwt")
            .header("Access-Control-Allow-Origin", "*")
            .header("Cache-Control", "public, max-age=60")
            .extract()
            .asString();
    assertThat(claims(jwt).get("iss").asText()).isEqualTo(settings.publicUrl().toString());
    JsonNode hub = claims(jwt).at("/metadata/federation_entity");
    given().get(hub.get("federation_list_endpoint").asText()).then().statusCode(200);
    given()
        .get(hub.get("federation_historical_keys_endpoint").asText())
        .then()
        .statusCode(200)
        .contentType("application/jwk-set+jwt");
    given()
        .queryParam("sub", settings.publicUrl().toString())
        .queryParam("trust_anchor", settings.publicUrl().toString())
        .get(hub.get("federation_resolve_endpoint").asText())
        .then()
        .statusCode(200)
        .contentType("application/resolve-response+jwt");
  }

  @Test
  void errorsAreTheProtocols() {
    given()
        .queryParam("sub", "https://nobody.example")
        .get("/federation/fetch")
        .then()
        .statusCode(404)
        .contentType(ContentType.JSON)
        .body("error", equalTo("not_found"));
    given()
        .get("/federation/fetch")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
    given()
        .queryParam("entity_type", "x")
        .get("/federation/list")
        .then()
        .statusCode(400)
        .body("error", equalTo("unsupported_parameter"));
    given()
        .contentType(ContentType.URLENC)
        .post("/federation/trust-mark-status")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
    given()
        .contentType(ContentType.URLENC)
        .formParam("trust_mark", "x")
        .post("/federation/trust-mark-status")
        .then()
        .statusCode(200)
        .contentType("application/trust-mark-status-response+jwt")
        .header("Cache-Control", "no-store");
    given()
        .queryParam("sub", "https://a.example")
        .queryParam("trust_anchor", "https://b.example")
        .get("/federation/resolve")
        .then()
        .statusCode(404)
        .body("error", equalTo("invalid_trust_anchor"));
    given().get("/federation/trust-mark").then().statusCode(400);
    given()
        .get("/issuer/nobody/.well-known/openid-federation")
        .then()
        .statusCode(404)
        .body("error", equalTo("not_found"));
  }

  @Test
  void theListsAreForEverybody() {
    given()
        .get("/trust/aki")
        .then()
        .statusCode(200)
        .header("Cache-Control", "public, max-age=3600")
        .body("type", equalTo("aki"))
        .body("values", hasSize(1));
    given()
        .get("/trust/chains.pem")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/pem-certificate-chain"));
    String list =
        given()
            .get("/trust/entities.jws")
            .then()
            .statusCode(200)
            .contentType("application/jose")
            .extract()
            .asString();
    assertThat(claims(list).at("/LoTE/ListAndSchemeInformation/LoTEVersionIdentifier").asInt())
        .isEqualTo(1);
  }
}
