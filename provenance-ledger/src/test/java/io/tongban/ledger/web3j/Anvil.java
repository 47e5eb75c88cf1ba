package io.tongban.ledger.web3j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tongban.ledger.AnchorFees;
import io.tongban.ledger.AnchorRhythm;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.ChainFinality;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real chain node on a free port. */
final class Anvil implements AutoCloseable {
  /** The first of the node's well-known development keys. */
  static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  /** Its account. */
  static final String ACCOUNT = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Process process;
  private final int port;

  private Anvil(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static Anvil start(int port, String... more) throws IOException {
    Path folder = NodeTools.with("@foundry-rs/anvil", "1.7.1");
    List<String> command = new ArrayList<>();
    command.add(binary(folder).toAbsolutePath().toString());
    command.addAll(List.of("--port", Integer.toString(port), "--chain-id", "31337"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("Listening on")) {
        Thread drain = new Thread(() -> reader.lines().forEach(ignored -> {}), "anvil-output");
        drain.setDaemon(true);
        drain.start();
        return new Anvil(process, port);
      }
    }
    throw new IOException("the chain node ended before it listened");
  }

  /** The package's launcher script only looks for this file. */
  private static Path binary(Path folder) throws IOException {
    try (var files = Files.walk(folder.resolve("node_modules"))) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().equals("anvil"))
              .filter(file -> Files.isRegularFile(file) && file.toFile().length() > 1_000_000)
              .toList();
      if (found.isEmpty()) {
        NodeTools.skip("the npm package has no chain node for this platform");
      }
      return found.get(0);
    }
  }

  URI url() {
    return url(port);
  }

  static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Anchors with the node's own first key on a contract of the hub's own, only when asked. */
  AnchorSettings settings(int confirmations) {
    return settings(url(), new ChainFinality.Depth(confirmations));
  }

  static AnchorSettings settings(URI url, ChainFinality finality) {
    return new AnchorSettings(
        url,
        31337,
        new AnchorSigner.HexKey(KEY),
        null,
        finality,
        AnchorFees.usual(),
        AnchorRhythm.onDemand());
  }

  /** Calls one of the node's methods. */
  JsonNode call(String method, Object... parameters) throws IOException {
    return rpc(url(), method, parameters);
  }

  static JsonNode rpc(URI url, String method, Object... parameters) throws IOException {
    var body =
        MAPPER
            .createObjectNode()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", method)
            .set("params", MAPPER.valueToTree(parameters));
    try {
      var response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(url)
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                      .build(),
                  BodyHandlers.ofString());
      JsonNode answer = MAPPER.readTree(response.body());
      if (answer.has("error")) {
        throw new IOException(response.body());
      }
      return answer.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
