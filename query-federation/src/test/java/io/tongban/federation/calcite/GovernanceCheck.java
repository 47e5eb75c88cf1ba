package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.federation.calcite.Sql.Construct;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.RowRef;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs random SQL under random policies and compares each answer with the oracle's, which knows
 * nothing but what may be seen, and with the hub's own on twin databases, where everything that
 * must not be seen is different: there not only the rows but errors, statements sent and rows
 * fetched must be the same.
 */
public final class GovernanceCheck {
  private static final int QUERIES_A_WORLD = 50;

  /** A planted leak that is not found within as many queries is not found. */
  private static final int FOUND_WITHIN = 200;

  private static final int QUERIES_A_PLANTED_WORLD = 25;

  /**
   * Plans whose rows come in an order that nobody asked for and that differs by itself: a loop's
   * unmatched rows come as they lie in memory, and a source joins in the order that its own
   * optimiser takes from the sizes of its tables.
   */
  private static final Pattern IN_ANY_ORDER =
      Pattern.compile("JdbcJoin\\(|EnumerableNestedLoopJoin\\(.*joinType=\\[(full|right)\\]");

  private GovernanceCheck() {}

  /**
   * What was found.
   *
   * @param queries that were answered or failed in evaluation
   * @param differences from the oracle or from the twins, described
   * @param nonempty queries whose answer had rows
   * @param failed queries that failed in evaluation, in the hub or in the oracle
   * @param refused queries the hub could not plan; they are not counted as queries, and neither are
   *     those that ask for single records where it must refuse them
   * @param constructs queries by the construct they use
   */
  public record Figures(
      int queries,
      List<String> differences,
      int nonempty,
      int failed,
      int refused,
      Map<String, Integer> constructs) {

    /** From 0 to 1. */
    public double nonemptyShare() {
      return (double) nonempty / queries;
    }

    /** The share of the queries that use the construct which is used least, from 0 to 1. */
    public double leastConstructShare() {
      return (double) Collections.min(constructs.values()) / queries;
    }

    static Figures sum(List<Figures> all) {
      Map<String, Integer> constructs = new TreeMap<>();
      all.forEach(
          figures ->
              figures.constructs().forEach((name, n) -> constructs.merge(name, n, Integer::sum)));
      return new Figures(
          all.stream().mapToInt(Figures::queries).sum(),
          all.stream().flatMap(figures -> figures.differences().stream()).toList(),
          all.stream().mapToInt(Figures::nonempty).sum(),
          all.stream().mapToInt(Figures::failed).sum(),
          all.stream().mapToInt(Figures::refused).sum(),
          constructs);
    }
  }

  /** How one query went. */
  private record Verdict(boolean refused, boolean failed, boolean rows, String difference) {}

  /** What a caller sees of a run, and what its clock could tell. */
  private record Outcome(
      List<String> rows, String error, List<RowRef> sources, List<String> asked, long fetched) {}

  /**
   * Checks random queries on H2, in as many threads.
   *
   * @param seed the same seed makes the same worlds and queries
   * @param told takes each difference when it is found
   */
  public static Figures onH2(long seed, int queries, int threads, Consumer<String> told) {
    return run(seed, queries, threads, RandomWorld.Product.H2, told);
  }

