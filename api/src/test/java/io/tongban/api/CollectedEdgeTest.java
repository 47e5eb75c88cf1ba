package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tongban.certificates.CollectedCertificates;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collecting and verifying files over HTTP: what departments send, and what is refused them. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class CollectedEdgeTest {
  private static final String COLLECT = "/v1/certificates/collected";
  private static final String VERIFY = "/v1/certificates/file-verification";
  private static final String PDF = "application/pdf";
  private static final int ROUNDS = 5;

  @Inject PersonsHub hub;
  @Inject HubSettings settings;
  @Inject Definitions definitions;
  private PermitAuthority authority;
  private TestDepartment office;
  private TestDepartment desk;

  @BeforeEach
  void declare() {
    authority = PermitAuthority.declared(hub, definitions);
    office = as("population-system");
    desk = as("counter-desk");
  }

  private TestDepartment as(String client) {
    return new TestDepartment(settings.publicUrl(), client, hub.key());
  }

  private static String request(byte[] file) {
    return PermitAuthority.request(PermitAuthority.metadata(), PDF, file);
  }

  private Response verified(TestDepartment department, byte[] file) {
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("purpose", PermitAuthority.PURPOSE).put("case", "2026-31").put("file", file);
    return department.post(VERIFY, request.toString());
  }

  private static byte[] changed(byte[] file) {
    byte[] other = file.clone();
    // in the comment after the header, which every reader skips and the signature covers
    other[11] ^= 1;
    return other;
  }

  @Test
  void aPermitIsCollectedListedEndedAndItsFileVerified() throws Exception {
    byte[] file = authority.sealed("Permit of stay");
    String sha256 = HexFormat.of().formatHex(CanonicalJson.sha256(file));
    ObjectNode metadata = PermitAuthority.metadata();
    String number = metadata.get("number").asText();
    try (CapturedLog log = new CapturedLog()) {
      Response made = office.post(COLLECT, PermitAuthority.request(metadata, PDF, file));
      made.then()
          .statusCode(200)
          .header("Cache-Control", "no-store")
          .body("certificate.identifier", equalTo(metadata.get("identifier").asText()))
          .body("mediaType", equalTo(PDF))
          .body("sha256", equalTo(sha256))
          .body("seal.signer", containsString("CN=agency"))
          .body("receipt.id", notNullValue());
      String id = made.path("certificate.id");
      office
          .get("/v1/certificates?type=stay-permit&number=" + number)
          .then()
          .statusCode(200)
          .body("items", hasSize(1))
          .body("items[0].id", equalTo(id))
          .body("items[0].status", equalTo("VALID"));
      verified(desk, file)
          .then()
          .statusCode(200)
          .header("Cache-Control", "no-store")
          .body("collected", equalTo(true))
          .body("verdict", equalTo("VALID"))
          .body("certificate", equalTo(id))
          .body("sha256", equalTo(sha256))
          .body("receipt.id", notNullValue())
          .body(not(containsString("张敏")));
      for (byte[] other : List.of(changed(file), authority.sealed("another"))) {
        verified(desk, other)
            .then()
            .statusCode(200)
            .body("collected", equalTo(false))
            .body("verdict", nullValue())
            .body("certificate", nullValue())
            .body("message.en", containsString("not collected"))
            .body("receipt.id", notNullValue());
      }
      office
          .post(
              "/v1/certificates/" + id + "/status",
              "{\"act\":\"REVOKED\",\"legalBasis\":\"Stay Act s. 9\",\"reason\":\"moved\"}")
          .then()
          .statusCode(200)
          .body("status", equalTo("REVOKED"));
      verified(desk, file)
          .then()
          .body("verdict", equalTo("REVOKED"))
          .body("act", equalTo("REVOKED"));
      office
          .get("/v1/certificates?type=stay-permit&number=" + number)
          .then()
          .body("items[0].act", equalTo("REVOKED"));
      assertThat(log.text())
          .doesNotContain("张敏")
          .doesNotContain(PermitAuthority.ZHANG)
          .doesNotContain(number)
          .doesNotContain(metadata.get("identifier").asText());
    }
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("type=\"certificate_collected\""), not(containsString(number)));
  }

  @Test
  void theSameAgainChangesNothingAndAnotherFileIsAConflict() throws Exception {
    byte[] file = authority.sealed("once");
    ObjectNode metadata = PermitAuthority.metadata();
    String request = PermitAuthority.request(metadata, PDF, file);
    String id = office.post(COLLECT, request).path("certificate.id");
    office
        .post(COLLECT, request)
        .then()
        .statusCode(200)
        .body("certificate.id", equalTo(id))
        .body("receipt", nullValue());
    byte[] other = authority.sealed("twice");
    refused(office.post(COLLECT, PermitAuthority.request(metadata, PDF, other)), 409)
        .body("code", equalTo("certificate-collected-otherwise"));
    refused(office.post(COLLECT, request(file)), 409)
        .body("code", equalTo("certificate-collected-otherwise"));
  }

  @Test
  void ofTwoAtOnceOneIsStoredAndBothGetTheSame() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        ObjectNode metadata = PermitAuthority.metadata();
        String request = PermitAuthority.request(metadata, PDF, authority.sealed("at once"));
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Response> collecting =
            () -> {
              start.await();
              return office.post(COLLECT, request);
            };
        List<Future<Response>> both = two.invokeAll(List.of(collecting, collecting));
        JsonNode first = answer(both.get(0).get());
        JsonNode second = answer(both.get(1).get());
        assertThat(first.get("certificate")).isEqualTo(second.get("certificate"));
        assertThat(first.get("sha256")).isEqualTo(second.get("sha256"));
        assertThat(List.of(first, second))
            .as("who stored it has the receipt of the collection")
            .extracting(made -> made.path("receipt").path("id"))
            .containsOnlyOnce(first.path("certificate").path("receiptId"));
        office
            .get("/v1/certificates?type=stay-permit&number=" + metadata.get("number").asText())
            .then()
            .body("items", hasSize(1));
      }
    } finally {
      two.shutdownNow();
    }
  }

  private static JsonNode answer(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return CanonicalJson.read(response.asByteArray());
  }

  private static io.restassured.response.ValidatableResponse refused(Response answer, int status) {
    return answer
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("title", notNullValue())
        .body("detail", notNullValue())
        .body("detail", not(containsString("张敏")));
  }

  @Test
  void onlyTheAuthoritysIssuerCollectsAndEndsIt() throws Exception {
    byte[] file = authority.sealed("whose");
    refused(as("housing-issuer").post(COLLECT, request(file)), 403)
        .body("code", equalTo("not-issuing-authority"));
    refused(desk.post(COLLECT, request(file)), 403).body("code", equalTo("role-missing"));
    given()
        .contentType("application/json")
        .body(request(file))
        .post(COLLECT)
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
    given().contentType("application/json").body("{}").post(VERIFY).then().statusCode(401);
    String id = PermitAuthority.collected(settings, hub, file);
    refused(
            as("housing-issuer")
                .post(
                    "/v1/certificates/" + id + "/status",
                    "{\"act\":\"REVOKED\",\"legalBasis\":\"x\",\"reason\":\"x\"}"),
            403)
        .body("code", equalTo("not-issuing-authority"));
    verified(desk, file).then().body("verdict", equalTo("VALID"));
  }

  @Test
  void whatIsNoSealedPdfOfTheTypeIsRefusedWithItsReason() throws Exception {
    byte[] file = authority.sealed("unfit");
    unfit(PermitAuthority.request(PermitAuthority.metadata(), "application/ofd", file))
        .body("reason", equalTo("media-type-not-listed"));
    unfit(request("<html>".getBytes(StandardCharsets.UTF_8)))
        .body("reason", equalTo("wrong-media-type"));
    unfit(request(new byte[0])).body("reason", equalTo("size"));
    refused(office.post(COLLECT, request(changed(file))), 422)
        .body("code", equalTo("certificate-seal-unfit"))
        .body("reason", equalTo("tampered"));
    ObjectNode metadata = PermitAuthority.metadata();
    metadata.put("holderCodeType", "112");
    refused(office.post(COLLECT, PermitAuthority.request(metadata, PDF, file)), 422)
        .body("code", equalTo("certificate-collection-invalid"))
        .body("member", equalTo("holderCodeType"));
    refused(office.post(COLLECT, "null"), 404).body("code", equalTo("certificate-type-unknown"));
    refused(office.post(COLLECT, "{\"type\":\"stay-permit\",\"file\":\"not base64!\"}"), 400)
        .body("code", equalTo("request-malformed"));
    refused(
            office.post(
                COLLECT, request(file).replace("\"stay-permit\"", "\"residence-registration\"")),
            422)
        .body("code", equalTo("certificate-type-issued-here"));
    refused(desk.post(VERIFY, "null"), 422).body("reason", equalTo("size"));
    refused(desk.post(VERIFY, "{\"file\":\"JVBERi0=\"}"), 403)
        .body("code", equalTo("purpose-missing"));
  }

  private io.restassured.response.ValidatableResponse unfit(String request) {
    return refused(office.post(COLLECT, request), 422)
        .body("code", equalTo("certificate-file-unfit"));
  }

  @Test
  void aFileOfTheGreatestSizeIsTakenAndALargerOneRefused() throws Exception {
    byte[] small = authority.sealedLarge(0);
    byte[] greatest = authority.sealedLarge(CollectedCertificates.MAX_FILE - small.length - 4096);
    assertThat(greatest.length)
        .isBetween(CollectedCertificates.MAX_FILE - 8192, CollectedCertificates.MAX_FILE);
    office.post(COLLECT, request(greatest)).then().statusCode(200);
    verified(desk, greatest).then().body("verdict", equalTo("VALID"));
    byte[] tooLarge = new byte[CollectedCertificates.MAX_FILE + 1];
    unfit(request(tooLarge)).body("reason", equalTo("size"));
    refused(verified(desk, tooLarge), 422).body("reason", equalTo("size"));
    refused(verified(desk, new byte[CollectedCertificates.MAX_FILE + (1 << 20)]), 413)
        .body("code", equalTo("body-too-large"))
        .body("limit", equalTo(14 << 20));
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() throws Exception {
    for (String path : List.of(COLLECT, VERIFY)) {
      given()
          .contentType(PDF)
          .body(authority.sealed("raw"))
          .post(path)
          .then()
          .statusCode(415)
          .body("code", equalTo("media-type-unsupported"));
    }
  }
}
