package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.api.cli.Main;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tongban audit export} from a running hub and {@code verify} without one. */
@QuarkusTest
@TestProfile(LandProfile.class)
class AuditPackTest {
  @Inject LandHub hub;
  @Inject Definitions definitions;
  @Inject Ledger ledger;
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final DepartmentClient auditor = new DepartmentClient("pack-auditor");

  @BeforeEach
  void start() throws IOException {
    String adur = hub.adur().privateKey(); // opens the hub
    auditor.at(hub.settings().publicUrl());
    String client =
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: pack-auditor}
        spec: {department: %s, roles: [auditor], jwks: {"keys": [%s]}}
        """
            .formatted("adur", auditor.publicKey());
    definitions.apply(
        List.of(new DefinitionFile("auditor.yaml", client.getBytes(StandardCharsets.UTF_8))),
        false);
    ledger.append(
        new LedgerEntry(
            UUID.randomUUID(),
            EntryType.LOAD,
            Instant.parse("2026-01-15T08:00:00Z"),
            "hub",
            CanonicalJson.mapper().createObjectNode(),
            List.of()));
    Files.writeString(folder.resolve("key.jwk"), auditor.privateKey());
    Files.writeString(folder.resolve("adur.jwk"), adur);
    Files.writeString(folder.resolve("ledger.key"), ledger.verifierKey());
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private int export(String client, String key, Path to, String... what) {
    List<String> all = new java.util.ArrayList<>(List.of("audit", "export"));
    all.addAll(List.of(what));
    all.addAll(List.of("--hub", hub.settings().publicUrl().toString(), "--as", client));
    all.addAll(List.of("--key", folder.resolve(key).toString(), "--out", to.toString()));
    return run(all.toArray(String[]::new));
  }

  @Test
  void aPeriodIsExportedRecordedAndVerifiedOffline() throws IOException {
    Path pack = folder.resolve("pack.zip");
    String[] period = {"--from", "2000-01-01", "--to", "2999-12-31", "--case", "审计 7"};
    assertThat(export("pack-auditor", "key.jwk", pack, period)).as(err.toString()).isZero();
    String key = folder.resolve("ledger.key").toString();
    assertThat(run("audit", "verify", pack.toString(), "--key", key)).as(out.toString()).isZero();
    assertThat(out.toString()).contains("holds: ");
    try (ZipFile zip = new ZipFile(pack.toFile())) {
      JsonNode about =
          CanonicalJson.read(zip.getInputStream(zip.getEntry("pack.json")).readAllBytes())
              .path("about");
      assertThat(about.path("client").asText()).isEqualTo("pack-auditor");
      assertThat(about.path("entries").asLong()).isPositive();
      assertThat(about.path("withoutNonce").asLong()).isZero();
      byte[] pdf = zip.getInputStream(zip.getEntry("report.pdf")).readAllBytes();
      try (PDDocument document = Loader.loadPDF(pdf)) {
        assertThat(new PDFTextStripper().getText(document))
            .contains("通办审计包", "Tongban audit pack", "审计 7", "pack-auditor");
      }
      assertThat(ledger.newest(null, "pack-auditor", null, 1).get(0).manifest().toString())
          .contains("\"target\":\"audit/packs\"", "\"kind\":\"period\"", "审计 7");
    }
    assertThat(Files.list(folder)).noneMatch(f -> f.toString().endsWith(".part"));
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 2] ^= 1;
    Files.write(pack, bytes);
    assertThat(run("audit", "verify", pack.toString(), "--key", key)).isEqualTo(1);
    assertThat(out.toString()).contains("DOES NOT HOLD");
  }

  @Test
  void onlyAuditorsExportAndOnlyWhatIsThere() {
    Path pack = folder.resolve("pack.zip");
    assertThat(export("adur-system", "adur.jwk", pack, "--agreement", "none")).isEqualTo(1);
    assertThat(pack).doesNotExist();
    assertThat(auditor.post("/v1/audit/packs", "{\"agreement\":\"none\"}").code())
        .isEqualTo("audit-pack-empty");
    assertThat(auditor.post("/v1/audit/packs", "{}").code()).isEqualTo("ledger-query");
    assertThat(auditor.post("/v1/audit/packs", "{\"from\":\"2026-01-02\"}").code())
        .isEqualTo("ledger-query");
    DepartmentClient.Answer unknown =
        auditor.post("/v1/audit/packs", "{\"subject\":\"31010119900307211X\"}");
    assertThat(unknown.code()).isEqualTo("audit-pack-empty");
    assertThat(unknown.text()).doesNotContain("31010119900307211X");
    assertThat(
            auditor
                .post("/v1/audit/packs", "{\"agreement\":\"none\",\"purpose\":\"no-such\"}")
                .code())
        .isEqualTo("ledger-query");
  }
}
