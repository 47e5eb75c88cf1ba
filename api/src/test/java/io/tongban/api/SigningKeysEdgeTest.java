package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Signing keys at the edge: for operators only. */
@QuarkusTest
@TestProfile(LandProfile.class)
class SigningKeysEdgeTest {
  private static final String KEYS = "/v1/signing-keys";
  private static final String START =
      "{\"authority\":\"land\",\"type\":null,\"reason\":\"yearly change\"}";

  @Inject LandHub hub;

  private DepartmentClient operator() {
    DepartmentClient operator = new DepartmentClient("land-operator");
    operator.at(hub.settings().publicUrl());
    hub.adur();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: land-operator, title: {zh: 运维, en: Operator}}
        spec: {department: land, roles: [operator], jwks: {"keys": [%s]}}
        """
            .formatted(operator.publicKey()));
    return operator;
  }

  @Test
  void othersMayNot() {
    given().get(KEYS).then().statusCode(401);
    assertThat(hub.adur().get(KEYS).status()).isEqualTo(403);
    assertThat(hub.adur().post(KEYS, START).status()).isEqualTo(403);
    String withdrawal = KEYS + "/" + UUID.randomUUID() + "/withdrawal";
    assertThat(hub.adur().post(withdrawal, "{\"reason\":\"x\"}").status()).isEqualTo(403);
  }

  @Test
  void whatIsNotThereIsSaid() {
    DepartmentClient operator = operator();
    JsonNode keys = operator.get(KEYS + "?authority=nobody").json();
    assertThat(keys.get("keys")).isEmpty();
    assertThat(operator.post(KEYS, START.replace("land", "adur")).code())
        .isEqualTo("certificate-authority-unknown");
    String withdrawal = "/withdrawal";
    assertThat(operator.post(KEYS + "/x" + withdrawal, "{\"reason\":\"x\"}").code())
        .isEqualTo("signing-key-unknown");
    assertThat(
            operator.post(KEYS + "/" + UUID.randomUUID() + withdrawal, "{\"reason\":\"x\"}").code())
        .isEqualTo("signing-key-unknown");
    assertThat(operator.post(KEYS + "/" + UUID.randomUUID() + withdrawal, "null").code())
        .isEqualTo("signing-key-reason-missing");
    assertThat(operator.post(KEYS, "null").code()).isEqualTo("certificate-authority-unknown");
  }

  @Test
  void anOperatorStartsAndWithdrawsAKey() {
    DepartmentClient operator = operator();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: CertificateType
        metadata: {name: parcel-extract, title: {zh: 地块摘录, en: Parcel extract}}
        spec:
          authority: land
          vct: urn:test:parcel-extract:1
          service: parcel-lookup
          purpose: inspection
          numberClaim: id
          claims: [{name: id, column: id}]
        """);
    String start = START.replace("null", "\"parcel-extract\"");
    JsonNode first = operator.post(KEYS, start).json();
    JsonNode second = operator.post(KEYS, start).json();
    assertThat(second.get("alias").asText()).isEqualTo("issuer-land.parcel-extract.2");
    JsonNode keys = operator.get(KEYS + "?authority=land").json().get("keys");
    assertThat(keys.get(0).get("id")).isEqualTo(second.get("id"));
    assertThat(keys.get(1).get("id")).isEqualTo(first.get("id"));
    assertThat(keys.get(1).get("retired").isTextual()).isTrue();
    String withdrawal = KEYS + "/" + second.get("id").asText() + "/withdrawal";
    var withdrawn = operator.post(withdrawal, "{\"reason\":\"laptop lost\"}");
    assertThat(withdrawn.status()).isEqualTo(200);
    assertThat(withdrawn.json().get("withdrawn").isTextual()).isTrue();
    var again = operator.post(withdrawal, "{\"reason\":\"laptop lost\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("signing-key-changed");
    assertThat(operator.post(KEYS, START.replace("yearly change", " ")).code())
        .isEqualTo("signing-key-reason-missing");
  }
}
