package io.tongban.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged hubs, each a process with its own database: A issues from its population register, B
 * recognises it as its own type. Skipped where the hub is not packaged.
 */
class RecognitionBetweenHubsTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final String MARK = "https://nation.example/may-certify-residence";
  private static final ECKey KEY = key();
  @TempDir Path folder;

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** What both declare: the register, its system, and a certificate type of that name. */
  private static final String TYPE =
      """
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: population-system}
      spec: {department: population-office, roles: [caller, issuer], jwks: {"keys": [KEY]}}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: housing-system}
      spec: {department: housing-office, roles: [caller], jwks: {"keys": [KEY]}}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: certify-residence, title: {zh: 制证, en: Certify}}
      spec: {description: {zh: 制发居住证明, en: To certify residence}, law: Registration Act s. 4}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: counter, title: {zh: 窗口, en: Counter}}
      spec: {description: {zh: 窗口核验, en: To check at a counter}}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: residence-by-number, title: {zh: 居住, en: Residence}}
      spec:
        provider: population-office
        sql: SELECT registration_number, name, born FROM persons WHERE registration_number = :number
        parameters: [{name: number, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: residence, title: {zh: 居住证明, en: Residence}}
      spec:
        authority: population-office
        vct: VCT
        service: residence-by-number
        purpose: certify-residence
        numberClaim: NUMBER
        claims:
          - {name: NUMBER, column: registration_number}
          - {name: NAME, column: name}
      """;

  private static final String A =
      """
      ---
      apiVersion: tongban.io/v1
      kind: TrustMark
      metadata: {name: residence, title: {zh: 可颁发, en: May issue}}
      spec:
        type: MARK
        vct: "urn:example:a:residence:1"
        authority: population-office
        assurance: HIGH
        legalBasis: Registration Act s. 2
        from: 2020-01-01
        to: 2099-12-31
        WITHDRAWN
      """;

  private static final String B =
      """
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: hub-a}
      spec: {department: housing-office, http: {url: "URL", privateNetwork: true}}
      ---
      apiVersion: tongban.io/v1
      kind: TrustAnchor
      metadata: {name: region-a}
      spec: {entity: "URL", jwks: JWKS, sources: [hub-a]}
      ---
      apiVersion: tongban.io/v1
      kind: Recognition
      metadata: {name: residence-of-a, title: {zh: 甲地居住证明, en: Residence of A}}
      spec:
        source: {anchor: region-a, entity: "URL", vct: "urn:example:a:residence:1", trustMark: MARK}
        target: {type: residence}
        claims: [{name: holder, from: [person]}, {name: ref, from: [number]}]
        minimumAssurance: SUBSTANTIAL
        legalBasis: Treaty of A and B, article 3
        approvers: [{office: Ministry of B, date: 2025-12-01}]
        from: 2020-01-01
        to: 2099-12-31
        WITHDRAWN
      """;

  private HubProcess start(String name) throws IOException, InterruptedException {
    return HubProcess.start(
        HOME, folder.resolve(name), 0, Map.of(), Map.of("tongban.example", "true"));
  }

  private static String type(String vct, String number, String name) {
    return TYPE.replace("KEY", KEY.toPublicJWK().toJSONString())
        .replace("VCT", vct)
        .replace("NUMBER", number)
        .replace("NAME", name);
  }

  private static void apply(ExampleHub hub, String yaml) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("recognition.yaml"));
      zip.write(yaml.getBytes(StandardCharsets.UTF_8));
    }
    hub.operator().post("/v1/definitions", bytes.toByteArray(), "application/zip").ok();
  }

  private ExampleHub set(HubProcess hub, String name) throws IOException {
    Path hubs = HOME.resolve("examples/hubs");
    ExampleHub set = new ExampleHub(hub.url(), folder.resolve(name), hubs, new Registers(hubs));
    set.addPrefill();
    return set;
  }

  private static JsonNode keys(ExampleHub hub) throws Exception {
    String jwt =
        new String(
            hub.operator().getPublic("/.well-known/openid-federation").bytes(),
            StandardCharsets.US_ASCII);
    return HubClient.JSON.readTree(SignedJWT.parse(jwt).getPayload().toString()).get("jwks");
  }

  private static JsonNode verify(HubClient counter, Wallet wallet) {
    String nonce = UUID.randomUUID().toString();
    return counter
        .post(
            "/v1/verify",
            Map.of(
                "presentation",
                wallet.present(Set.of("number", "person"), "https://b", nonce),
                "audience",
                "https://b",
                "nonce",
                nonce,
                "purpose",
                "counter"))
        .ok();
  }

  @Test
  void aCertificateOfACountsInBUntilEitherWithdrawsAndNeverTheOtherWay() throws Exception {
    assumeTrue(
        Files.exists(HOME.resolve("api/target/quarkus-app/quarkus-run.jar")),
        "the hub is not packaged: run ./mvnw package first");
    try (HubProcess processA = start("a");
        HubProcess processB = start("b")) {
      ExampleHub hubA = set(processA, "a");
      String typeA = type("urn:example:a:residence:1", "number", "person");
      String declaredA = A.replace("MARK", MARK);
      apply(hubA, typeA + declaredA.replace("WITHDRAWN", ""));
      ExampleHub hubB = set(processB, "b");
      String declaredB =
          B.replace("URL", processA.url().toString())
              .replace("JWKS", keys(hubA).toString())
              .replace("MARK", MARK);
      apply(
          hubB,
          type("urn:example:b:residence:1", "ref", "holder") + declaredB.replace("WITHDRAWN", ""));

      Wallet wallet = new Wallet();
      accept(wallet, processA, "R-0001");
      HubClient counterB = new HubClient(processB.url(), "housing-system", KEY);
      JsonNode found = verify(counterB, wallet);
      assertThat(found.path("verdict").asText()).as(found.toString()).isEqualTo("VALID");
      assertThat(found.path("type").asText()).isEqualTo("residence");
      assertThat(found.path("claims").toString())
          .isEqualTo("{\"holder\":\"张敏\",\"ref\":\"R-0001\"}");
      assertThat(found.at("/reliance/recognition").asText()).isEqualTo("residence-of-a");
      assertThat(found.at("/reliance/digest").asText()).hasSize(64);
      assertThat(found.at("/receipt/id").asText()).isNotEmpty();

      apply(hubA, declaredA.replace("WITHDRAWN", "withdrawn: 2021-01-01"));
      found = verify(counterB, wallet);
      assertThat(found.path("verdict").asText()).isEqualTo("NOT_RECOGNISED");
      assertThat(found.path("reason").asText()).isEqualTo("mark-withdrawn");
      apply(hubA, declaredA.replace("WITHDRAWN", ""));
      assertThat(verify(counterB, wallet).path("verdict").asText()).isEqualTo("VALID");

      apply(hubB, declaredB.replace("WITHDRAWN", "withdrawn: 2021-01-01"));
      found = verify(counterB, wallet);
      assertThat(found.path("verdict").asText()).isEqualTo("NOT_RECOGNISED");
      assertThat(found.path("reason").asText()).isEqualTo("recognition-not-in-force");
      apply(hubB, declaredB.replace("WITHDRAWN", ""));

      Wallet walletOfB = new Wallet();
      accept(walletOfB, processB, "R-0002");
      HubClient counterA = new HubClient(processA.url(), "housing-system", KEY);
      assertThat(verify(counterA, walletOfB).path("verdict").asText()).isEqualTo("UNKNOWN_ISSUER");
      processA.close();
      assertThat(verify(counterB, wallet).path("verdict").asText()).isEqualTo("TRUST_UNAVAILABLE");
    }
  }

  private static void accept(Wallet wallet, HubProcess hub, String number)
      throws IOException, InterruptedException {
    JsonNode offer =
        new HubClient(hub.url(), "population-system", KEY)
            .post(
                "/v1/certificates/offers",
                Map.of("type", "residence", "parameters", Map.of("number", number)))
            .ok();
    wallet.accept(URI.create(offer.get("uri").asText()), null);
  }
}
