package io.tongban.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.examples.Steps.Findings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The story of the example hubs, told by calling the hub as its users do. */
final class Story {
  private static final String INSPECTION = "food-hygiene-inspection";
  private static final String STATISTICS = "public-health-statistics";

  private final HubProcess hub;
  private final ExampleHub example;
  private final Map<String, Long> expected;
  private final String approvalNumber;
  private final Path receipts;
  private final Steps steps;
  private final Map<String, JsonNode> runs = new LinkedHashMap<>();
  private final Wallet wallet = new Wallet();
  private final List<Path> receiptFiles = new ArrayList<>();
  private String certificate;
  private String ledgerKey;

  Story(
      HubProcess hub,
      ExampleHub example,
      Map<String, Long> expected,
      String approvalNumber,
      Path receipts,
      Steps steps) {
    this.hub = hub;
    this.example = example;
    this.expected = expected;
    this.approvalNumber = approvalNumber;
    this.receipts = receipts;
    this.steps = steps;
  }

  void play(Path home, Chain chain) throws IOException {
    Files.createDirectories(receipts);
    boolean ready =
        steps.play("apply the definitions, twice", this::apply)
            && steps.play("load the registers", this::load);
    if (!ready) {
      return; // nothing of what follows can hold
    }
    steps.play("premises: every row accounted for", this::premises);
    steps.play("audits: served over HTTP", this::audits);
    steps.play("divisions: counts standardised on GB/T 2260", this::divisions);
    steps.play("divisions: valid that day, and its successor today", this::successor);
    steps.play("GBK and GB18030: no character is lost", this::encodings);
    steps.play("without an agreement: refused, told what to apply for", this::refusal);
    steps.play("with an agreement: exactly its columns, masked", this::agreement);
    steps.play("three departments joined, one of them live", this::join);
    steps.play("bad input is refused and the hub goes on", this::badInput);
    steps.play("a wallet obtains an approval certificate", this::issue);
    steps.play("the counter verifies it", findings -> verify(findings, "VALID"));
    steps.play("it is suspended", findings -> status(findings, "SUSPENDED"));
    steps.play("it is revoked", findings -> status(findings, "REVOKED"));
    steps.play("a tampered and a foreign certificate are told apart", this::forgeries);
    steps.play("the auditor traces it to its row and to its recipients", this::trace);
    steps.play("the ledger re-hashes clean", this::fsck);
    steps.play("a checkpoint is anchored on a chain", findings -> anchor(findings, home, chain));
    steps.play("memory of the hub", findings -> findings.figure("rss_mb", hub.residentMegabytes()));
  }

  private void apply(Findings findings) throws IOException {
    JsonNode first = example.apply();
    JsonNode second = example.apply();
    findings.figure("created", first.get("created").size());
    findings.require(first.get("created").size() > 40, "fewer than 40 definitions were created");
    findings.expect(
        "unchanged_second_time", first.get("created").size(), second.get("unchanged").size());
    findings.require(
        second.get("created").isEmpty() && second.get("changed").isEmpty(),
        "applying twice changed something");
  }

  private void load(Findings findings) throws IOException {
    runs.putAll(example.loadAll(line -> {}));
    findings.figure("runs", runs.size());
    runs.forEach(
        (connector, run) -> {
          findings.require(
              "COMPLETE".equals(run.path("state").asText()),
              connector + " did not complete: " + run.path("problem"));
          long sum =
              number(run, "accepted") + number(run, "quarantined") + number(run, "unchanged");
          findings.require(sum == number(run, "read"), connector + ": the counts do not add up");
        });
  }

