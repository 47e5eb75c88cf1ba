package io.tongban.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Sets a hub up with the example definitions and data, as an operator and its departments would.
 */
final class ExampleHub {
  /**
   * The example's clients: department and roles by client. Their keys are made on this machine, for
   * this hub only.
   */
  private static final Map<String, String[]> CLIENTS = new LinkedHashMap<>();

  static {
    CLIENTS.put("food-agency-system", new String[] {"food-agency", "caller, issuer"});
    CLIENTS.put("adur-system", new String[] {"adur-council", "caller"});
    CLIENTS.put("bexley-system", new String[] {"bexley-council", "caller"});
    CLIENTS.put("health-system", new String[] {"health-commission", "caller"});
    CLIENTS.put("auditor", new String[] {"audit-office", "auditor"});
  }

  /** Prefill with its invented persons: beside the story of the real registers, not in it. */
  private static final String PREFILL = "prefill";

  /** The demo clerk works at a counter in the name of {@code counter-desk}. */
  private static final Map<String, String[]> PREFILL_CLIENTS =
      Map.of(
          "housing-system", new String[] {"housing-office", "caller"},
          "counter-desk", new String[] {"housing-office", "caller"},
          "population-system", new String[] {"population-office", "caller, issuer"});

  /** The invented person behind the demo sign-in of citizens. */
  private static final String DEMO_CITIZEN = "990001199003078046";

  private final URI hub;
  private final Path data;
  private final Path hubs;
  private final Registers registers;
  private final Map<String, HubClient> clients = new java.util.concurrent.ConcurrentHashMap<>();

  /**
   * @param hub where it answers
   * @param data its data directory, for the operator's key and the drop folders
   * @param hubs the folder {@code examples/hubs}, for the definitions
   * @param registers the departments' files
   */
  ExampleHub(URI hub, Path data, Path hubs, Registers registers) {
    this.hub = hub;
    this.data = data;
    this.hubs = hubs;
    this.registers = registers;
  }

  HubClient operator() {
    return clients.computeIfAbsent(
        "local-operator", name -> new HubClient(hub, name, key(data.resolve("operator.jwk"))));
  }

  HubClient client(String name) {
    return clients.computeIfAbsent(name, n -> new HubClient(hub, n, key(keyFile(n))));
  }

  private Path keyFile(String client) {
    return data.resolve("example/keys/" + client + ".jwk");
  }

  private static ECKey key(Path file) {
    try {
      return ECKey.parse(Files.readString(file));
    } catch (IOException | ParseException e) {
      throw new IllegalStateException("the key file " + file.getFileName() + " cannot be read", e);
    }
  }

  /** Applies the definitions of the story; the answer is the hub's report. */
  JsonNode apply() throws IOException {
    return apply(archive(hub -> !hub.equals(PREFILL), CLIENTS));
  }

  /** Applies the prefill example and loads its persons. */
  JsonNode addPrefill() throws IOException {
    JsonNode report = apply(archive(PREFILL::equals, PREFILL_CLIENTS));
    drop("persons-drop", registers.persons(), "population", run -> {});
    return report;
  }

  /**
   * Issues the demo citizen's proof of residence into a wallet, by the wallet's protocol, and keeps
   * what the wallet got in a file, for pages that take a certificate's text.
   *
   * @return the file
   */
  Path issueResidence() throws IOException, InterruptedException {
    JsonNode offer =
        client("population-system")
            .post(
                "/v1/certificates/offers",
                Map.of(
                    "type",
                    "residence-registration",
                    "parameters",
                    Map.of("id_number", DEMO_CITIZEN)))
            .ok();
    Wallet wallet = new Wallet();
    wallet.accept(URI.create(offer.get("uri").asText()), null);
    return Files.writeString(
        data.resolve("example/residence-registration.sd-jwt"), wallet.credential());
  }

  /**
   * Has the population office collect the demo citizen's tenancy record, a PDF it sealed elsewhere.
   *
   * @return the file, for the page that verifies one
   */
  Path collectTenancy() throws IOException {
    Path file = registers.tenancyRecord();
    client("population-system")
        .post(
            "/v1/certificates/collected",
            Map.of(
                "type",
                "tenancy-record",
                "mediaType",
                "application/pdf",
                "metadata",
                Map.of(
                    "identifier",
                    "1.2.156.3005.2.11100000MB03271699025.340100.000000001.001.J",
                    "number",
                    "TR-2026-000001",
                    "issueDate",
                    "2026-01-12",
                    "holderName",
                    "张敏",
                    "holderCode",
                    DEMO_CITIZEN),
                "file",
                Files.readAllBytes(file)))
        .ok();
    return file;
  }

  private JsonNode apply(byte[] archive) {
    return operator().post("/v1/definitions", archive, "application/zip").ok();
  }

