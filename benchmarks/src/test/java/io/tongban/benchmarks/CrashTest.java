package io.tongban.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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

  private String h2(String options) {
    return "jdbc:h2:file:" + folder.resolve("hub") + options;
  }
}
