package io.tongban.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.RecordStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** However a file is corrupted: nothing is lost, and the figures add up. */
class CorruptionPropertyTest {
  private static ConnectorHub hub;

  @BeforeContainer
  static void open() {
    TestHub.variables(Map.of("WEB_URL", "http://127.0.0.1:1", "BASE_URL", "jdbc:h2:mem:none"));
    hub = new ConnectorHub(TestHub.onH2());
    hub.apply(
        ConnectorHub.resource("/story/entries.yaml")
            .replace("maxBytes: 100000}", "maxBytes: 100000}\n  allowShrink: true"));
  }

  @AfterContainer
  static void close() {
    hub.close();
  }

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void everyRowIsAcceptedOrQuarantined(@ForAll("corrupted") byte[] csv) {
    long before = hub.get(RecordStore.class).count("entries");
    hub.supply("drop", "entries.csv", csv);

    Run run = hub.run("entries-csv");

    if (run.state() == RunState.FAILED) {
      assertThat(run.problem()).isNotBlank();
      assertThat(hub.get(RecordStore.class).count("entries")).isEqualTo(before);
      return;
    }
    List<QuarantinedRow> quarantined = hub.get(Connectors.class).quarantine(run.id(), null, 1000);
    assertThat(quarantined).hasSize((int) run.quarantined());
    assertThat(quarantined).allMatch(row -> !row.reason().isBlank() && !row.message().isBlank());
    assertThat(hub.get(RecordStore.class).count("entries"))
        .isEqualTo(run.accepted() + run.unchanged());
    Set<Long> numbers = new TreeSet<>();
    quarantined.forEach(row -> numbers.add(row.row()));
    assertThat(numbers).hasSize(quarantined.size());
    assertThat(numbers).allMatch(number -> number >= 1 && number <= run.read());
    for (long number = 1; number <= run.read(); number++) {
      assertThat(hub.get(Connectors.class).sourceRow(run.id(), number)).isPresent();
    }
    assertThat(hub.get(Connectors.class).sourceRow(run.id(), run.read() + 1)).isEmpty();
  }

  @Provide
  Arbitrary<byte[]> corrupted() {
    Arbitrary<String> cell =
        Arbitraries.of("1", "2", "3", "é", "名", "a b", "\"q,\"\"q\"", "", "1-Jan-20", "-1", "0.5");
    Arbitrary<String> line = cell.list().ofSize(4).map(cells -> String.join(",", cells));
    Arbitrary<byte[]> sound =
        line.list()
            .ofMinSize(0)
            .ofMaxSize(12)
            .map(lines -> "id,name,since,fee\n" + String.join("\n", lines))
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    Arbitrary<List<Tuple2<Integer, Byte>>> hits =
        Arbitraries.integers()
            .between(0, 999)
            .flatMap(at -> Arbitraries.bytes().map(value -> Tuple.of(at, value)))
            .list()
            .ofMaxSize(3);
    return sound.flatMap(bytes -> hits.map(all -> hit(bytes, all)));
  }

  private static byte[] hit(byte[] sound, List<Tuple2<Integer, Byte>> hits) {
    byte[] bytes = Arrays.copyOf(sound, sound.length);
    for (Tuple2<Integer, Byte> hit : hits) {
      // the header stays, or most files would only tell of missing columns
      int from = "id,name,since,fee\n".length();
      if (bytes.length > from) {
        bytes[from + hit.get1() * (bytes.length - from) / 1000] = hit.get2();
      }
    }
    return bytes;
  }
}