  private byte[] archive(Predicate<String> hubNamed, Map<String, String[]> owners)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(hubs)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(f -> f.getParent().endsWith("definitions"))
              .filter(f -> hubNamed.test(hubs.relativize(f).getName(0).toString()))
              .sorted()
              .toList()) {
        zip.putNextEntry(new ZipEntry(hubs.relativize(file).toString().replace('\\', '/')));
        boolean history = file.getFileName().equals(registers.divisionHistory().getFileName());
        Files.copy(history ? registers.divisionHistory() : file, zip);
      }
      zip.putNextEntry(new ZipEntry("clients.yaml"));
      zip.write(clients(owners).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private String clients(Map<String, String[]> owners) throws IOException {
    List<String> documents = new ArrayList<>();
    for (var client : owners.entrySet()) {
      ECKey key =
          Files.exists(keyFile(client.getKey()))
              ? key(keyFile(client.getKey()))
              : newKey(client.getKey());
      documents.add(
          """
          apiVersion: tongban.io/v1
          kind: Client
          metadata: {name: %s}
          spec:
            department: %s
            roles: [%s]
            jwks: {"keys": [%s]}
          """
              .formatted(
                  client.getKey(),
                  client.getValue()[0],
                  client.getValue()[1],
                  key.toPublicJWK().toJSONString()));
    }
    return String.join("---\n", documents);
  }

  private ECKey newKey(String client) throws IOException {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).keyID(client).generate();
      Files.createDirectories(keyFile(client).getParent());
      Files.writeString(keyFile(client), key.toJSONString());
      return key;
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** Drops a file into a department's folder, whole at once, and waits for the connector's run. */
  JsonNode drop(String connector, Path file, String folder, Consumer<JsonNode> progress)
      throws IOException {
    Path target = data.resolve("drop").resolve(folder);
    Files.createDirectories(target);
    int before = runs(connector).size();
    Path part = target.resolve("." + file.getFileName() + ".part");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, target.resolve(file.getFileName().toString()), StandardCopyOption.ATOMIC_MOVE);
    return await(
        () -> {
          JsonNode runs = runs(connector);
          return runs.size() > before ? runs.get(0) : null;
        },
        progress);
  }

  private JsonNode runs(String connector) {
    return operator().get("/v1/runs?connector=" + connector).ok().path("runs");
  }

  /** Starts a connector by hand and waits for its run. */
  JsonNode load(String connector, Consumer<JsonNode> progress) {
    HubClient operator = operator();
    String run =
        operator.post("/v1/connectors/" + connector + "/runs", Map.of()).ok().get("run").asText();
    return await(
        () -> {
          HubClient.Answer answer = operator.get("/v1/runs/" + run);
          return answer.status() == 404 ? null : answer.ok();
        },
        progress);
  }

  private static JsonNode await(
      java.util.function.Supplier<JsonNode> look, Consumer<JsonNode> progress) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (System.nanoTime() < deadline) {
      JsonNode run = look.get();
      if (run != null && !run.path("ended").isNull() && !run.path("ended").isMissingNode()) {
        return run;
      }
      if (run != null) {
        progress.accept(run);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
    }
    throw new IllegalStateException("the run did not end within two minutes");
  }

  /** Loads every example register. */
  Map<String, JsonNode> loadAll(Consumer<String> say) throws IOException {
    Map<String, JsonNode> runs = new LinkedHashMap<>();
    load(
        runs,
        say,
        "premises-drop",
        () -> drop("premises-drop", registers.premises(), "food-agency", run -> {}));
    load(runs, say, "audits-http", () -> load("audits-http", run -> {}));
    load(
        runs,
        say,
        "epidemic-reports",
        () -> drop("epidemic-reports", registers.epidemic(), "health-reports", run -> {}));
    load(
        runs,
        say,
        "epidemic-daily",
        () -> drop("epidemic-daily", registers.epidemic(), "health", run -> {}));
    load(
        runs,
        say,
        "epidemic-daily-gbk",
        () -> drop("epidemic-daily-gbk", registers.epidemicGbk(), "health", run -> {}));
    load(
        runs,
        say,
        "streets-gb18030",
        () -> drop("streets-gb18030", registers.streets(), "statistics", run -> {}));
    return runs;
  }

  private static void load(
      Map<String, JsonNode> runs, Consumer<String> say, String connector, Loading loading)
      throws IOException {
    JsonNode run = loading.run();
    runs.put(connector, run);
    say.accept(
        "%-20s read %,7d  accepted %,7d  unchanged %,5d  quarantined %,4d"
            .formatted(
                connector,
                run.path("read").asLong(),
                run.path("accepted").asLong(),
                run.path("unchanged").asLong(),
                run.path("quarantined").asLong()));
  }

  /** One load. */
  private interface Loading {
    JsonNode run() throws IOException;
  }
}
