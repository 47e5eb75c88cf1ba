package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tongban.access.Subjects;
import io.tongban.api.cli.Main;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasing and backing up over REST and by the command line. */
@QuarkusTest
@TestProfile(ErasureEdgeTest.OnFile.class)
class ErasureEdgeTest {
  private static final String PERSON = "11010519491231002X";

  @Inject Definitions definitions;
  @Inject HubSettings settings;
  @Inject Subjects subjects;
  @Inject Ledger ledger;
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final DepartmentClient officer = new DepartmentClient("erasure-officer");
  private final DepartmentClient auditor = new DepartmentClient("erasure-auditor");

  /** A hub on an H2 file. */
  public static final class OnFile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(HubOnFile.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @BeforeEach
  void start() {
    String declared =
        """
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: data-protection}
        spec: {region: GB}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: erasure-officer}
        spec: {department: data-protection, roles: [operator], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: erasure-auditor}
        spec: {department: data-protection, roles: [auditor], jwks: {"keys": [%s]}}
        """
            .formatted(officer.publicKey(), auditor.publicKey());
    definitions.apply(
        List.of(new DefinitionFile("hub.yaml", declared.getBytes(StandardCharsets.UTF_8))), false);
    officer.at(settings.publicUrl());
    auditor.at(settings.publicUrl());
  }

  private void use() {
    ledger.append(
        new LedgerEntry(
            UUID.randomUUID(),
            EntryType.ACCESS,
            Instant.parse("2026-01-15T08:00:00Z"),
            "hub",
            CanonicalJson.mapper().createObjectNode().put("subject", subjects.commitment(PERSON)),
            List.of()));
  }

  private int run(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(List.of("--hub", settings.publicUrl().toString()));
    all.addAll(List.of("--data", settings.dataDirectory().toString()));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private int erase(String typed, String... more) {
    InputStream terminal = System.in;
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    try {
      List<String> all = new java.util.ArrayList<>(List.of("erase", "--ground", "law"));
      all.addAll(List.of(more));
      return run(all.toArray(String[]::new));
    } finally {
      System.setIn(terminal);
    }
  }

  private String pack() {
    DepartmentClient.Answer answer =
        auditor.post("/v1/audit/packs", "{\"subject\":\"" + PERSON + "\"}");
    return answer.status() == 200 ? "found" : answer.code();
  }

  @Test
  void anErasedPersonIsFoundByNoAuditorAndTheCommandTellsTheReceipt() throws IOException {
    use();
    assertThat(pack()).isEqualTo("found");
    assertThat(erase(PERSON + "\n", "--legal-basis", "order 7 of the court", "--case", "DP-1"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("erased: number ", "ledger entry ").doesNotContain(PERSON);
    assertThat(subjects.known(PERSON)).isFalse();
    assertThat(pack()).isEqualTo("audit-pack-empty");
    Ledger.Recorded entry = ledger.newest(EntryType.ERASURE, null, null, 1).get(0);
    assertThat(entry.actor()).isEqualTo("local-operator");
    assertThat(entry.manifest().toString())
        .contains("order 7 of the court", "DP-1")
        .doesNotContain(PERSON);
    DepartmentClient.Answer journal = officer.get("/v1/erasures/journal");
    assertThat(journal.status()).isEqualTo(200);
    assertThat(journal.text())
        .startsWith("tongban-erasures/v1 ")
        .isEqualTo(Files.readString(settings.dataDirectory().resolve("erasures")))
        .doesNotContain(PERSON);
  }

  @Test
  void onlyOperatorsEraseAndOnlyWithAReason() {
    use();
    String whole = "{\"subject\":\"" + PERSON + "\",\"ground\":\"LAW\",\"legalBasis\":\"order 7\"}";
    assertThat(auditor.post("/v1/erasures", whole).code()).isEqualTo("role-missing");
    assertThat(auditor.get("/v1/erasures/journal").code()).isEqualTo("role-missing");
    DepartmentClient.Answer refused =
        officer.post("/v1/erasures", whole.replace("order 7", "asked by " + PERSON));
    assertThat(refused.code()).isEqualTo("erasure-invalid");
    assertThat(refused.text()).doesNotContain(PERSON);
    assertThat(officer.post("/v1/erasures", "{\"subject\":\"" + PERSON + "\"}").code())
        .isEqualTo("erasure-invalid");
    assertThat(erase("\n", "--legal-basis", "order 7")).isEqualTo(1);
    assertThat(err.toString()).contains("subject is missing");
    assertThat(subjects.known(PERSON)).isTrue();
    DepartmentClient.Answer done = officer.post("/v1/erasures", whole);
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.json().path("receipt").path("proof").asText())
        .startsWith("c2sp.org/tlog-proof");
  }

  @Test
  void aBackupIsMadeOnTheMachineAndRecordedAndWritesOverNothing() throws IOException {
    Path file = folder.resolve("backup.zip");
    assertThat(officer.post("/v1/backup", "{}").code()).isEqualTo("role-missing");
    assertThat(run("backup", "--out", file.toString())).as(err.toString()).isZero();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("hub.mv.db", "erasures", "manifest.json", "manifest.sig");
    }
    assertThat(ledger.newest(null, "local-operator", null, 1).get(0).manifest().toString())
        .contains("\"action\":\"backup\"");
    try (var files = Files.list(settings.dataDirectory())) {
      assertThat(files).noneMatch(left -> left.getFileName().toString().startsWith("backup"));
    }
    byte[] before = Files.readAllBytes(file);
    assertThat(run("backup", "--out", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is there already");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(officer.get("/q/health/ready").text()).contains("erasures");
  }
}
