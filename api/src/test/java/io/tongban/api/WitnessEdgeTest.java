package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.Witnesses;
import io.tongban.ledger.note.NoteSigner;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The hub as a witness, and before a witness, over HTTP. */
@QuarkusTest
@TestProfile(WitnessEdgeTest.Profile.class)
class WitnessEdgeTest {
  private static final String ORIGIN = "example.com/log";
  private static final NoteSigner LOG = new NoteSigner(ORIGIN, new byte[32]);
  private static final NoteSigner WITNESS =
      NoteSigner.ofWitness("witness.example/w1", HexFormat.of().parseHex("44".repeat(32)));
  private static HttpServer server;

  @Inject LandHub hub;
  @Inject Ledger ledger;
  @Inject Witnesses witnesses;
  @Inject Ids ids;

  /** A hub of its own: once declared, a WitnessPolicy stays. */
  public static final class Profile extends LandProfile {}

  @BeforeAll
  static void startWitness() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/w/add-checkpoint", WitnessEdgeTest::cosign);
    server.start();
  }

  @AfterAll
  static void stopWitness() {
    server.stop(0);
  }

  /** A witness that trusts everybody: enough to see what the hub sends and serves. */
  private static void cosign(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      SignedNote note = SignedNote.parse(body.substring(body.indexOf("\n\n") + 2));
      byte[] line =
          WITNESS
              .cosign(Instant.now().getEpochSecond(), note.text())
              .line()
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, line.length);
      exchange.getResponseBody().write(line);
    }
  }

  private static Response add(String body) {
    return given()
        .contentType("text/plain")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/add-checkpoint");
  }

  private static String body(long old, NoteSigner signer, long size, byte[] root) {
    String text = Checkpoint.of(signer.verifierKey().name(), size, root).text();
    return "old " + old + "\n\n" + signer.sign(text).format();
  }

  @Test
  void theHubCosignsDeclaredLogsAndAnswersAsTheSpecificationSays() {
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: WitnessedLog
        metadata: {name: example, title: {zh: 账本, en: Log}}
        spec: {origin: %s, keys: ["%s"]}
        """
            .formatted(ORIGIN, LOG.verifierKey()));
    byte[] root = Merkle.leafHash(new byte[] {1});
    String good = body(0, LOG, 1, root);
    Response answer = add(good);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/plain");
    VerifierKey key = VerifierKey.parseWitness(given().get("/v1/ledger/witness-key").asString());
    String note = good.substring(good.indexOf("\n\n") + 2) + answer.asString();
    assertThat(SignedNote.parse(note).standing(key)).isEqualTo(SignedNote.Standing.SIGNED);
    String hash =
        HexFormat.of().formatHex(CanonicalJson.sha256(ORIGIN.getBytes(StandardCharsets.UTF_8)));
    assertThat(given().get("/witness/" + hash + "/checkpoint").asString()).isEqualTo(note);
    given().get("/witness/" + "0".repeat(64) + "/checkpoint").then().statusCode(404);

    Response conflict = add(good);
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.contentType()).isEqualTo("text/x.tlog.size");
    assertThat(conflict.asString()).isEqualTo("1\n");
    problem(add("nonsense"), 400, "witness-request");
    NoteSigner stranger = new NoteSigner(ORIGIN, HexFormat.of().parseHex("55".repeat(32)));
    problem(add(body(1, stranger, 1, root)), 403, "witness-key-unknown");
    problem(add(body(0, new NoteSigner("o", new byte[32]), 1, root)), 404, "witness-log-unknown");
    problem(add(body(1, LOG, 1, new byte[32])), 422, "witness-unproven");
    problem(add("x".repeat(129 << 10)), 413, "body-too-large");

    given().get("/v1/ledger/alarms").then().statusCode(401);
    DepartmentClient operator = operator();
    assertThat(operator.get("/v1/ledger/alarms").json())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.path("kind").asText()).isEqualTo("EQUIVOCATION"));
    assertThat(given().get("/q/metrics").asString())
        .contains("tongban_ledger_alarms{kind=\"equivocation\"} 1.0");
  }

  private static void problem(Response answer, int status, String code) {
    answer.then().statusCode(status).body("code", equalTo(code));
  }

  private DepartmentClient operator() {
    DepartmentClient operator = new DepartmentClient("witness-operator");
    operator.at(hub.settings().publicUrl());
    hub.adur();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: witness-operator, title: {zh: 运维, en: Operator}}
        spec: {department: land, roles: [operator], jwks: {"keys": [%s]}}
        """
            .formatted(operator.publicKey()));
    return operator;
  }

  @Test
  void theCheckpointIsPublishedWithItsCosignatures() {
    DepartmentClient operator = operator();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: w1, title: {zh: 见证, en: Witness}}
        spec: {department: land, http: {url: "http://127.0.0.1:%d", privateNetwork: true}}
        ---
        apiVersion: tongban.io/v1
        kind: WitnessPolicy
        metadata: {name: witnesses, title: {zh: 见证, en: Witnesses}}
        spec: {quorum: 1, witnesses: {w1: {source: w1, path: /w, key: "%s"}}}
        """
            .formatted(server.getAddress().getPort(), WITNESS.verifierKey()));
    var receipt =
        ledger.append(
            new LedgerEntry(
                ids.next(),
                EntryType.LOAD,
                Instant.now(),
                "hub",
                CanonicalJson.mapper().createObjectNode(),
                List.of()));
    witnesses.await(receipt);
    SignedNote published = SignedNote.parse(given().get("/checkpoint").asString());
    assertThat(published.standing(WITNESS.verifierKey())).isEqualTo(SignedNote.Standing.SIGNED);
    assertThat(published.standing(VerifierKey.parse(ledger.verifierKey())))
        .isEqualTo(SignedNote.Standing.SIGNED);
    assertThat(Checkpoint.parse(published.text()).size()).isGreaterThan(receipt.index());
    assertThat(operator.get("/v1/ledger/witnesses").json())
        .singleElement()
        .satisfies(state -> assertThat(state.path("name").asText()).isEqualTo("w1"));
  }
}