  private void premises(Findings findings) {
    JsonNode run = runs.get("premises-drop");
    findings.expect("rows", expected.get("premises_rows"), number(run, "read"));
    findings.expect("distinct", expected.get("premises_distinct"), number(run, "accepted"));
    findings.expect("duplicates", expected.get("premises_duplicates"), number(run, "quarantined"));
    JsonNode with = run.path("lookups").path("authority_id");
    findings.expect(
        "resolved_without_crosswalk",
        expected.get("premises_resolved_without_migration"),
        number(run.path("lookups").path("authority_id_unmigrated"), "resolved"));
    findings.expect("resolved", expected.get("premises_resolved"), number(with, "resolved"));
    findings.expect("blank", expected.getOrDefault("premises_blank", 0L), number(with, "blank"));
    findings.expect(
        "unknown", expected.getOrDefault("premises_unknown", 0L), number(with, "unknown"));
    findings.expect(
        "unresolved", expected.getOrDefault("premises_unresolved", 0L), number(with, "unresolved"));
  }

  private void audits(Findings findings) {
    JsonNode run = runs.get("audits-http");
    findings.expect("rows", expected.get("audits_rows"), number(run, "read"));
    findings.expect("accepted", expected.get("audits_accepted"), number(run, "accepted"));
    JsonNode answer =
        sql(
            "adur-system",
            INSPECTION,
            "SELECT COUNT(*) AS n FROM audits a JOIN premises p ON p.approval_number ="
                + " a.approval_number");
    findings.expect(
        "matched", expected.get("audits_matched"), answer.get("rows").get(0).get(0).asLong());
  }

  private void divisions(Findings findings) {
    JsonNode raw = runs.get("epidemic-reports");
    findings.expect("rows", expected.get("epidemic_rows"), number(raw, "read"));
    JsonNode counts =
        sql(
            "health-system",
            STATISTICS,
            "SELECT COUNT(*) AS n, SUM(CASE WHEN city <> '-' THEN 1 ELSE 0 END) AS cities FROM"
                + " epidemic_reports WHERE country = '中国'");
    findings.expect(
        "chinese", expected.get("epidemic_chinese"), counts.get("rows").get(0).get(0).asLong());
    JsonNode run = runs.get("epidemic-daily");
    findings.expect("cities", expected.get("epidemic_cities"), number(run, "read"));
    findings.expect("coded", expected.get("epidemic_coded"), number(run, "accepted"));
    findings.expect("no_code", expected.get("epidemic_uncoded"), number(run, "quarantined"));
    findings.expect(
        "since_succeeded",
        expected.getOrDefault("epidemic_succeeded", 0L),
        number(run.path("lookups").path("city_code"), "succeeded"));
    JsonNode rows =
        example.operator().get("/v1/runs/" + run.get("id").asText() + "/quarantine?limit=200").ok();
    findings.expect(
        "quarantine_rows_with_reason",
        expected.get("epidemic_uncoded"),
        reasons(rows.path("rows")));
  }

  private static long reasons(JsonNode rows) {
    long count = 0;
    for (JsonNode row : rows) {
      if (!row.path("reason").asText().isEmpty() && row.path("source").size() > 5) {
        count++;
      }
    }
    return count;
  }

  private void successor(Findings findings) {
    HubClient client = example.client("health-system");
    JsonNode then = client.getPublic("/v1/code-lists/gbt2260/codes/220381?on=2020-02-20").ok();
    findings.require(then.toString().contains("公主岭市"), "220381 was not valid on 2020-02-20");
    HubClient.Answer gone = client.getPublic("/v1/code-lists/gbt2260/codes/220381?on=2024-01-01");
    findings.expect("valid_2024", 404, gone.status());
    JsonNode today =
        client.getPublic("/v1/code-lists/gbt2260/codes/220381/current?on=2024-01-01").ok();
    JsonNode codes = today.isArray() ? today : today.path("codes");
    findings.expect("successor", "220184", codes.path(0).path("code").asText());
    findings.expect("successors", 1, codes.size());
  }

  private void encodings(Findings findings) {
    JsonNode gbk = runs.get("epidemic-daily-gbk");
    findings.expect("gbk_unchanged", expected.get("epidemic_coded"), number(gbk, "unchanged"));
    findings.expect(
        "streets", expected.get("streets"), number(runs.get("streets-gb18030"), "accepted"));
    Set<String> rare = new TreeSet<>();
    JsonNode answer =
        sql(
            "health-system",
            STATISTICS,
            "SELECT name FROM streets WHERE name IN"
                + " ('湖㳇镇','流波䃥镇','麦㙦镇','㮾梨街道','塘㙍镇','䢺江镇','桴㯊镇','㵲水街道')");
    answer.get("rows").forEach(row -> rare.add(row.get(0).asText()));
    findings.figure("rare_names", rare.size());
    findings.require(rare.size() >= 6, "names that GBK cannot hold were damaged");
  }