  static Figures run(
      long seed, int queries, int threads, RandomWorld.Product product, Consumer<String> told) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Figures>> worlds = new ArrayList<>();
      for (int done = 0; done < queries; done += QUERIES_A_WORLD) {
        long world = seed + done / QUERIES_A_WORLD;
        int count = Math.min(QUERIES_A_WORLD, queries - done);
        worlds.add(
            pool.submit(
                () -> {
                  Figures figures = world(world, count, product);
                  figures.differences().forEach(told);
                  return figures;
                }));
      }
      List<Figures> all = new ArrayList<>();
      for (Future<Figures> world : worlds) {
        all.add(world.get());
      }
      return Figures.sum(all);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** One world's queries. */
  static Figures world(long seed, int queries, RandomWorld.Product product) {
    try (RandomWorld world = new RandomWorld(seed, product)) {
      RandomSql random = new RandomSql(world, seed);
      List<String> differences = new ArrayList<>();
      Map<Construct, Integer> constructs = new EnumMap<>(Construct.class);
      int answered = 0;
      int nonempty = 0;
      int failed = 0;
      int refused = 0;
      int asked = 0;
      while (answered < queries) {
        RandomSql.Query query = random.next();
        Verdict verdict = check(world, query, Plant.none());
        asked++;
        if (verdict.difference() != null) {
          differences.add("seed " + seed + ", query " + asked + ": " + verdict.difference());
        }
        if (verdict.refused()) {
          refused += query.single() ? 0 : 1;
          continue;
        }
        answered++;
        nonempty += verdict.rows() ? 1 : 0;
        failed += verdict.failed() ? 1 : 0;
        query.sql().constructs().forEach(c -> constructs.merge(c, 1, Integer::sum));
      }
      Map<String, Integer> named = new TreeMap<>();
      for (Construct construct : Construct.values()) {
        named.put(construct.name(), constructs.getOrDefault(construct, 0));
      }
      return new Figures(answered, differences, nonempty, failed, refused, named);
    }
  }

