package io.tongban.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that use a hub without a pause, in a process that nobody kills: each receipt is forced to
 * the disk in a journal, a line each, before its client asks again. What fails is asked again of
 * the next node.
 *
 * <p>Arguments: journal, number of clients, and the nodes' URLs; {@code --key FILE} makes the uses
 * calls of the packaged hub's data service. Ends when its standard input ends.
 */
final class CrashClients {
  /** The data service of the packaged hub that is called. */
  static final String SERVICE = "crash-calls";

  static final String CLIENT = "crash";
  private static final Duration PATIENCE = Duration.ofSeconds(70);
  private static final long PAUSE_MILLIS = 20;

  private final FileChannel journal;
  private final ECKey key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private CrashClients(FileChannel journal, ECKey key) {
    this.journal = journal;
    this.key = key;
  }

  public static void main(String[] arguments) throws Exception {
    boolean packaged = arguments[2].equals("--key");
    ECKey key = packaged ? ECKey.parse(Files.readString(Path.of(arguments[3]))) : null;
    int first = packaged ? 4 : 2;
    try (FileChannel journal =
        FileChannel.open(
            Path.of(arguments[0]),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      CrashClients clients = new CrashClients(journal, key);
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        int start = i;
        Thread client = new Thread(() -> clients.use(arguments, first, start), "client-" + i);
        client.setDaemon(true);
        client.start();
      }
      while (System.in.read() >= 0) {
        // until the bench ends
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /**
   * Starts them.
   *
   * @param data where the journal is kept, as {@code journal}
   * @param key the client's key, for the packaged hub; else null
   */
  static Process start(Path data, int clients, Path key, URI... hubs) throws IOException {
    List<String> arguments = new ArrayList<>();
    Collections.addAll(arguments, data.resolve("journal").toString(), String.valueOf(clients));
    if (key != null) {
      Collections.addAll(arguments, "--key", key.toString());
    }
    for (URI hub : hubs) {
      arguments.add(hub.toString());
    }
    return new ProcessBuilder(
            CrashHub.java(CrashClients.class, "-Xmx128m", arguments.toArray(String[]::new)))
        .redirectError(ProcessBuilder.Redirect.appendTo(data.resolve("clients.log").toFile()))
        .start();
  }

  private void use(String[] arguments, int first, int start) {
    int nodes = arguments.length - first;
    for (int node = start; ; node++) {
      URI hub = URI.create(arguments[first + node % nodes]);
      try {
        String token = key == null ? null : HubUnderLoad.at(hub).token(CLIENT, key);
        while (true) {
          journal(use(hub, token));
        }
      } catch (IOException notNow) {
        pause();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private JsonNode use(URI hub, String token) throws Exception {
    URI target = hub.resolve(key == null ? "/use" : "/v1/services/" + SERVICE);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"purpose\":\"crash\",\"parameters\":{}}"));
    if (key != null) {
      request
          .header("Authorization", "DPoP " + token)
          .header("DPoP", HubUnderLoad.proof(key, "POST", target, token));
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("refused with " + answer.statusCode());
    }
    JsonNode body = CanonicalJson.read(answer.body());
    return key == null ? body : body.path("receipt");
  }

  private void journal(JsonNode receipt) throws IOException {
    byte[] json = CanonicalJson.bytes(receipt);
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    synchronized (journal) {
      while (line.hasRemaining()) {
        journal.write(line);
      }
      journal.force(false);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