  private void refusal(Findings findings) {
    HubClient.Answer answer =
        example
            .client("bexley-system")
            .post(
                "/v1/services/premises-lookup",
                call(Map.of("approval_number", approvalNumber), INSPECTION));
    findings.expect("status", 403, answer.status());
    findings.figure("code", answer.body().path("code").asText());
    findings.require(
        answer.body().path("apply").asText().length() > 10,
        "the refusal does not say what to apply for");
    JsonNode entries =
        example.client("auditor").get("/v1/ledger/entries?type=REFUSAL&actor=bexley-system").ok();
    findings.expect("refusals_in_ledger", 1, entries.path("entries").size());
  }

  private void agreement(Findings findings) throws IOException {
    JsonNode answer =
        example
            .client("adur-system")
            .post(
                "/v1/services/premises-lookup",
                call(Map.of("approval_number", approvalNumber), INSPECTION))
            .ok();
    keep(answer.get("receipt"));
    findings.expect("rows", 1, answer.get("rows").size());
    List<String> columns = new ArrayList<>();
    answer.get("columns").forEach(column -> columns.add(column.get("name").asText()));
    findings.expect(
        "columns", "[approval_number, trading_name, town, postcode, audit_date, outcome]", columns);
    String postcode = answer.get("rows").get(0).get(3).asText();
    findings.figure("postcode", postcode);
    findings.require(postcode.endsWith("**"), "the postcode is not masked");
    HubClient.Answer ungranted =
        example
            .client("adur-system")
            .post(
                "/v1/query",
                query(
                    "SELECT address FROM premises WHERE approval_number = '" + approvalNumber + "'",
                    INSPECTION));
    findings.require(ungranted.status() / 100 == 4, "a column outside the agreement was given out");
  }

  private void join(Findings findings) throws IOException {
    JsonNode with = report("audits-by-authority");
    keep(with.get("receipt"));
    findings.expect("rows", expected.get("join_rows"), with.get("rows").size());
    findings.expect("authorities", expected.get("join_authorities"), distinct(with.get("rows"), 5));
    JsonNode without = report("audits-by-authority-unmigrated");
    keep(without.get("receipt"));
    findings.expect(
        "rows_without_crosswalk",
        expected.get("join_without_migration_rows"),
        without.get("rows").size());
    findings.expect(
        "authorities_without_crosswalk",
        expected.get("join_without_migration_authorities"),
        distinct(without.get("rows"), 1));
  }

  private JsonNode report(String service) {
    return example
        .client("adur-system")
        .post("/v1/services/" + service, call(Map.of(), INSPECTION))
        .ok();
  }

  private static long distinct(JsonNode rows, int column) {
    Set<String> values = new TreeSet<>();
    rows.forEach(row -> values.add(row.get(column).asText()));
    return values.size();
  }

  private void badInput(Findings findings) {
    HubClient adur = example.client("adur-system");
    HubClient.Answer update = adur.post("/v1/query", query("DELETE FROM premises", INSPECTION));
    findings.expect("not_a_select", 400, update.status());
    HubClient.Answer column =
        adur.post("/v1/query", query("SELECT aproval_number FROM premises", INSPECTION));
    findings.expect("unknown_column", 400, column.status());
    HubClient.Answer yaml =
        example
            .operator()
            .post("/v1/definitions", zip("bad.yaml", "kind: [Purpose\n"), "application/zip");
    findings.expect("malformed_yaml", 422, yaml.status());
    findings.require(
        yaml.body().path("faults").path(0).path("place").path("line").asInt() > 0,
        "the fault names no line");
    findings.expect("still_serving", 200, adur.getPublic("/q/health/ready").status());
  }

