package io.tongban.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sequencers on one database are one log, and a check that could not fail would say nothing.
 */
class SequencerLincheckTest {
  @TempDir private Path folder;

  @Test
  void twoSequencersAreOneLog() throws Exception {
    run("sound", 0);
  }

  @Test
  @EnabledIfSystemProperty(named = "tongban.test.full", matches = "true")
  void anIndexThatIsComputedOutsideTheSwapIsFound() throws Exception {
    assertThat(run("planted", SequencerLincheck.FOUND)).contains("Invalid execution results");
  }

  private String run(String log, int status) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                SequencerLincheck.class.getName(),
                log,
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return said;
  }
}
