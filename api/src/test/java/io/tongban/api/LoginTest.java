package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class LoginTest {
  @Test
  void discoveryNamesWhatTheProviderCan() {
    given()
        .get("/demo-idp/.well-known/openid-configuration")
        .then()
        .statusCode(200)
        .body("code_challenge_methods_supported", hasItem("S256"))
        .body("id_token_signing_alg_values_supported", hasItem("ES256"))
        .body("issuer", containsString("/demo-idp"));
    given()
        .get("/demo-idp/jwks")
        .then()
        .body("keys[0].kty", equalTo("EC"))
        .body("keys[0].d", equalTo(null));
  }

  @Test
  void signingInAsksWithPkceAndNonce() {
    String location = new SignIn().get("/login/staff").header("Location");
    assertThat(location)
        .contains("code_challenge_method=S256")
        .contains("response_type=code")
        .contains("nonce=")
        .contains("client_id=tongban-staff");
  }

  @Test
  void rolesAreThoseOfTheIdentity() {
    Map<String, String> auditor = SignIn.as("staff", "demo-auditor");
    given()
        .cookies(auditor)
        .get("/trace")
        .then()
        .statusCode(200)
        .body(containsString("周岩"))
        .body(containsString("name=\"key\""));
    Map<String, String> clerk = SignIn.as("staff", "demo-clerk");
    given().cookies(clerk).get("/trace").then().body(not(containsString("name=\"key\"")));
  }

  @Test
  void aCitizenCannotPickAStaffIdentity() {
    String location = new SignIn().get("/login/citizen").header("Location");
    given()
        .urlEncodingEnabled(false)
        .get(location)
        .then()
        .statusCode(200)
        .body(containsString("demo-citizen"))
        .body(not(containsString("demo-auditor")));
  }

  @Test
  void aForeignRedirectIsRefused() {
    given()
        .accept("application/json")
        .queryParam("client_id", "tongban-staff")
        .queryParam("redirect_uri", "https://evil.example/callback")
        .queryParam("response_type", "code")
        .queryParam("code_challenge", "x")
        .queryParam("code_challenge_method", "S256")
        .get("/demo-idp/authorize")
        .then()
        .statusCode(400)
        .body("detail", containsString("redirect_uri"));
  }

  @Test
  void aCodeNeedsItsClientAndItsVerifier() {
    given()
        .formParam("grant_type", "authorization_code")
        .formParam("code", "made-up")
        .post("/demo-idp/token")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
    given()
        .auth()
        .preemptive()
        .basic("tongban-staff", "guessed")
        .formParam("grant_type", "authorization_code")
        .post("/demo-idp/token")
        .then()
        .statusCode(401);
  }
}
