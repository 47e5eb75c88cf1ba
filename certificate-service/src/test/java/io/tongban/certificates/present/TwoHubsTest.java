package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.Town;
import io.tongban.certificates.present.PresentingWallet.Request;
import io.tongban.certificates.recognition.RegionHub;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Region A is a hub in a process of its own, with its own database; this process is region B and
 * the nation above both.
 */
class TwoHubsTest {
  private static final String MARK = "https://nation.test/may-issue-approval";
  @TempDir Path folder;
  private BufferedReader answers;
  private PrintStream orders;

  private static final String DECLARED =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: region-a, title: {zh: 甲地, en: Region A}}
      spec: {department: council, http: {url: "BASE", privateNetwork: true}}
      ---
      apiVersion: tongban.io/v1
      kind: Subordinate
      metadata: {name: region-a, title: {zh: 甲地, en: Region A}}
      spec:
        entity: "BASE"
        jwks: JWKS
        trustMarks: ["MARK"]
        constraints: {maxPathLength: 1, allowedEntityTypes: [openid_credential_issuer]}
        metadataPolicy: {openid_credential_issuer: {jwks: {essential: true}}}
      ---
      apiVersion: tongban.io/v1
      kind: TrustAnchor
      metadata: {name: nation, title: {zh: 国家, en: Nation}}
      spec: {entity: "http://hub.test", sources: [region-a]}
      ---
      apiVersion: tongban.io/v1
      kind: Recognition
      metadata: {name: approvals-of-a, title: {zh: 甲地批准证, en: Approvals of A}}
      spec:
        source: {anchor: nation, entity: "BASE", vct: "urn:test:approval:1", trustMark: "MARK"}
        target: {type: approval}
        claims:
          - {name: number, from: [number]}
          - {name: name, from: [name]}
          - {name: town, from: [town], codes: {Town5: Upper Town}}
        minimumAssurance: SUBSTANTIAL
        legalBasis: Treaty of A and B, article 3
        approvers: [{office: Ministry of B, date: 2025-12-01}]
        from: 2026-01-01
        to: 2026-12-31
        MORE
      """;

  private String ask(String order) throws IOException {
    orders.println(order);
    orders.flush();
    return answers.readLine();
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                RegionHub.class.getName(),
                folder.toString(),
                "http://hub.test")
            .redirectError(folder.resolve("region.log").toFile())
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    return process;
  }

  private static JsonNode keys(String base) throws Exception {
    String jwt =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(base + "/.well-known/openid-federation")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return PlainWallet.json(SignedJWT.parse(jwt).getPayload().toString()).get("jwks");
  }

  private static String declared(String base, JsonNode keys, String more) {
    return DECLARED
        .replace("BASE", base)
        .replace("MARK", MARK)
        .replace("JWKS", keys.toString())
        .replace("MORE", more);
  }

  @Test
  void aCertificateOfRegionACountsInRegionBUntilEitherWithdraws() throws Exception {
    Process regionA = start();
    try (TestHub hub = TestHub.onH2()) {
      Town.build(hub);
      String base = answers.readLine();
      assertThat(base).startsWith("http://127.0.0.1:");
      JsonNode keys = keys(base);
      Town.apply(hub, declared(base, keys, ""));
      String[] issued = ask("issue P5").split(" ", 2);
      ECKey holder = ECKey.parse(issued[1]);
      Certificates certificates = hub.get(Certificates.class);

      Progress seen = presented(hub, issued[0], holder);
      Presented shown = seen.credentials().get(0);
      assertThat(shown.verdict()).as(shown.reason()).isEqualTo(Verdict.VALID);
      assertThat(shown.type()).isEqualTo("approval");
      assertThat(shown.claims()).isEqualTo(Map.of("name", "茶楼 Tearoom 5", "town", "Upper Town"));
      assertThat(shown.reliance().issuer()).isEqualTo(base + "/issuer/agency");
      assertThat(
              hub.get(Ledger.class).find(seen.receipt().id()).orElseThrow().manifest().toString())
          .contains("approvals-of-a", shown.reliance().digest())
          .doesNotContain("Tearoom");

      assertThat(verify(certificates, issued[0]).verdict()).isEqualTo(Verdict.VALID);
      assertThat(ask("withdraw")).isEqualTo("done");
      Verification refused = verify(certificates, issued[0]);
      assertThat(refused.verdict()).isEqualTo(Verdict.NOT_RECOGNISED);
      assertThat(refused.reason()).isEqualTo("mark-withdrawn");
      assertThat(ask("grant")).isEqualTo("done");
      assertThat(verify(certificates, issued[0]).verdict()).isEqualTo(Verdict.VALID);

      Town.apply(hub, declared(base, keys, "withdrawn: 2026-01-15"));
      refused = verify(certificates, issued[0]);
      assertThat(refused.verdict()).isEqualTo(Verdict.NOT_RECOGNISED);
      assertThat(refused.reason()).isEqualTo("recognition-not-in-force");
      Town.apply(hub, declared(base, keys, ""));

      PlainWallet own = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
      String ours =
          own.obtain(
              certificates.offer(Town.AGENCY, "approval", Map.of("number", "P6"), false).uri());
      assertThat(ask("verify " + PlainWallet.disclose(ours, "number")))
          .as("a record of B says nothing in A")
          .isEqualTo("UNKNOWN_ISSUER");

      regionA.destroy();
      assertThat(regionA.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(verify(certificates, issued[0]).verdict()).isEqualTo(Verdict.TRUST_UNAVAILABLE);
    } finally {
      regionA.destroyForcibly();
    }
  }

  private static Verification verify(Certificates certificates, String credential) {
    return certificates.verify(
        Town.COUNCIL,
        PlainWallet.disclose(credential, "number", "name", "town"),
        null,
        null,
        "counter");
  }

  private static Progress presented(TestHub hub, String credential, ECKey holder) {
    PresentingWallet wallet =
        new PresentingWallet(hub.get(CredentialVerifier.class), holder, hub.clock());
    Presentations presentations = hub.get(Presentations.class);
    JsonNode query =
        PlainWallet.json(
            ("{'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':"
                    + "['urn:test:approval:1']},'claims':[{'path':['name']},{'path':['town']}]}]}")
                .replace('\'', '"'));
    Started started =
        presentations.start(Town.COUNCIL, new Wish("counter", "C-1", query, List.of(), null));
    Request request = wallet.fetch(started.link(), null);
    wallet.answer(request, Map.of("r0-of-a", wallet.present(request, credential, "name", "town")));
    return presentations.look(Town.COUNCIL, started.id(), null);
  }
}
