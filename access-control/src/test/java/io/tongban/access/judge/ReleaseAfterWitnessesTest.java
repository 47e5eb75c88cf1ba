package io.tongban.access.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Fixture;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Quorum;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerifier;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.Witness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agreement whose answers wait for the ledger's witnesses. */
class ReleaseAfterWitnessesTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  private static final String PREMISES = "premises: {columns: [id, name]}";
  private static final String TERM =
      "from: 2026-01-01\n  to: 2026-12-31\n  releaseAfter: witnesses";

  private TestHub neighbour;
  private TestHub hub;
  private HttpServer server;
  private volatile boolean away = true;

  @BeforeEach
  void open() throws IOException {
    TestHub.origin("neighbour.test/ledger");
    neighbour = TestHub.onH2();
    hub = TestHub.onH2();
    Fixture.apply(hub, Fixture.WORLD);
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/add-checkpoint", this::answer);
    server.start();
    neighbour.apply(
        """
        apiVersion: tongban.io/v1
        kind: WitnessedLog
        metadata: {name: log, title: {zh: 账本, en: Log}}
        spec: {origin: hub.test/ledger, keys: ["%s"]}
        """
            .formatted(hub.get(Ledger.class).verifierKey()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      if (away) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      Witness.Answer answer = neighbour.get(Witness.class).add(request);
      byte[] lines = ((Witness.Answer.Cosigned) answer).lines().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, lines.length);
      exchange.getResponseBody().write(lines);
    }
  }

  @AfterEach
  void close() {
    server.stop(0);
    hub.close();
    neighbour.close();
  }

  private AccessGrant granted() {
    return hub.get(Judge.class)
        .grant(
            new AccessRequest(
                ADUR, Action.QUERY, null, Map.of("premises", Set.of()), "inspection", null));
  }

  private static Outcome outcome() {
    return new Outcome(EntryType.ACCESS, "0".repeat(64), "1".repeat(64), 0, List.of(), null);
  }

  @Test
  void nothingIsReleasedBeforeTheWitnessesAreReached() {
    assertThatThrownBy(() -> Fixture.apply(hub, Fixture.agreement("waits", TERM, PREMISES)))
        .hasMessageContaining("nobody witnesses this hub's ledger");
    Fixture.apply(
        hub,
        """
        ---
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: neighbour, title: {zh: 邻区, en: Neighbour}}
        spec: {department: adur, http: {url: "http://127.0.0.1:%d", privateNetwork: true}}
        ---
        apiVersion: tongban.io/v1
        kind: WitnessPolicy
        metadata: {name: witnesses, title: {zh: 见证, en: Witnesses}}
        spec: {quorum: 1, witnesses: {neighbour: {source: neighbour, key: "%s"}}}
        """
            .formatted(server.getAddress().getPort(), neighbour.get(Witness.class).verifierKey()));
    Fixture.apply(hub, Fixture.agreement("waits", TERM, PREMISES));

    AccessGrant first = granted();
    assertThatThrownBy(() -> hub.get(Judge.class).settle(first, outcome()))
        .hasMessageContaining("witnesses-not-reached");
    assertThat(hub.get(Ledger.class).find(first.id())).as("recorded, not released").isPresent();

    away = false;
    hub.clock().advance(Duration.ofMinutes(10));
    Receipt receipt = hub.get(Judge.class).settle(granted(), outcome());
    Quorum quorum =
        new Quorum(
            List.of(VerifierKey.parseWitness(neighbour.get(Witness.class).verifierKey())), 1);
    assertThat(
            ReceiptVerifier.verify(receipt, hub.get(Ledger.class).verifierKey(), null, quorum)
                .holds())
        .isTrue();
    assertThat(receipt.nonce()).isNotEmpty();
  }
}
