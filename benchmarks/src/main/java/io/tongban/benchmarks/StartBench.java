package io.tongban.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Start to first answer of the packaged hub on every JDK of this machine, and its memory after the
 * demo.
 */
final class StartBench {
  private StartBench() {}

  static void run(Report report, Path home, boolean quick)
      throws IOException, InterruptedException {
    for (var jdk : jdks().entrySet()) {
      double[] seconds = new double[quick ? 3 : 7];
      start(home, jdk.getValue());
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = start(home, jdk.getValue());
      }
      Arrays.sort(seconds);
      String figure = "start_to_first_answer_s";
      report.ceiling(
          jdk.getKey() < 25 ? figure : figure + "_jdk" + jdk.getKey(),
          seconds[seconds.length / 2],
          "s",
          jdk.getKey() < 25 ? 5 : 3);
    }
    report.ceiling("rss_mb", memoryAfterDemo(home), "MiB", 400);
  }

  /** JDK 17 and the newest JDK that is not it, by major version. */
  private static Map<Integer, Path> jdks() throws IOException {
    Map<Integer, Path> found = new LinkedHashMap<>();
    Path folder = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> homes = Files.list(folder)) {
        for (Path jdk :
            homes.filter(p -> Files.isRegularFile(p.resolve("release"))).sorted().toList()) {
          String release = Files.readString(jdk.resolve("release"));
          int at = release.indexOf("JAVA_VERSION=\"") + 14;
          found.putIfAbsent(Integer.parseInt(release.substring(at).split("[^0-9]", 2)[0]), jdk);
        }
      }
    }
    return found;
  }

  /** Starts the hub by its launcher; the launcher prints how long it took. */
  private static double start(Path home, Path jdk) throws IOException, InterruptedException {
    return field(home, jdk, "seconds", "start-once");
  }

  private static double memoryAfterDemo(Path home) throws IOException, InterruptedException {
    return field(home, null, "figures/rss_mb", "demo", "--json");
  }

  /** Runs the launcher and takes the last value of a member that it prints. */
  private static double field(Path home, Path jdk, String pointer, String... command)
      throws IOException, InterruptedException {
    String[] line = new String[command.length + 1];
    line[0] = home.resolve("tongban").toString();
    System.arraycopy(command, 0, line, 1, command.length);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (jdk != null) {
      builder.environment().put("TONGBAN_JAVA_HOME", jdk.toString());
    }
    builder.environment().remove("TONGBAN_SERVER_FLAGS");
    Process process = builder.start();
    double value = Double.NaN;
    try (BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        if (text.startsWith("{")) {
          JsonNode found =
              CanonicalJson.read(text.getBytes(StandardCharsets.UTF_8)).at("/" + pointer);
          value = found.isNumber() ? found.asDouble() : value;
        }
      }
    }
    process.waitFor();
    if (Double.isNaN(value)) {
      throw new IOException(
          "the launcher's " + String.join(" ", command) + " printed no " + pointer);
    }
    return value;
  }
}
