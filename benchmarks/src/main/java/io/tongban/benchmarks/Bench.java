package io.tongban.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** {@code tongban bench <name> [--quick]}. */
public final class Bench {
  private static final List<String> BENCHES =
      List.of("smoke", "federation", "governance", "certificates", "ledger", "memory", "crash");

  private Bench() {}

  /** Runs a bench; prints one JSON object a line. Exits 1 where the bench fails. */
  @SuppressWarnings("CatchAndPrintStackTrace") // it is what a developer at a terminal wants to see
  public static void main(String[] arguments) {
    try {
      run(List.of(arguments));
    } catch (Exception | AssertionError failed) {
      failed.printStackTrace();
      // threads that a failed bench leaves behind would keep the process
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(List<String> given) throws Exception {
    Path home = Path.of(given.contains("--home") ? given.get(given.indexOf("--home") + 1) : ".");
    boolean quick = given.contains("--quick");
    String bench = given.stream().filter(BENCHES::contains).findFirst().orElse("");
    Report report = new Report(bench);
    switch (bench) {
      case "smoke" -> {
        LookupBench.run(report, quick);
        LedgerBench.run(report, quick);
        StartBench.run(report, home, quick);
      }
      case "federation" -> {
        int trino = given.indexOf("--trino");
        FederationBench.run(report, home, quick, trino < 0 ? null : given.get(trino + 1));
      }
      case "governance" -> System.exit(GovernanceBench.run(report, quick) ? 0 : 1);
      case "certificates" -> CertificateBench.run(report, home, quick);
      case "ledger" -> new LedgerFigures(report, quick).run();
      case "memory" -> MemoryBench.run(report, quick);
      case "crash" -> System.exit(CrashBench.run(report, home, given) ? 0 : 1);
      default -> {
        System.err.println(
            "tongban bench: give one of "
                + BENCHES
                + ", --quick for a short run, --trino to compare with it");
        System.exit(2);
      }
    }
  }
}
