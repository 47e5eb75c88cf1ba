package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.format.RowReader.InputBytes;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps the input of every run, compressed, in {@code <data>/archive/<run>}: a run reads only what
 * is kept, so an interrupted one reads the same bytes again, and every quarantined or accepted row
 * can be looked up in them.
 */
@ApplicationScoped
class Archive {
  private static final long DEFAULT_MOST_BYTES = 256L << 20;
  private static final String BYTES = "input.gz";
  private static final String ABOUT = "input.json";
  private final Path directory;

  @Inject
  Archive(HubSettings settings) {
    this.directory = settings.dataDirectory().resolve("archive");
  }

  /**
   * What is kept about an input.
   *
   * @param name file name, path or table
   * @param digest lower-case hex SHA-256 of the bytes
   * @param input how it is read
   */
  record About(String name, String digest, ConnectorSpec.Input input) {}

  /** The input of a run, kept before or brought now. */
  About keep(UUID run, ConnectorSpec.Input input, Function<OutputStream, String> fetch) {
    return about(run).orElseGet(() -> bring(run, input, fetch));
  }

  private About bring(UUID run, ConnectorSpec.Input input, Function<OutputStream, String> fetch) {
    Path folder = directory.resolve(run.toString());
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "part", null);
      try {
        About about = copy(part, input, fetch);
        Files.move(part, folder.resolve(BYTES), StandardCopyOption.ATOMIC_MOVE);
        // written last: without it the input does not count as kept
        Path told = Files.createTempFile(folder, "about", null);
        Files.write(told, CanonicalJson.mapper().writeValueAsBytes(about));
        Files.move(told, folder.resolve(ABOUT), StandardCopyOption.ATOMIC_MOVE);
        return about;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw ConnectorProblem.RUN_FAILED.problem("the input cannot be kept in the archive", e);
    }
  }

  private static About copy(
      Path part, ConnectorSpec.Input input, Function<OutputStream, String> fetch)
      throws IOException {
    long most = input.maxBytes() == null ? DEFAULT_MOST_BYTES : input.maxBytes();
    try (OutputStream file = Files.newOutputStream(part);
        GZIPOutputStream compressed = new GZIPOutputStream(file, 1 << 16);
        MeteredOutput metered = new MeteredOutput(compressed, most)) {
      String name = fetch.apply(metered);
      return new About(name, metered.digest(), input);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What is kept about a run's input. */
  Optional<About> about(UUID run) {
    Path file = directory.resolve(run.toString()).resolve(ABOUT);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(CanonicalJson.mapper().readValue(Files.readAllBytes(file), About.class));
    } catch (IOException e) {
      throw ConnectorProblem.RUN_FAILED.problem("the archived input cannot be read", e);
    }
  }

  /** The bytes of a run's input, as they came. */
  InputBytes bytes(UUID run) {
    Path file = directory.resolve(run.toString()).resolve(BYTES);
    return () -> new GZIPInputStream(Files.newInputStream(file), 1 << 16);
  }
}
