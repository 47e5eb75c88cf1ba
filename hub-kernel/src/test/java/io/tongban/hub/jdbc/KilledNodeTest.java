package io.tongban.hub.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Jobs;
import io.tongban.hub.Jobs.State;
import io.tongban.hub.test.TestHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledNodeTest {
  @Test
  void aRestartedNodeGoesOnAtOnceWithWhatItsOwnDeathBrokeOff(@TempDir Path data)
      throws IOException, InterruptedException {
    UUID id = runUntilKilled(data);

    TestHandlers.Gated.reset();
    TestHandlers.Gated.gate.countDown();
    TestHub.beans(TestHandlers.Gated.class, TestHandlers.Doubling.class);
    try (TestHub hub = TestHub.onH2(data)) {
      Jobs jobs = hub.get(Jobs.class);
      assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(State.RUNNING);
      jobs.start();
      Jobs.Job job = jobs.await(id, Duration.ofSeconds(30));
      assertThat(job.state()).isEqualTo(State.DONE);
      assertThat(job.result().asText()).isEqualTo("through");
    }
  }

  private static UUID runUntilKilled(Path data) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledNode.class.getName(),
                data.toString())
            .redirectErrorStream(true)
            .start();
    try (var lines =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      String running =
          lines
              .lines()
              .filter(line -> line.startsWith("running "))
              .findFirst()
              .orElseThrow(() -> new AssertionError("the node ended before its job ran"));
      return UUID.fromString(running.substring("running ".length()));
    } finally {
      node.destroyForcibly().waitFor();
    }
  }
}
