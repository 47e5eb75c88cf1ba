package io.tongban.benchmarks;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kill -9 and start again, {@code --cycles} times, on an H2 file or with {@code --postgres} on
 * PostgreSQL, whose postmaster is killed too every fifth time and where at the end one of two nodes
 * is stopped. One in twenty cycles is of the packaged hub, called over HTTP with tokens and proofs;
 * the others are of its modules, so that they can be killed at chosen points of a write. {@code
 * --plant write-delay} plants a bug: an H2 that acknowledges what it writes half a second later.
 */
final class CrashBench {
  private static final int CYCLES = 20;
  private static final int PACKAGED_SHARE = 20;
  private static final long READY_SECONDS = 120;

  private final Report report;
  private final Path home;
  private final List<String> given;
  private final boolean onPostgres;
  private final Path folder;
  private int lost;
  private int wrong;
  private double slowest;

  private CrashBench(Report report, Path home, List<String> given) throws IOException {
    this.report = report;
    this.home = home;
    this.given = given;
    this.onPostgres = given.contains("--postgres");
    this.folder = Files.createTempDirectory("tongban-crash");
  }

  /** Whether nothing was lost and everything held. */
  static boolean run(Report report, Path home, List<String> given) throws Exception {
    CrashBench bench = new CrashBench(report, home, given);
    System.err.println("working in " + bench.folder);
    boolean held = bench.run();
    // what something was found in stays, to be looked at
    if (held) {
      bench.clean();
    }
    return held;
  }

  private boolean run() throws Exception {
    int cycles = number("--cycles", CYCLES);
    int packaged =
        Files.exists(home.resolve("api/target/quarkus-app/quarkus-run.jar")) && !planted()
            ? (cycles + PACKAGED_SHARE - 1) / PACKAGED_SHARE
            : 0;
    long seed = number("--seed", (int) (System.nanoTime() & 0xFFFFFF));
    System.err.println("seed " + seed);
    modules(cycles - packaged, seed);
    if (packaged > 0) {
      packaged(packaged, seed);
    }
    if (onPostgres) {
      takeover();
    }
    report.ceiling(onPostgres ? "lost_pg" : "lost_h2", lost, "receipts", 0);
    report.ceiling("restart_s", slowest, "s", 10);
    return lost == 0 && wrong == 0;
  }

  private boolean planted() {
    return given.contains("--plant");
  }

  private int number(String option, int otherwise) {
    return given.contains(option)
        ? Integer.parseInt(given.get(given.indexOf(option) + 1))
        : otherwise;
  }

  private void modules(int cycles, long seed) throws Exception {
    Path data = Files.createDirectories(folder.resolve("modules"));
    try (CrashPostgres postgres =
        onPostgres ? new CrashPostgres(folder.resolve("postgres")) : null) {
      String url =
          onPostgres
              ? postgres.url()
              : "jdbc:h2:file:" + data.resolve("hub") + (planted() ? ";WRITE_DELAY=500" : "");
      try (CrashRun run =
          new CrashRun(CrashHub.modules(url, data), postgres, data, seed, !planted())) {
        tell("modules", cycles, run.cycles(cycles));
      }
    }
  }

  private void packaged(int cycles, long seed) throws Exception {
    Path data = Files.createDirectories(folder.resolve("packaged"));
    try (CrashPostgres postgres =
        onPostgres ? new CrashPostgres(folder.resolve("postgres-packaged")) : null) {
      CrashHub hub = CrashHub.packaged(home, onPostgres ? postgres.url() : null, data);
      ECKey key = new ECKeyGenerator(Curve.P_256).keyID(CrashClients.CLIENT).generate();
      CrashHub.Running first = hub.start();
      ready(hub.url());
      HubUnderLoad.at(hub.url(), data).apply(definitions(key.toPublicJWK().toJSONString()));
      first.kill();
      try (CrashRun run = new CrashRun(hub, postgres, data, seed, false).calling(key)) {
        tell("packaged", cycles, run.cycles(cycles));
      }
    }
  }

  private void takeover() throws Exception {
    Path data = Files.createDirectories(folder.resolve("takeover"));
    try (CrashPostgres postgres = new CrashPostgres(folder.resolve("postgres-takeover"));
        CrashTakeover takeover = new CrashTakeover(postgres.url(), data).run()) {
      CrashMonitor monitor = takeover.monitor();
      report.ceiling("takeover_s", takeover.seconds(), "s", 10);
      report.ceiling("forked", monitor.inconsistent() + monitor.twice(), "heads", 0);
      lost += monitor.lost();
      wrong +=
          monitor.inconsistent()
              + monitor.twice()
              + monitor.invalid()
              + (takeover.clean() && takeover.seconds() < 10 ? 0 : 1);
    }
  }

  private void tell(String kind, int cycles, CrashRun run) {
    CrashMonitor monitor = run.monitor();
    report.figure("cycles_" + kind, cycles, "kills");
    report.figure("acknowledged_" + kind, monitor.acknowledged(), "receipts");
    if (onPostgres) {
      report.figure("postmaster_kills_" + kind, run.postmasterKills(), "kills");
    }
    report.figure("restart_s_" + kind, run.slowestRestart(), "s");
    report.ceiling("inconsistent_" + kind, monitor.inconsistent(), "heads", 0);
    report.ceiling("index_twice_" + kind, monitor.twice(), "receipts", 0);
    report.ceiling("invalid_" + kind, monitor.invalid(), "receipts", 0);
    report.ceiling("fsck_unclean_" + kind, run.unclean(), "checks", 0);
    lost += monitor.lost();
    wrong += monitor.inconsistent() + monitor.twice() + monitor.invalid() + run.unclean();
    slowest = Math.max(slowest, run.slowestRestart());
  }

  private static void ready(URI hub) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (System.nanoTime() < deadline) {
      try {
        HttpRequest request = HttpRequest.newBuilder(hub.resolve("/q/health/ready")).build();
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it is starting
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("the packaged hub did not start");
  }

  /** A data service over a register without rows: what is measured is the record of its use. */
  private static String definitions(String jwk) {
    return """
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: crash-owner}
        spec: {region: GB}
        ---
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: crash-reader}
        spec: {region: GB}
        ---
        apiVersion: tongban.io/v1
        kind: DataElement
        metadata: {name: crash-id}
        spec: {definition: {en: a key}, type: STRING, format: an18}
        ---
        apiVersion: tongban.io/v1
        kind: Purpose
        metadata: {name: crash}
        spec: {description: {en: proving}}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: crash}
        spec:
          department: crash-reader
          roles: [auditor]
          jwks: {"keys": [%s]}
        ---
        apiVersion: tongban.io/v1
        kind: Resource
        metadata: {name: crash-register}
        spec:
          provider: crash-owner
          sharing: CONDITIONAL
          sharingCondition: proving
          items:
            - {name: id, element: crash-id, required: true}
          key: [id]
        ---
        apiVersion: tongban.io/v1
        kind: SharingAgreement
        metadata: {name: crash}
        spec:
          recipient: crash-reader
          purposes: [crash]
          from: 2026-01-01
          to: 2046-12-31
          resources:
            crash-register: {columns: [id]}
        ---
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: crash-calls}
        spec:
          provider: crash-owner
          sql: SELECT id FROM crash_register
          report: {maxRows: 10, maxSeconds: 10} # it reads the whole of an empty register
        """
        .formatted(jwk);
  }

  private void clean() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