  private static byte[] zip(String name, String text) {
    try (var bytes = new java.io.ByteArrayOutputStream();
        var zip = new java.util.zip.ZipOutputStream(bytes)) {
      zip.putNextEntry(new java.util.zip.ZipEntry(name));
      zip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      zip.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void issue(Findings findings) throws IOException, InterruptedException {
    JsonNode offer =
        example
            .client("food-agency-system")
            .post(
                "/v1/certificates/offers",
                Map.of(
                    "type",
                    "food-approval",
                    "parameters",
                    Map.of("approval_number", approvalNumber),
                    "transactionCode",
                    true))
            .ok();
    wallet.accept(URI.create(offer.get("uri").asText()), offer.get("transactionCode").asText());
    findings.figure("credential_bytes", wallet.credential().length());
    findings.figure("disclosures", wallet.credential().split("~").length - 1);
  }

  private JsonNode show(String presentation, String audience, String nonce) {
    return example
        .client("adur-system")
        .post(
            "/v1/verify",
            Map.of(
                "presentation",
                presentation,
                "audience",
                audience,
                "nonce",
                nonce,
                "purpose",
                "counter-verification"))
        .ok();
  }

  private void verify(Findings findings, String verdict) throws IOException {
    String nonce = UUID.randomUUID().toString();
    String audience = "https://counter.adur.example";
    JsonNode result =
        show(wallet.present(Set.of("trading_name", "town"), audience, nonce), audience, nonce);
    findings.expect("verdict", verdict, result.path("verdict").asText());
    keep(result.get("receipt"));
    certificate = result.path("certificate").asText();
    if (verdict.equals("VALID")) {
      findings.expect(
          "number", approvalNumber, result.path("claims").path("approval_number").asText());
      findings.require(!result.path("claims").has("postcode"), "a withheld claim was shown");
      JsonNode replay = show(wallet.present(Set.of(), audience, nonce), audience, "another-nonce");
      findings.expect("wrong_nonce", "WRONG_HOLDER", replay.path("verdict").asText());
    }
  }

  private void status(Findings findings, String status) throws IOException {
    JsonNode receipt =
        example
            .client("food-agency-system")
            .post(
                "/v1/certificates/" + certificate + "/status",
                Map.of("act", status, "legalBasis", "Food Act s. 12", "reason", "inspection"))
            .ok();
    keep(receipt.has("receipt") ? receipt.get("receipt") : receipt);
    verify(findings, status);
  }

  private void forgeries(Findings findings) throws IOException {
    String nonce = "n-" + UUID.randomUUID();
    String audience = "https://counter.adur.example";
    String good = wallet.present(Set.of("trading_name"), audience, nonce);
    int dot = good.indexOf('.');
    char changed = good.charAt(dot + 20) == 'A' ? 'B' : 'A';
    String tampered = good.substring(0, dot + 20) + changed + good.substring(dot + 21);
    String verdict = show(tampered, audience, nonce).path("verdict").asText();
    findings.figure("tampered", verdict);
    findings.require(
        Set.of("TAMPERED", "MALFORMED").contains(verdict),
        "a tampered certificate was taken for " + verdict);
    String foreign = ForeignIssuer.certificate();
    findings.expect(
        "foreign", "UNKNOWN_ISSUER", show(foreign, audience, nonce).path("verdict").asText());
  }

  private void trace(Findings findings) throws IOException {
    HubClient auditor = example.client("auditor");
    JsonNode trace = auditor.get("/v1/trace?certificate=" + certificate).ok();
    String text = trace.toString();
    findings.require(
        text.contains("approved-food-establishments.csv"), "the trace does not reach the CSV file");
    JsonNode forward = auditor.get("/v1/trace?resource=premises&key=" + approvalNumber).ok();
    findings.require(
        forward.toString().contains("adur-system"), "the trace does not name the recipient");
    findings.require(
        forward.toString().contains("food-agency-system"), "the trace does not name the issuer");
    findings.figure("origin_row", forward.path("origin").path("row").asLong());
    findings.figure("uses", forward.path("uses").size());
    ledgerKey =
        new String(
                auditor.getPublic("/v1/ledger/key").bytes(),
                java.nio.charset.StandardCharsets.UTF_8)
            .strip();
  }

  private void fsck(Findings findings) {
    JsonNode report = example.client("auditor").get("/v1/ledger/fsck").ok();
    findings.figure("entries", report.path("entries").asLong());
    findings.expect("bad_index", -1, report.path("badIndex").asLong());
  }

  private void anchor(Findings findings, Path home, Chain chain)
      throws IOException, InterruptedException {
    if (chain.missing() != null) {
      findings.figure("skipped", chain.missing());
      return;
    }
    Path head =
        Files.write(
            receipts.resolve("checkpoint"),
            example.client("auditor").getPublic("/checkpoint").bytes());
    JsonNode anchor = example.operator().post("/v1/ledger/anchors", Map.of()).ok();
    findings.figure("size", anchor.path("size").asLong());
    findings.figure("transaction", anchor.path("transactionHash").asText());
    JsonNode check = example.client("auditor").get("/v1/ledger/anchors").ok();
    findings.require(check.size() > 0, "the anchor is not listed");
    Path key = Files.writeString(receipts.resolve("ledger.key"), ledgerKey);
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("tongban").toString(), "anchor", "verify", "--key", key.toString()));
    command.addAll(
        List.of(
            "--rpc-url",
            chain.url(),
            "--chain-id",
            Chain.ID,
            "--consistency",
            hub.url().toString(),
            head.toString()));
    findings.expect("verify_exit", 0, exit(with(command, anchor.path("contract").asText())));
    // a contract that nothing was anchored on
    findings.expect("other_contract_exit", 1, exit(with(command, "0x" + "11".repeat(20))));
  }

