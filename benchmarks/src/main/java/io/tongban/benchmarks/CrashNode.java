package io.tongban.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LogKeyRotation;
import io.tongban.ledger.RowRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The hub's modules in a process of its own, made to be killed: its database, ledger and sequencer,
 * behind a small HTTP server that records a use at each {@code POST /use}, changes the ledger's key
 * at {@code POST /rotate} and serves what monitors read, on the packaged hub's paths. Starts in a
 * fraction of the packaged hub's time.
 *
 * <p>Arguments: JDBC URL, data directory, port, and optionally a {@link CrashPoint} and the number
 * of the group to stop at. Ends when its standard input ends; a line on it releases the writer that
 * stands at the point.
 */
final class CrashNode {
  private static final int THREADS = 32;

  private final Ledger ledger;
  private final LogKeyRotation rotation;
  private final Ids ids;

  private CrashNode(TestHub hub) {
    this.ledger = hub.get(Ledger.class);
    this.rotation = hub.get(LogKeyRotation.class);
    this.ids = hub.get(Ids.class);
  }

  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    if (arguments.length > 3) {
      CrashPoints.arm(CrashPoint.valueOf(arguments[3]), Integer.parseInt(arguments[4]));
    }
    TestHub.beans(CrashPoints.class);
    TestHub hub = TestHub.start(arguments[0], Path.of(arguments[1]));
    new CrashNode(hub).serve(Integer.parseInt(arguments[2]));
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        CrashPoints.release();
      }
    }
    System.exit(0);
  }

  private void serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body;
    int status = 200;
    try {
      exchange.getRequestBody().readAllBytes();
      body = resource(exchange.getRequestURI());
    } catch (ProblemException refused) {
      status = refused.problem().status();
      body = refused.problem().code().getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException failed) {
      status = 500;
      body = failed.toString().getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private byte[] resource(URI uri) {
    return switch (uri.getPath()) {
      case "/use" -> json(ledger.append(use()));
      case "/checkpoint" -> ledger.checkpoint().getBytes(StandardCharsets.UTF_8);
      case "/v1/ledger/key" -> ledger.verifierKey().getBytes(StandardCharsets.UTF_8);
      case "/v1/ledger/keys" -> ledger.keys().getBytes(StandardCharsets.UTF_8);
      case "/rotate" -> json(rotation.rotate("bench", "a change under fire", true));
      case "/v1/ledger/fsck" -> json(ledger.fsck());
      case "/v1/ledger/proofs/consistency" -> {
        String[] sizes = uri.getQuery().replaceAll("[a-z=]", "").split("&");
        List<String> path =
            ledger.consistencyProof(Long.parseLong(sizes[0]), Long.parseLong(sizes[1])).stream()
                .map(Base64.getEncoder()::encodeToString)
                .toList();
        yield json(Map.of("path", path));
      }
      default ->
          ledger
              .tile(uri.getPath().substring(1))
              .orElseThrow(() -> new IllegalArgumentException("there is no " + uri));
    };
  }

  private LedgerEntry use() {
    var manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("action", "CALL").put("target", "crash").put("purpose", "bench");
    return new LedgerEntry(
        ids.next(),
        EntryType.ACCESS,
        Clock.systemUTC().instant(),
        "bench",
        manifest,
        List.of(new RowRef("crash", "1")));
  }

  private static byte[] json(Object value) {
    return CanonicalJson.bytes(CanonicalJson.mapper().valueToTree(value));
  }
}
