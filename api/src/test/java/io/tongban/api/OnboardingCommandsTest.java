package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.api.cli.Main;
import io.tongban.connectors.Connectors;
import io.tongban.hub.Jobs;
import io.tongban.hub.Sources;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tongban source inspect} and {@code preview}, and crosswalks over REST. */
@QuarkusTest
@TestProfile(LandProfile.class)
class OnboardingCommandsTest {
  private static final DepartmentClient OPERATOR = new DepartmentClient("onboarding-operator");

  @Inject LandHub hub;
  @Inject Sources sources;
  @Inject Jobs jobs;
  @Inject Connectors connectors;
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void declare() throws IOException {
    hub.adur();
    OPERATOR.at(hub.settings().publicUrl());
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: onboarding-operator}
        spec: {department: land, roles: [operator], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: DataElement
        metadata: {name: area-code}
        spec: {definition: {zh: 区域代码, en: Area code}, type: STRING, format: an..20}
        ---
        apiVersion: tongban.io/v1
        kind: CodeList
        metadata: {name: land-areas}
        spec:
          codes:
            - {code: "1", label: {zh: 武汉市, en: Wuhan}}
            - {code: "2", label: {zh: 恩施土家族苗族自治州, en: Enshi}}
        ---
        apiVersion: tongban.io/v1
        kind: Resource
        metadata: {name: land-area-visits}
        spec: {provider: land, sharing: CONDITIONAL, items: [{name: area, element: area-code}], key: [area]}
        ---
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: land-areas-drop}
        spec: {department: land, file: {directory: drop/land-areas}}
        ---
        apiVersion: tongban.io/v1
        kind: Crosswalk
        metadata: {name: land-area-names}
        spec: {candidates: {codeList: land-areas}, exact: true}
        ---
        apiVersion: tongban.io/v1
        kind: Connector
        metadata: {name: land-area-visits}
        spec:
          source: land-areas-drop
          resource: land-area-visits
          input: {format: csv, file: "areas*.csv"}
          fields:
            - {item: area, from: 地区, crosswalk: {steps: [{table: land-area-names}], onMiss: quarantine}}
        """
            .formatted(OPERATOR.publicKey()));
    Files.writeString(folder.resolve("key.jwk"), OPERATOR.privateKey());
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--hub", hub.settings().publicUrl().toString()));
    all.addAll(List.of("--as", "onboarding-operator", "--key"));
    all.add(folder.resolve("key.jwk").toString());
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(all.toArray(String[]::new));
  }

  @Test
  void aFileIsInspectedAndItsConnectorDrafted() throws IOException {
    Path file = folder.resolve("areas.csv");
    Files.write(file, "地区,手机\n武汉市,13800138000\n恩施州,13900139000\n".getBytes(Charset.forName("GBK")));
    Path draft = folder.resolve("draft.yaml");

    int exit =
        run(
            "source",
            "inspect",
            file.toString(),
            "--connector-for",
            "land-area-visits",
            "--out",
            draft.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("areas.csv: csv, 2 rows", "GB18030", "100 % mobile numbers")
        .doesNotContain("138001");
    assertThat(Files.readString(draft))
        .contains("resource: land-area-visits", "encoding: \"GB18030\"");
    assertThat(run("source", "inspect", "http://169.254.169.254/latest")).isEqualTo(1);
    assertThat(err.toString()).contains("no Source is declared");
  }

  @Test
  void aPreviewShowsWhatAnUnknownNameMayBeAndAPersonConfirmsIt() throws IOException {
    Path done = Files.createDirectories(sources.directory("land-areas-drop").resolve(".done"));
    Files.writeString(done.resolve("areas.csv"), "地区\n武汉市\n恩施州\n");

    assertThat(run("preview", "land-area-visits")).isZero();
    assertThat(out.toString())
        .contains("武汉市 → 1", "恩施州 → –  [crosswalk-unknown]", "may be 2 恩施土家族苗族自治州", "1 of 2 rows");

    end(connectors.start("land-area-visits"));
    var unmatched = OPERATOR.get("/v1/crosswalks/land-area-names/unmatched").json();
    assertThat(unmatched.at("/unmatched/0/key").asText()).isEqualTo("恩施州");
    assertThat(unmatched.at("/unmatched/0/candidates/0/value").asText()).isEqualTo("2");
    String entries = "/v1/crosswalks/land-area-names/entries";
    assertThat(
            OPERATOR.post(entries, "{\"entries\": {\"恩施州\": \"9\"}}").json().path("status").asInt())
        .isEqualTo(422);
    OPERATOR.post(entries, "{\"entries\": {\"恩施州\": \"2\"}}");
    UUID second = connectors.start("land-area-visits");
    end(second);
    assertThat(connectors.run(second).orElseThrow().accepted()).isEqualTo(1);
    assertThat(connectors.run(second).orElseThrow().quarantined()).isZero();
  }

  private void end(UUID run) {
    jobs.await(run, Duration.ofMinutes(2));
  }
}
