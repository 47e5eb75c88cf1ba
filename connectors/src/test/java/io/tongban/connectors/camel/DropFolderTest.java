package io.tongban.connectors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.ConnectorHub;
import io.tongban.connectors.Connectors;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.connectors.RunEnded;
import io.tongban.hub.Jobs;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are dropped run by themselves, through routes that follow the definitions. */
class DropFolderTest {
  private static final long SECONDS = 60;
  private static final BlockingQueue<Run> ENDED = new LinkedBlockingQueue<>();
  private ConnectorHub hub;

  /** Hears of runs that end. */
  @ApplicationScoped
  static class Ears {
    void hear(@Observes RunEnded event) {
      ENDED.add(event.run());
    }
  }

  @BeforeEach
  void open() {
    ENDED.clear();
    TestHub.variables(Map.of("WEB_URL", "http://127.0.0.1:1", "BASE_URL", "jdbc:h2:mem:none"));
    TestHub.beans(Ears.class);
    hub = new ConnectorHub(TestHub.onH2());
    hub.get(Connectors.class).runs(null, 1);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Path folder() {
    return hub.get(Sources.class).directory("drop");
  }

  private Run next() throws InterruptedException {
    Run run = ENDED.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(run).as("a run ends by itself").isNotNull();
    hub.get(Jobs.class).await(run.id(), Duration.ofSeconds(SECONDS));
    return run;
  }

  /** Puts a file there and waits until it is put aside into the given sub-folder. */
  private Run drop(String name, String text, String aside) throws Exception {
    Path target = folder().resolve(aside);
    Files.createDirectories(target);
    try (WatchService watch = target.getFileSystem().newWatchService()) {
      target.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Files.writeString(folder().resolve(name), text);
      Run run = next();
      WatchKey key = watch.poll(SECONDS, TimeUnit.SECONDS);
      assertThat(key).as("the file is put aside").isNotNull();
      assertThat(Files.exists(target.resolve(name))).isTrue();
      assertThat(Files.exists(folder().resolve(name))).isFalse();
      return run;
    }
  }

  @Test
  void arrivalTriggersARunAndTheFileIsPutAside() throws Exception {
    hub.apply(ConnectorHub.resource("/story/entries.yaml"));

    Run good = drop("entries-1.csv", "id,name,since,fee\n1,one,,\n", ".done");
    assertThat(good.state()).isEqualTo(RunState.COMPLETE);
    assertThat(good.inputName()).isEqualTo("entries-1.csv");
    Run bad = drop("entries-2.csv", "id,name,since,fee\n1,\"", ".failed");
    assertThat(bad.state()).isEqualTo(RunState.FAILED);
    assertThat(ENDED).isEmpty();

    // started by hand, the newest of all is run again
    assertThat(hub.run("entries-csv").inputName()).startsWith("entries-");
  }

  @Test
  void routesFollowTheDefinitionsWithoutARestart() throws Exception {
    String yaml = ConnectorHub.resource("/story/entries.yaml");
    hub.apply(yaml);
    drop("entries.csv", "id,name,since,fee\n1,one,,\n", ".done");
    Path before = folder();

    hub.apply(
        yaml.replace("drop/entries", "drop/elsewhere").replace("entries*.csv", "people*.csv"));

    assertThat(folder()).isNotEqualTo(before);
    Run run = drop("people.csv", "id,name,since,fee\n1,one,,\n", ".done");
    assertThat(run.unchanged()).isEqualTo(1);
  }

  @Test
  void theNewestThatWaitsComesFirst() throws IOException {
    hub.apply(ConnectorHub.resource("/story/entries.yaml"));
    hub.supply("drop", "entries-old.csv", new byte[] {1});
    DropFolder drop = new DropFolder(folder());

    assertThat(drop.find("entries*.csv", Optional.empty()).getFileName())
        .hasToString("entries-old.csv");
    assertThat(DropFolder.matches("*.csv", ".hidden.csv")).isFalse();
    assertThat(DropFolder.matches("*.csv", "a.csv")).isTrue();
  }
}
