package io.tongban.ledger.web3j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** npm packages for the chain tests, installed below target/; tests skip loudly without them. */
final class NodeTools {
  private NodeTools() {}

  /**
   * The folder with an npm package, installed if needed; skips the test where that cannot be. Tests
   * run in several processes at once: one installs, the others wait until it has.
   */
  static synchronized Path with(String npmPackage, String version) {
    Path folder = Path.of("target", "npm-" + npmPackage.replaceAll("[^a-z0-9]", "-"));
    Path installed = folder.resolve("installed-" + version);
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        if (!Files.exists(installed)) {
          install(folder, npmPackage + "@" + version);
          // last, so that an installation that was cut off is done again
          Files.createFile(installed);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install(Path folder, String what) throws IOException {
    Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
    if (run(folder, List.of("npm", "i", "--no-audit", "--no-fund", what)) != 0) {
      skip("npm could not install " + what);
    }
  }

  /** Runs a command to its end; its output is shown where it fails. Skips where it is missing. */
  static int run(Path folder, List<String> command) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException missing) {
      skip(command.get(0) + " is not on this machine");
      return -1;
    }
    StringBuilder output = new StringBuilder();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(line -> output.append(line).append('\n'));
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      System.err.println(output);
    }
    return process.exitValue();
  }

  static void skip(String why) {
    System.err.println("########################################################################");
    System.err.println("## SKIPPED: the chain tests did not run: " + why);
    System.err.println("########################################################################");
    Assumptions.abort(why);
  }
}
