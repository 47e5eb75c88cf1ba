package io.tongban.examples;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A local EVM node (anvil, from npm) where Node.js is present; nothing otherwise. */
final class Chain implements AutoCloseable {
  /**
   * Anvil's first development account, published in its documentation: worthless outside a local
   * node.
   */
  private static final String DEVELOPMENT_KEY =
      "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  /** The chain (EIP-155). */
  static final String ID = "31337";

  private final Process node;
  private final int port;
  private final String why;

  private Chain(Process node, int port, String why) {
    this.node = node;
    this.port = port;
    this.why = why;
  }

  /**
   * Starts a node.
   *
   * @param install where the npm package is kept between demos
   * @param folder for the log
   */
  static Chain startIfPossible(Path install, Path folder) throws IOException, InterruptedException {
    if (!runs(List.of("node", "--version"), folder) || !runs(List.of("npm", "--version"), folder)) {
      return new Chain(
          null,
          0,
          "Node.js is not installed here, so there is no local chain node: checkpoints were not"
              + " anchored");
    }
    Path anvil = install.resolve("node_modules/.bin/anvil");
    Files.createDirectories(install);
    if (!Files.exists(anvil)
        && !runs(
            List.of(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                install.toString(),
                "@foundry-rs/anvil@1.7.1"),
            folder)) {
      return new Chain(
          null,
          0,
          "the npm package @foundry-rs/anvil could not be installed: checkpoints were not"
              + " anchored");
    }
    int port = freePort();
    Process node =
        new ProcessBuilder(
                anvil.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--chain-id",
                ID)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chain.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(node::destroy));
    return listens(node, port)
        ? new Chain(node, port, null)
        : new Chain(null, 0, "the chain node did not start: checkpoints were not anchored");
  }

  /** The hub's settings for this chain; empty where there is none. */
  Map<String, String> properties() {
    return node == null
        ? Map.of()
        : Map.of(
            "tongban.anchor.rpc-url",
            url(),
            "tongban.anchor.chain-id",
            ID,
            "tongban.anchor.key",
            DEVELOPMENT_KEY);
  }

  /** Address of the node. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Why there is no chain, or null. */
  String missing() {
    return why;
  }

  private static boolean listens(Process node, int port) throws InterruptedException {
    for (int attempt = 0; attempt < 100 && node.isAlive(); attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
        return true;
      } catch (IOException notYet) {
        node.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean runs(List<String> command, Path folder) throws InterruptedException {
    try {
      File log = folder.resolve("npm.log").toFile();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  @Override
  public void close() {
    if (node != null) {
      node.destroy();
    }
  }
}