  private static List<String> with(List<String> command, String contract) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("--contract", contract));
    return whole;
  }

  /** Verifies every receipt with the command line tool; the hub is off by now. */
  void verifyOffline(Path home) {
    if (ledgerKey == null) {
      return;
    }
    steps.play(
        "every receipt verifies with the hub switched off",
        findings -> {
          Path key = Files.writeString(receipts.resolve("ledger.key"), ledgerKey);
          List<String> command = new ArrayList<>();
          command.addAll(
              List.of(
                  home.resolve("tongban").toString(),
                  "receipt",
                  "verify",
                  "--key",
                  key.toString()));
          receiptFiles.forEach(file -> command.add(file.toString()));
          findings.figure("receipts", receiptFiles.size());
          findings.require(!receiptFiles.isEmpty(), "no receipt was kept");
          findings.expect("exit", 0, exit(command));
          Path forged = receipts.resolve("forged.json");
          String receipt = Files.readString(receiptFiles.get(0));
          Files.writeString(forged, receipt.replaceFirst("\"index\":(\\d+)", "\"index\":1$1"));
          findings.expect(
              "forged_exit",
              1,
              exit(
                  List.of(
                      home.resolve("tongban").toString(),
                      "receipt",
                      "verify",
                      "--key",
                      key.toString(),
                      forged.toString())));
        });
  }

  private int exit(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(receipts.resolve("verify.log").toFile())
        .start()
        .waitFor();
  }

  private void keep(JsonNode receipt) throws IOException {
    if (receipt == null || !receipt.has("proof")) {
      throw new IllegalStateException("the answer has no receipt");
    }
    Path file = receipts.resolve("receipt-" + (receiptFiles.size() + 1) + ".json");
    receiptFiles.add(Files.writeString(file, receipt.toString()));
  }

  private JsonNode sql(String client, String purpose, String sql) {
    return example.client(client).post("/v1/query", query(sql, purpose)).ok();
  }

  private static Map<String, Object> query(String sql, String purpose) {
    return Map.of("sql", sql, "parameters", List.of(), "purpose", purpose);
  }

  private static Map<String, Object> call(Map<String, ?> parameters, String purpose) {
    return Map.of("parameters", parameters, "purpose", purpose);
  }

  private static long number(JsonNode node, String name) {
    return node.path(name).asLong();
  }
}
