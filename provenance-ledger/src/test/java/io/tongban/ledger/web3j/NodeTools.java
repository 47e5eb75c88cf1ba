package io.tongban.ledger.web3j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** npm packages for the chain tests, installed below target/; tests skip loudly without them. */
final class NodeTools {
  private NodeTools() {}

  /** The folder with an npm package, installed if needed; skips the test where that cannot be. */
  static Path with(String npmPackage, String version) {
    Path folder = Path.of("target", "npm-" + npmPackage.replaceAll("[^a-z0-9]", "-"));
    try {
      Files.createDirectories(folder);
      if (!Files.isDirectory(folder.resolve("node_modules").resolve(npmPackage))) {
        install(folder, npmPackage + "@" + version);
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
