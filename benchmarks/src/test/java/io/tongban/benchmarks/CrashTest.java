package io.tongban.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.ReceiptVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed with -9 and stopped, on a small scale; the bench is the large one. */
class CrashTest {
  private static final int CYCLES = 5;
  @TempDir private Path folder;

  @Test
  void fiveKillsLoseNothing() throws Exception {
    try (CrashRun run = new CrashRun(CrashHub.modules(h2(""), folder), null, folder, 1, true)) {
      CrashMonitor monitor = run.cycles(CYCLES).monitor();
      assertTrue(monitor.acknowledged() > CYCLES);
      assertEquals(0, monitor.lost());
      assertEquals(0, monitor.inconsistent() + monitor.twice() + monitor.invalid());
      assertEquals(0, run.unclean());
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "tongban.test.full", matches = "true")
  void aDatabaseThatAcknowledgesBeforeItWritesIsFoundOut() throws Exception {
    try (CrashRun run =
        new CrashRun(CrashHub.modules(h2(";WRITE_DELAY=500"), folder), null, folder, 1, false)) {
      assertTrue(run.cycles(CYCLES).monitor().lost() > 0);
      assertTrue(run.monitor().inconsistent() > 0);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "tongban.test.full", matches = "true")
  void aStoppedNodeIsPassedAndDoesNotForkTheLogWhenItGoesOn() throws Exception {
    Path data = Files.createDirectory(folder.resolve("hub"));
    try (CrashPostgres postgres = new CrashPostgres(folder.resolve("postgres"));
        CrashTakeover takeover = new CrashTakeover(postgres.url(), data).run()) {
      CrashMonitor monitor = takeover.monitor();
      assertEquals(0, monitor.lost());
      assertEquals(0, monitor.inconsistent() + monitor.twice() + monitor.invalid());
      assertTrue(takeover.clean());
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "tongban.test.full", matches = "true")
  void aKillInTheMiddleOfAChangeOfTheKeyLeavesTheOldKeyOrTheNew() throws Exception {
    CrashHub hub = CrashHub.modules(h2(""), folder);
    List<byte[]> receipts = new ArrayList<>();
    int keys = 1;
    for (CrashPoint point : CrashPoint.values()) {
      CrashHub.Running running = hub.start(point, 2);
      receipts.add(ask(hub, "/use"));
      CompletableFuture<byte[]> change =
          CompletableFuture.supplyAsync(() -> answer(hub, "/rotate")).exceptionally(e -> null);
      running.stands().get(90, TimeUnit.SECONDS);
      running.kill();
      change.join();
      keys += point == CrashPoint.COMMITTED ? 1 : 0;
      running = hub.start();
      receipts.add(ask(hub, "/use"));
      String text = new String(ask(hub, "/v1/ledger/keys"), StandardCharsets.UTF_8);
      assertEquals(keys, LedgerKeys.parse(text).all().size(), point.name());
      for (byte[] receipt : receipts) {
        assertTrue(ReceiptVerifier.verify(receipt, text).holds(), point.name());
      }
      assertEquals(-1, CanonicalJson.read(ask(hub, "/v1/ledger/fsck")).path("badIndex").asLong());
      running.kill();
    }
    assertEquals(2, keys);
  }

  /** Asks until the process serves. */
  private static byte[] ask(CrashHub hub, String path) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (true) {
      try {
        return answer(hub, path);
      } catch (UncheckedIOException notYet) {
        if (System.nanoTime() - end > 0) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static byte[] answer(CrashHub hub, String path) {
    HttpRequest request = HttpRequest.newBuilder(hub.url().resolve(path)).build();
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode(), path);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String h2(String options) {
    return "jdbc:h2:file:" + folder.resolve("hub") + options;
  }
}
