package io.tongban.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code tongban demo}: the whole story against a fresh temporary hub. */
final class Demo {
  private Demo() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.parse(args, "home", "json", "perturb", "keep");
    Path home = Path.of(options.get("home", ".")).toAbsolutePath();
    Path folder = Files.createTempDirectory("tongban-demo");
    Steps steps = new Steps(options.has("json"));
    try {
      Registers registers = new Registers(home.resolve("examples/hubs"));
      if (options.has("perturb")) {
        long seed = Long.parseLong(options.get("perturb", "1"));
        registers = Perturbation.of(registers, folder.resolve("registers"), seed);
      }
      play(home, folder, registers, steps);
    } finally {
      if (options.has("keep")) {
        System.err.println("kept: " + folder);
      } else {
        delete(folder);
      }
    }
    System.exit(steps.close());
  }

  private static void play(Path home, Path folder, Registers registers, Steps steps)
      throws Exception {
    Map<String, Long> expected = Figures.of(registers);
    Path data = folder.resolve("data");
    Chain chain = Chain.startIfPossible(home.resolve(".tongban/chain"), folder);
    Map<String, String> properties = new TreeMap<>(chain.properties());
    properties.put("tongban.example", "true");
    Story story;
    try (StandIns standIns = StandIns.start(registers)) {
      long start = System.nanoTime();
      try (HubProcess hub = HubProcess.start(home, data, 0, standIns.variables(), properties)) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        steps.play("start a fresh hub", findings -> findings.figure("ready_ms", millis));
        ExampleHub example =
            new ExampleHub(hub.url(), data, home.resolve("examples/hubs"), registers);
        story =
            new Story(
                hub,
                example,
                expected,
                Figures.sample(registers),
                folder.resolve("receipts"),
                steps);
        story.play(home, chain);
      }
    } finally {
      chain.close();
    }
    story.verifyOffline(home);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Demo::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
