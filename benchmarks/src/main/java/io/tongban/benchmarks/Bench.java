package io.tongban.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** {@code tongban bench smoke|governance [--quick]}. */
public final class Bench {
  private Bench() {}

  /** Runs a bench; prints one JSON object a line. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    Path home = Path.of(given.contains("--home") ? given.get(given.indexOf("--home") + 1) : ".");
    boolean quick = given.contains("--quick");
    if (given.contains("governance")) {
      System.exit(GovernanceBench.run(new Report("governance"), quick) ? 0 : 1);
    }
    if (!given.contains("smoke")) {
      System.err.println(
          "tongban bench: there are 'smoke' and 'governance'; usage: ./tongban bench smoke"
              + " [--quick]");
      System.exit(2);
    }
    Report report = new Report("smoke");
    LookupBench.run(report, quick);
    LedgerBench.run(report, quick);
    StartBench.run(report, home, quick);
    System.exit(0);
  }
}
