package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tongban.hub.Jobs;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A hub in a process of its own that a test kills while a job runs. */
final class KilledNode {
  private KilledNode() {}

  /**
   * Submits a job that does not end and says so.
   *
   * @param args the data directory
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    TestHub.beans(TestHandlers.Gated.class, TestHandlers.Doubling.class);
    try (TestHub hub = TestHub.onH2(Path.of(args[0]))) {
      Jobs jobs = hub.get(Jobs.class);
      jobs.await(jobs.submit("doubling", "before", IntNode.valueOf(1)), Duration.ofMinutes(1));
      String id = jobs.submit("gated", "k", NullNode.getInstance()).toString();
      TestHandlers.Gated.entered.await();
      System.out.println("running " + id);
      System.out.flush();
      TestHandlers.Gated.gate.await();
    }
  }
}
