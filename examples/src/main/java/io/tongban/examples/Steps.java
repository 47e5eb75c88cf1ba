package io.tongban.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Prints the demo's steps: a line each with its figures, or a JSON object a line. */
final class Steps {
  private final boolean json;
  private int passed;
  private int failed;

  Steps(boolean json) {
    this.json = json;
  }

  /** What a step found. */
  static final class Findings {
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private String fault;

    /** A figure to show. */
    Findings figure(String name, Object value) {
      figures.put(name, value);
      return this;
    }

    /** A figure that must have that value. */
    Findings expect(String name, Object expected, Object actual) {
      figures.put(name, actual);
      if (!String.valueOf(expected).equals(String.valueOf(actual))) {
        fault(name + ": expected " + expected + ", got " + actual);
      }
      return this;
    }

    /** A condition that must hold. */
    Findings require(boolean holds, String what) {
      if (!holds) {
        fault(what);
      }
      return this;
    }

    private void fault(String what) {
      fault = fault == null ? what : fault + "; " + what;
    }
  }

  /** One step of the story. */
  interface Step {
    void play(Findings findings) throws Exception;
  }

  /** Plays a step; a fault or an exception fails it. Whether it held. */
  boolean play(String name, Step step) {
    Findings findings = new Findings();
    long start = System.nanoTime();
    try {
      step.play(findings);
    } catch (Exception e) {
      findings.fault(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (findings.fault == null) {
      passed++;
    } else {
      failed++;
    }
    print(name, findings, millis);
    return findings.fault == null;
  }

  private void print(String name, Findings findings, long millis) {
    if (json) {
      ObjectNode line = HubClient.JSON.createObjectNode();
      line.put("step", name).put("ok", findings.fault == null).put("ms", millis);
      line.set("figures", HubClient.JSON.valueToTree(findings.figures));
      if (findings.fault != null) {
        line.put("fault", findings.fault);
      }
      System.out.println(line);
      return;
    }
    StringBuilder figures = new StringBuilder();
    findings.figures.forEach(
        (k, v) ->
            figures.append(figures.length() == 0 ? "" : ", ").append(k).append(' ').append(v));
    System.out.printf(
        "%s %-58s %6d ms  %s%n", findings.fault == null ? "ok  " : "FAIL", name, millis, figures);
    if (findings.fault != null) {
      System.out.println("     " + findings.fault);
    }
  }

  /** The closing line; the exit code. */
  int close() {
    if (json) {
      System.out.println(
          HubClient.JSON.createObjectNode().put("passed", passed).put("failed", failed));
    } else {
      System.out.println();
      System.out.println(passed + " steps held, " + failed + " failed");
    }
    return failed == 0 ? 0 : 1;
  }
}
