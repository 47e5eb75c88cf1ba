package io.tongban.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.Database;
import io.tongban.hub.Jobs;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A hub of a test, with what tests of connectors do again and again. */
public final class ConnectorHub implements AutoCloseable {
  /** The example hubs with the real registers. */
  public static final Path EXAMPLES = Path.of("..", "examples", "hubs");

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private final TestHub hub;

  public ConnectorHub(TestHub hub) {
    this.hub = hub;
  }

  /** A bean of the hub. */
  public <T> T get(Class<T> type) {
    return hub.get(type);
  }

  /** The hub itself. */
  public TestHub hub() {
    return hub;
  }

  /** Applies YAML documents. */
  public void apply(String yaml) {
    hub.apply(yaml);
  }

  /** Applies the definitions of a story: {@code food-safety} or {@code divisions}. */
  public void applyStory(String name) {
    Path history = EXAMPLES.resolve("divisions/definitions/gbt2260-history.csv");
    Map<String, byte[]> attachments =
        name.equals("divisions") ? Map.of("gbt2260-history.csv", bytes(history)) : Map.of();
    hub.apply(resource("/story/" + name + ".yaml"), attachments);
  }

  /** A text of the test's class path. */
  public static String resource(String path) {
    try (var in = ConnectorHub.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts a file into a source's folder as if it had been read already, so that no route takes it.
   */
  public void supply(String source, String name, byte[] content) {
    try {
      Path folder = get(Sources.class).directory(source).resolve(".done");
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder.getParent(), ".part", null);
      Files.write(part, content);
      Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a connector to its end. */
  public Run run(String connector) {
    UUID id = get(Connectors.class).start(connector);
    return end(id);
  }

  /** Waits for a run's end. */
  public Run end(UUID id) {
    get(Jobs.class).await(id, LONGEST);
    Run run = get(Connectors.class).run(id).orElseThrow();
    assertThat(run.read())
        .as("read = accepted + quarantined + unchanged")
        .isEqualTo(run.accepted() + run.quarantined() + run.unchanged());
    return run;
  }

  /** One column of a table of standard records, in the order of its texts. */
  public List<String> column(String sql) {
    return get(Database.class)
        .jdbi()
        .withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
  }

  /** A number. */
  public long number(String sql) {
    return get(Database.class).jdbi().withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
  }

  /** A file's bytes. */
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
