package io.tongban.api;

import io.tongban.connectors.Connectors;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.Jobs;
import io.tongban.hub.Sources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A small hub with one resource and one run, made once for all tests of the application. */
@ApplicationScoped
class ShopsHub {
  private final Definitions definitions;
  private final Connectors connectors;
  private final Sources sources;
  private final Jobs jobs;
  private Run run;

  @Inject
  ShopsHub(Definitions definitions, Connectors connectors, Sources sources, Jobs jobs) {
    this.definitions = definitions;
    this.connectors = connectors;
    this.sources = sources;
    this.jobs = jobs;
  }

  /** The run of 6 rows, of which some stand in quarantine. */
  synchronized Run run() {
    if (run == null) {
      definitions.apply(List.of(new DefinitionFile("hub.yaml", bytes("hub.yaml"))), false);
      try {
        Files.write(sources.directory("market-drop").resolve("shops.csv"), bytes("shops.csv"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      UUID id = connectors.start("shops-drop");
      jobs.await(id, Duration.ofSeconds(60));
      run = connectors.run(id).orElseThrow();
    }
    return run;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = ShopsHub.class.getResourceAsStream("/hub/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
