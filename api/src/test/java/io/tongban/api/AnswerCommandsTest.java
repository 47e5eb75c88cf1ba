package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.api.cli.Main;
import io.tongban.hub.CanonicalJson;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tongban sql} and {@code call} against a running hub. */
@QuarkusTest
@TestProfile(LandProfile.class)
class AnswerCommandsTest {
  private static final String TWO =
      "SELECT id, label FROM land_parcels WHERE id IN ('p3', 'p5') ORDER BY id";

  @Inject LandHub hub;
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void key() throws IOException {
    Files.writeString(folder.resolve("key.jwk"), hub.adur().privateKey());
    Files.writeString(folder.resolve("other.jwk"), hub.brent().privateKey());
  }

  private int run(String client, String key, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--hub", hub.settings().publicUrl().toString(), "--as", client));
    all.addAll(List.of("--key", folder.resolve(key).toString(), "--purpose", "inspection"));
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(all.toArray(String[]::new));
  }

  private int adur(String... arguments) {
    return run("adur-system", "key.jwk", arguments);
  }

  @Test
  void aTableIsForPeople() {
    assertThat(adur("sql", TWO)).isZero();
    assertThat(out.toString()).contains("id  label", "p3  =1+1", "p5  –", "2 rows; entry ");
  }

  @Test
  void jsonIsTheWholeAnswer() {
    assertThat(adur("sql", TWO, "--format", "json")).isZero();
    JsonNode answer =
        CanonicalJson.read(out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(answer.path("rows")).hasToString("[[\"p3\",\"=1+1\"],[\"p5\",null]]");
    assertThat(answer.path("receipt").has("proof")).isTrue();
  }

  @Test
  void csvAndNdjsonComeAsTheHubWritesThemAndTheReceiptIsKept() throws IOException {
    Path receipt = folder.resolve("receipt.json");
    assertThat(adur("sql", TWO, "--format", "csv", "--receipt", receipt.toString())).isZero();
    assertThat(out.toString()).isEqualTo("id,label\r\np3,'=1+1\r\np5,\r\n");
    assertThat(err.toString()).contains("entry ", " of the ledger, receipt in " + receipt);
    JsonNode kept = CanonicalJson.read(Files.readAllBytes(receipt));
    assertThat(kept.path("proof").asText()).startsWith("c2sp.org/tlog-proof@v1");
    assertThat(kept.path("nonce").asText()).isNotEmpty();
  }

  @Test
  void anAnswerIsWrittenToAFile() throws IOException {
    Path file = folder.resolve("answer.ndjson");
    assertThat(
            adur(
                "call",
                "parcel-lookup",
                "id=p7",
                "floors=1",
                "--format",
                "ndjson",
                "--output",
                file.toString()))
        .isZero();
    assertThat(file).hasContent("{\"id\":\"p7\",\"label\":\"地块7\",\"area\":1227.5}\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aRefusalLeavesTheFileAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("answer.csv"), "kept");
    int exit =
        run(
            "brent-system",
            "other.jwk",
            "sql",
            TWO,
            "--format",
            "csv",
            "--output",
            file.toString());
    assertThat(exit).isEqualTo(1);
    assertThat(file).hasContent("kept");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isNotEmpty();
  }

  @Test
  void anUnknownFormNamesThoseThatAre() {
    assertThat(adur("sql", TWO, "--format", "xml")).isEqualTo(2);
    assertThat(err.toString()).contains("xml", "TABLE", "JSON", "NDJSON", "CSV");
  }
}
