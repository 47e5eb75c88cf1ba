package io.tongban.benchmarks;

import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two nodes on one PostgreSQL, both used without a pause. One is stopped ({@code SIGSTOP}) while it
 * holds the tree head; the other has to go on without it, and when the first is continued it must
 * not fork the log.
 */
final class CrashTakeover implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final int GROUP = 40;
  private static final long PATIENCE_SECONDS = 90;

  private final Path data;
  private final CrashHub stays;
  private final CrashHub stands;
  private final CrashMonitor monitor;
  private final List<Process> clients = new ArrayList<>();
  private double seconds;
  private boolean clean;

  /**
   * Two nodes that share database and keys.
   *
   * @param database JDBC URL of a PostgreSQL
   */
  CrashTakeover(String database, Path data) throws IOException {
    this.data = data;
    this.stays = CrashHub.modules(database, data);
    this.stands = CrashHub.modules(database, data);
    this.monitor = new CrashMonitor(stays.url());
  }

  CrashMonitor monitor() {
    return monitor;
  }

  /** From the stop of one node until uses of the other are acknowledged again. */
  double seconds() {
    return seconds;
  }

  /** Whether the check of the whole ledger found nothing, asked of the node that was stopped. */
  boolean clean() {
    return clean;
  }

  CrashTakeover run() throws Exception {
    CrashJournal journal = new CrashJournal(data.resolve("journal"));
    CrashHub.Running first = stays.start();
    clients.add(CrashClients.start(data, CLIENTS, null, stays.url()));
    journal.awaitMore(first.process(), PATIENCE_SECONDS);
    CrashHub.Running second = stands.start(CrashPoint.MOVED, GROUP);
    clients.add(CrashClients.start(data, CLIENTS, null, stands.url()));
    second.stands().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long start = System.nanoTime();
    second.signal("STOP");
    // more than may have been on their way when the head was taken
    journal.awaitMore(2 * CLIENTS, first.process(), PATIENCE_SECONDS);
    seconds = (System.nanoTime() - start) / 1e9;
    second.signal("CONT");
    second.release();
    journal.awaitMore(20 * CLIENTS, first.process(), PATIENCE_SECONDS);
    monitor.check(journal.more());
    clean = works(second) && fsck();
    monitor.check(journal.more());
    first.kill();
    second.kill();
    return this;
  }

  /** The node that stood still records uses again. */
  private boolean works(CrashHub.Running second) throws IOException, InterruptedException {
    return second.process().isAlive() && ask("POST", "/use").statusCode() == 200;
  }

  private boolean fsck() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = ask("GET", "/v1/ledger/fsck");
    return answer.statusCode() == 200
        && CanonicalJson.read(answer.body()).path("badIndex").asLong() == -1;
  }

  private HttpResponse<byte[]> ask(String method, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(stands.url().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    clients.forEach(Process::destroyForcibly);
    clients.forEach(one -> one.onExit().join());
  }
}