  /**
   * After how many queries each planted leak is found, by its name; more than 200 for one that is
   * not. Worlds without anything that it would let through are left out.
   */
  public static Map<String, Integer> plantsFoundWithin(long seed, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Map<String, Future<Integer>> running = new TreeMap<>();
      for (Plant plant : Plant.all()) {
        running.put(plant.name(), pool.submit(() -> foundWithin(plant, seed)));
      }
      Map<String, Integer> found = new TreeMap<>();
      for (var plant : running.entrySet()) {
        found.put(plant.getKey(), plant.getValue().get());
      }
      return found;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static int foundWithin(Plant plant, long seed) {
    int tried = 0;
    for (long at = seed; tried <= FOUND_WITHIN; at++) {
      try (RandomWorld world = new RandomWorld(at, RandomWorld.Product.H2, plant.keys())) {
        RandomSql random = new RandomSql(world, at);
        int queries = plant.bites(world) ? QUERIES_A_PLANTED_WORLD : 0;
        for (int i = 0; i < queries; i++) {
          tried++;
          Verdict verdict = check(world, random.next(), plant);
          if (verdict.difference() != null) {
            return tried;
          }
        }
      }
    }
    return tried;
  }

  private static Verdict check(RandomWorld world, RandomSql.Query query, Plant plant) {
    String sql = query.sql().text(plant, true);
    CompiledQuery compiled;
    try {
      compiled = world.compile(sql, query.types(), plant.policy(world));
    } catch (ProblemException refused) {
      return refused(query, sql, refused);
    }
    if (query.single()) {
      String shown = "single records are shown\n  hub: " + sql + "\n" + world.describe();
      return new Verdict(false, false, false, shown);
    }
    Outcome real = outcome(world, query, compiled, plant, false);
    Outcome twin = outcome(world, query, compiled, plant, true);
    String copies = query.sql().text(Plant.none(), false);
    List<String> expected = null;
    String failure = null;
    try {
      expected = world.oracle().read(copies);
    } catch (SQLException e) {
      failure = e.getMessage();
    }
    String difference = difference(world, query, real, twin, expected);
    if (difference != null) {
      difference =
          difference
              + "\n  hub:    "
              + sql
              + "\n  oracle: "
              + copies
              + (failure == null ? "" : "\n  oracle's error: " + failure)
              + "\n"
              + world.describe();
    }
    boolean failed = real.error() != null || failure != null;
    return new Verdict(false, failed, real.rows() != null && !real.rows().isEmpty(), difference);
  }

  /** Only what the hub says it does not support may be refused, and what must be. */
  private static Verdict refused(RandomSql.Query query, String sql, ProblemException refused) {
    boolean rightly =
        query.single()
            ? refused.problem().code().equals(FederationProblem.STATISTICS_ONLY.code())
            : String.valueOf(refused.getMessage()).contains("not supported");
    return new Verdict(
        true,
        false,
        false,
        rightly ? null : "refused: " + refused.getMessage() + "\n  hub: " + sql);
  }

  private static Outcome outcome(
      RandomWorld world,
      RandomSql.Query query,
      CompiledQuery compiled,
      Plant plant,
      boolean onTwins) {
    List<String> rows = null;
    List<RowRef> sources = List.of();
    String error = null;
    try {
      QueryEngine.Rows found =
          world.run(compiled, query.values(), plant.bound(world), plant.recipient(world), onTwins);
      sources = found.sources();
      rows = plant.rows(world, compiled, found.rows()).stream().map(Literals::text).toList();
      if (IN_ANY_ORDER.matcher(compiled.plan()).find()) {
        rows = query.ordered() ? rows : sorted(rows);
        sources = sources.stream().sorted(Comparator.comparing(RowRef::toString)).toList();
      }
    } catch (ProblemException e) {
      error = e.problem().code() + ": " + e.getMessage();
    }
    return new Outcome(rows, error, sources, world.asked(), world.fetched());
  }

  /** Null if there is none. */
  private static String difference(
      RandomWorld world, RandomSql.Query query, Outcome real, Outcome twin, List<String> expected) {
    if (!java.util.Objects.equals(real.error(), twin.error())) {
      return "an error tells of what is hidden: "
          + real.error()
          + " but on the twin "
          + twin.error()
          + "\n  asked: "
          + real.asked();
    }
    if (!java.util.Objects.equals(real.rows(), twin.rows())) {
      return "rows tell of what is hidden: " + real.rows() + " but on the twin " + twin.rows();
    }
    if (!real.sources().equals(twin.sources())) {
      return "the records' keys tell of what is hidden";
    }
    if (!real.asked().equals(twin.asked())) {
      return "the statements tell of what is hidden: "
          + real.asked()
          + " but on the twin "
          + twin.asked();
    }
    boolean pushed =
        query.sql().tables().stream().allMatch(t -> t.rule() == null || t.rule().pushable());
    if (pushed && real.fetched() != twin.fetched()) {
      return "time tells of what is hidden: "
          + real.fetched()
          + " rows fetched, on the twin "
          + twin.fetched();
    }
    if (!visible(world, real.sources())) {
      return "a key of a hidden record is in the evidence: " + real.sources();
    }
    if (real.rows() == null || expected == null) {
      return null;
    }
    boolean same =
        query.ordered()
            ? real.rows().equals(expected)
            : sorted(real.rows()).equals(sorted(expected));
    return same ? null : "answers\n  " + real.rows() + "\n  instead of\n  " + expected;
  }

  private static boolean visible(RandomWorld world, List<RowRef> sources) {
    Map<String, Set<Object>> keys =
        world.tables().stream()
            .collect(
                Collectors.toMap(
                    table -> table.resource().name(),
                    table ->
                        world.visible(table).stream()
                            .map(row -> row.get("k"))
                            .collect(Collectors.toSet())));
    return sources.stream()
        .allMatch(ref -> keys.getOrDefault(ref.resource(), Set.of()).contains(ref.key()));
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  /** Prints figures, for looking into a seed. */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    Figures figures =
        onH2(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]), 2, System.out::println);
    System.out.println(
        figures.queries()
            + " queries, "
            + figures.differences().size()
            + " differences, "
            + figures.nonemptyShare()
            + " nonempty, "
            + figures.failed()
            + " failed, "
            + figures.refused()
            + " refused, "
            + figures.constructs()
            + " "
            + (System.nanoTime() - start) / 1e9
            + " s");
    if (arguments.length > 2) {
      System.out.println(plantsFoundWithin(Long.parseLong(arguments[0]), 2));
      System.out.println((System.nanoTime() - start) / 1e9 + " s");
    }
    System.exit(0);
  }
}
