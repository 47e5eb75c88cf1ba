package io.tongban.benchmarks;

import com.nimbusds.jose.jwk.ECKey;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One hub under fire: used without a pause, killed with -9, started and checked again, cycle after
 * cycle on the same data.
 */
final class CrashRun implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final long START_SECONDS = 90;
  private static final int MOST_GROUPS = 110;

  /** So many groups are written first that a use is acknowledged before the hub stands still. */
  private static final int FEWEST_GROUPS = 10;

  private static final int MOST_MILLIS = 500;

  private final CrashHub hub;
  private final CrashPostgres postgres;
  private final Path data;
  private final Random random;
  private final boolean points;
  private final CrashJournal journal;
  private final CrashMonitor monitor;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ECKey key;
  private Process clients;
  private double slowestRestart;
  private int unclean;
  private int postmasterKills;

  /**
   * A run.
   *
   * @param postgres the server to kill too, or null
   * @param points whether the hub can be stopped at {@link CrashPoint}s
   */
  CrashRun(CrashHub hub, CrashPostgres postgres, Path data, long seed, boolean points) {
    this.hub = hub;
    this.postgres = postgres;
    this.data = data;
    this.random = new Random(seed);
    this.points = points;
    this.journal = new CrashJournal(data.resolve("journal"));
    this.monitor = new CrashMonitor(hub.url());
  }

  CrashMonitor monitor() {
    return monitor;
  }

  /** The longest from a start after a kill to the first acknowledged use, in seconds. */
  double slowestRestart() {
    return slowestRestart;
  }

  /** Checks of the whole ledger that found something. */
  int unclean() {
    return unclean;
  }

  int postmasterKills() {
    return postmasterKills;
  }

  /** Makes the uses calls of a data service, with this client key. */
  CrashRun calling(ECKey clientKey) throws IOException {
    Files.writeString(data.resolve("client.jwk"), clientKey.toJSONString());
    this.key = clientKey;
    return this;
  }

  /** Kills and checks so many times. */
  CrashRun cycles(int cycles) throws Exception {
    for (int i = 0; i < cycles; i++) {
      CrashPoint point =
          points && i % 2 == 1 ? CrashPoint.values()[i / 2 % CrashPoint.values().length] : null;
      cycle(point, postgres != null && i % 5 == 4);
      System.err.printf(
          "cycle %d of %d%s: %d acknowledged, %d lost%n",
          i + 1,
          cycles,
          point == null ? "" : " at " + point,
          monitor.acknowledged(),
          monitor.lost());
    }
    CrashHub.Running last = hub.start();
    checked(last);
    last.kill();
    return this;
  }

  private void cycle(CrashPoint point, boolean postmaster) throws Exception {
    CrashHub.Running running = hub.start(point, FEWEST_GROUPS + random.nextInt(MOST_GROUPS));
    checked(running);
    if (point != null) {
      await(running);
    } else {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_MILLIS));
    }
    if (postmaster) {
      postgres.kill();
      postmasterKills++;
      if (point == null) {
        // the hub lives on and finds its database again
        journal.awaitMore(running.process(), START_SECONDS);
      }
    }
    running.kill();
  }

  private static void await(CrashHub.Running running)
      throws InterruptedException, ExecutionException, TimeoutException {
    running.stands().get(START_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for the first acknowledged use and checks everything that was acknowledged so far. */
  private void checked(CrashHub.Running running) throws Exception {
    long start = System.nanoTime();
    boolean first = clients == null;
    if (first) {
      clients =
          CrashClients.start(
              data, CLIENTS, key == null ? null : data.resolve("client.jwk"), hub.url());
    }
    journal.awaitMore(running.process(), START_SECONDS);
    if (!first) {
      // the first start makes the database and waits for the clients' own start
      slowestRestart = Math.max(slowestRestart, (System.nanoTime() - start) / 1e9);
    }
    monitor.check(journal.more());
    String found = fsck();
    if (!found.isEmpty()) {
      unclean++;
      System.err.println(found);
    }
  }

  /** What is wrong with the ledger; empty where nothing is. */
  private String fsck() throws Exception {
    URI target = hub.url().resolve("/v1/ledger/fsck");
    HttpRequest.Builder request = HttpRequest.newBuilder(target);
    if (key != null) {
      String token = HubUnderLoad.at(hub.url()).token(CrashClients.CLIENT, key);
      request
          .header("Authorization", "DPoP " + token)
          .header("DPoP", HubUnderLoad.proof(key, "GET", target, token));
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    boolean clean =
        answer.statusCode() == 200
            && CanonicalJson.read(answer.body()).path("badIndex").asLong() == -1;
    return clean
        ? ""
        : answer.statusCode()
            + " "
            + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (clients != null) {
      clients.destroyForcibly();
      clients.onExit().join();
    }
  }
}
