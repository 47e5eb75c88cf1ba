package io.tongban.benchmarks;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.federation.Federation;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;

/** The hub's own engine against a Trino on the same databases, in the same run. */
final class TpchBench {
  private static final double SCALE = 0.1;
  private static final String VIEWS = "tongban_tpch";
  private static final int LOOKUPS = 2_000;
  private static final int TRINO_LOOKUPS = 20;
  private static final Duration QUICK_WARM_UP = Duration.ofSeconds(10);
  private static final Duration LONG_WARM_UP = Duration.ofSeconds(30);
  private final Report report;
  private final String trino;
  private final boolean quick;

  private TpchBench(Report report, String trino, boolean quick) {
    this.report = report;
    this.trino = trino;
    this.quick = quick;
  }

  /**
   * Measures look-ups and TPC-H.
   *
   * @param trino JDBC URL
   */
  static void run(Report report, String trino, LookupWorld lookups, boolean quick)
      throws Exception {
    TpchBench bench = new TpchBench(report, trino, quick);
    bench.lookups(lookups);
    bench.tpch();
  }

  private Connection connect(String path) throws SQLException {
    Properties who = new Properties();
    who.setProperty("user", "tongban");
    return DriverManager.getConnection(trino + path, who);
  }

  private static void catalogue(Statement statement, String name, String url) throws SQLException {
    statement.execute("DROP CATALOG IF EXISTS " + name);
    statement.execute(
        """
        CREATE CATALOG %s USING postgresql
        WITH ("connection-url" = '%s', "connection-user" = 'postgres')"""
            .formatted(name, url.split("\\?", 2)[0]));
  }

  private void lookups(LookupWorld world) throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        TestHub hub = TestHub.onH2()) {
      for (Map.Entry<String, String> source : world.urls().entrySet()) {
        catalogue(statement, "tongban_" + source.getKey(), source.getValue());
      }
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              SELECT p.id, p.name, t.name, s.name FROM tongban_people.public.t p
              JOIN tongban_tax.public.t t ON t.id = p.id
              JOIN tongban_social.public.t s ON s.id = p.id
              WHERE p.id = ? AND p.region = 'GB' AND t.region = 'GB' AND s.region = 'GB'""")) {
        Turns.Way theirs = random -> look(select, random);
        Lookups lookups = new Lookups(hub, world);
        Turns.Ratio ratio =
            new Turns(quick ? 5 : 15, LOOKUPS)
                .ratio(
                    lookups.federated(),
                    theirs,
                    TRINO_LOOKUPS,
                    quick ? QUICK_WARM_UP : LONG_WARM_UP);
        report.floor("lookup_vs_trino", 1 / ratio.median(), "ratio", 300);
        report.figure("lookup_trino_us", ratio.theirsMicros(), "us");
        report.figure("lookup_beside_trino_us", ratio.oursMicros(), "us");
      }
    }
  }

  private static void look(PreparedStatement select, Random random) throws SQLException {
    select.setString(1, LookupWorld.key(random.nextInt(LookupWorld.ROWS)));
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("a look-up found nothing");
      }
    }
  }

  private void tpch() throws Exception {
    TpchWorld world = TpchWorld.onPostgres(SCALE);
    try (Connection setUp = connect("");
        Statement statement = setUp.createStatement();
        TestHub hub = TestHub.onH2()) {
      views(world, statement);
      hub.apply(world.definitions());
      Totals totals = new Totals();
      try (Connection connection = connect("/" + VIEWS + "/default")) {
        for (int query = 1; query <= TpchWorld.QUERIES; query++) {
          compare(hub, connection, query, totals);
        }
      }
      report.floor("tpch_compared", totals.compared, "queries", TpchWorld.QUERIES);
      report.figure("tpch_slower_than_trino", totals.slower, "queries");
      report.figure("tpch_local_ms", totals.ours, "ms");
      report.figure("tpch_trino_ms", totals.theirs, "ms");
      report.ceiling("tpch_vs_trino", totals.ours / totals.theirs, "ratio", 1);
    }
  }

  /** Over all queries that ran on both sides. */
  private static final class Totals {
    private int compared;
    private int slower;
    private double ours;
    private double theirs;
  }

  private void compare(TestHub hub, Connection connection, int query, Totals totals)
      throws Exception {
    String name = "tpch-q" + query;
    Optional<Timed> local = local(hub, query);
    Timed beyond = best(beyond(connection, TpchWorld.query(query)));
    report.figure(name + "_trino_ms", beyond.millis(), "ms");
    if (local.isEmpty()) {
      return;
    }
    report.figure(name + "_local_ms", local.get().millis(), "ms");
    report.ceiling(
        name + "_rows_apart", beyond.answer().rowsApart(local.get().answer()), "rows", 0);
    totals.compared++;
    totals.ours += local.get().millis();
    totals.theirs += beyond.millis();
    if (local.get().millis() > beyond.millis()) {
      totals.slower++;
      report.ceiling(
          name + "_slower_than_trino", local.get().millis() / beyond.millis(), "ratio", 1);
    }
  }

  /** Views over the three catalogues, so that both get the same text. */
  private static void views(TpchWorld world, Statement statement) throws SQLException {
    statement.execute("DROP CATALOG IF EXISTS " + VIEWS);
    statement.execute("CREATE CATALOG " + VIEWS + " USING memory");
    for (var department : TpchWorld.DEPARTMENTS.entrySet()) {
      String catalogue = VIEWS + "_" + department.getKey();
      catalogue(statement, catalogue, world.urls().get(department.getKey()));
      for (var table : department.getValue()) {
        statement.execute(
            "CREATE OR REPLACE VIEW %1$s.default.%3$s AS SELECT * FROM %2$s.public.%3$s"
                .formatted(VIEWS, catalogue, table.getTableName()));
      }
    }
  }

  /** Nothing where the hub cannot plan or run it; the reason is printed. */
  private Optional<Timed> local(TestHub hub, int query) throws Exception {
    String name = "tpch-q" + query;
    try {
      hub.apply(TpchWorld.service(query));
      Federation federation = hub.get(Federation.class);
      AccessGrant grant =
          hub.get(Judge.class)
              .grant(
                  new AccessRequest(
                      new Actor("tpch", "tpch-reader", "GB"),
                      Action.CALL,
                      name,
                      federation.reads(name),
                      "tpch",
                      null));
      return Optional.of(best(() -> TpchAnswer.of(federation.run(grant, name, Map.of()))));
    } catch (ProblemException refused) {
      System.err.println(name + " does not run in the hub: " + refused.problem());
      report.figure(name + "_not_run", 1, "queries");
      return Optional.empty();
    }
  }

  private static Run beyond(Connection connection, String sql) {
    return () -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        return TpchAnswer.of(result);
      }
    };
  }

  /** Gives the answer. */
  private interface Run {
    TpchAnswer answer() throws Exception;
  }

  private record Timed(double millis, TpchAnswer answer) {}

  /** The best of some runs after a first one that is not counted: the machine is shared. */
  private Timed best(Run run) throws Exception {
    TpchAnswer answer = run.answer();
    double best = Double.MAX_VALUE;
    for (int i = 0; i < (quick ? 1 : 3); i++) {
      long start = System.nanoTime();
      answer = run.answer();
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return new Timed(best, answer);
  }
}
