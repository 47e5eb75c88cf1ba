package io.tongban.benchmarks;

import io.tongban.hub.test.TestHub;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A federated look-up over three sources of 200,000 rows against three hand-written JDBC look-ups
 * on the same pools, turn by turn in one run, on H2 in memory.
 */
final class LookupBench {
  private LookupBench() {}

  static void run(Report report, boolean quick) throws SQLException {
    LookupWorld world = onH2();
    try (TestHub hub = TestHub.onH2()) {
      Lookups lookups = new Lookups(hub, world);
      Turns.Ratio ratio =
          new Turns(quick ? 12 : 30, quick ? 2_000 : 5_000)
              .ratio(lookups.federated(), lookups.byHand());
      report.ceiling("lookup_ratio", ratio.median(), "ratio", 1.8);
      report.figure("lookup_federated_us", ratio.oursMicros(), "us");
      report.figure("lookup_by_hand_us", ratio.theirsMicros(), "us");
    }
  }

  static LookupWorld onH2() throws SQLException {
    Map<String, String> urls = new HashMap<>();
    for (String department : LookupWorld.DEPARTMENTS) {
      urls.put(department, "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }
    return new LookupWorld(urls).filled();
  }
}
