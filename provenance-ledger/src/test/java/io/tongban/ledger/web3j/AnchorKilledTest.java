package io.tongban.ledger.web3j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.Anchors;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A hub that is killed with -9 at the sending of an anchor, at a real chain node: after the
 * transaction was stored and before the node heard of it, or after the node took it and before the
 * hub heard that.
 */
class AnchorKilledTest {
  /** Longer than the lease that the killed hub held. */
  private static final Duration LATER = Duration.ofMinutes(10);

  @TempDir Path folder;

  private Process start(String database, URI node) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-cp",
            System.getProperty("java.class.path"),
            AnchoringHub.class.getName(),
            database,
            folder.resolve("data").toString(),
            node.toString())
        .redirectError(folder.resolve("hub.log").toFile())
        .start();
  }

  private void anchored(BufferedReader out, long size) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith(AnchoringHub.ANCHORED)) {
      line = out.readLine();
    }
    assertThat(line).as(() -> log()).isEqualTo(AnchoringHub.ANCHORED + size);
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("hub.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"h2,false", "h2,true", "postgresql,false", "postgresql,true"})
  void afterAKillTheVerySameTransactionIsSentAndThereIsOneAnchoring(String product, boolean heard)
      throws Exception {
    String database =
        product.equals("h2") ? "jdbc:h2:file:" + folder.resolve("hub") : TestHub.postgresUrl();
    Files.createDirectories(folder.resolve("data"));
    try (Anvil anvil = Anvil.start(Anvil.freePort());
        Gate gate = new Gate(anvil.url())) {
      Process killed = start(database, gate.url());
      try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8)) {
        anchored(out, 1);
        gate.lose(
            "eth_sendRawTransaction",
            heard,
            () -> {
              killed.destroyForcibly();
              killed.onExit().join();
            });
        killed.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
        assertThat(killed.onExit().join().exitValue()).as("killed, not ended").isNotZero();
      } finally {
        killed.destroyForcibly();
      }
      assertThat(sent(anvil)).as("contract and first anchor").isEqualTo(heard ? 3 : 2);
      try (TestHub hub = TestHub.start(database, folder.resolve("data"))) {
        hub.clock().advance(LATER);
        List<Map<String, Object>> stored = attempts(hub);
        assertThat(stored).extracting(row -> row.get("nonce")).containsExactly(0L, 1L, 2L);
        assertThat(stored).extracting(row -> row.get("state")).last().isEqualTo("SIGNED");
        Anchors anchors = AnchoringHub.anchors(hub, gate.url());
        Anchor anchor = anchors.anchorNow();
        assertThat(anchor.size()).isEqualTo(2);
        assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
        assertThat(anchor.transactionHash()).isEqualTo(stored.get(2).get("transaction_hash"));
        assertThat(attempts(hub))
            .as("nothing was signed anew")
            .extracting(row -> row.get("raw"))
            .containsExactlyElementsOf(stored.stream().map(row -> row.get("raw")).toList());
        assertThat(anchors.anchorNow()).isEqualTo(anchor);
        assertThat(anchors.verify(anchor).holds()).isTrue();
        assertThat(sent(anvil)).isEqualTo(3);
        assertThat(events(anvil, anchor.contract())).as("one for each size").isEqualTo(2);
      }
    }
  }

  /** Transactions of the hub's account that are in blocks. */
  private static int sent(Anvil anvil) throws IOException {
    String count = anvil.call("eth_getTransactionCount", Anvil.ACCOUNT, "latest").asText();
    return Integer.decode(count);
  }

  private static int events(Anvil anvil, String contract) throws IOException {
    JsonNode logs =
        anvil.call(
            "eth_getLogs", Map.of("address", contract, "fromBlock", "0x0", "toBlock", "latest"));
    return logs.size();
  }

  private static List<Map<String, Object>> attempts(TestHub hub) {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            h ->
                h.createQuery(
                        "SELECT a.nonce, a.state, t.raw, t.transaction_hash FROM ledger.anchor a"
                            + " JOIN ledger.anchor_attempt t ON t.anchor = a.id"
                            + " ORDER BY a.nonce, t.attempt")
                    .mapToMap()
                    .list());
  }
}
