package io.tongban.hub.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tongban.hub.outbound.GuardedClient.RefusedAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names that change their answer; the sockets and servers are real. */
class GuardedClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private final InetAddress open = address("127.0.0.1");
  private final InetAddress secret = address("127.0.0.2");

  /** What the name server will answer, the last of it again and again. */
  private final Deque<InetAddress[]> answers = new ArrayDeque<>();

  private final GuardedClient client =
      new GuardedClient(
          address -> address.equals(open) ? Optional.empty() : Optional.of("a secret"),
          name -> answers.size() > 1 ? answers.poll() : answers.peek());
  private HttpServer openServer;
  private HttpServer secretServer;

  @BeforeEach
  void open() throws IOException {
    openServer = server(open, 0, "open");
    secretServer = server(secret, openServer.getAddress().getPort(), "secret");
  }

  private static HttpServer server(InetAddress at, int port, String text) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(at, port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Connection", "close");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @AfterEach
  void close() {
    openServer.stop(0);
    secretServer.stop(0);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String get() throws IOException {
    URI uri = URI.create("http://rebinding.example:" + openServer.getAddress().getPort() + "/");
    try (InputStream body = client.get(uri, LONG).body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Whoever resolves the name once to judge it and once to connect gets the secret here. */
  @Test
  void attack18SsrfByNameThatChangesItsAddressAfterTheJudgement() throws IOException {
    answers.add(new InetAddress[] {open});
    answers.add(new InetAddress[] {secret});
    assertThat(get()).isEqualTo("open");
    assertThat(answers).hasSize(1);
    assertThatThrownBy(this::get)
        .isInstanceOf(RefusedAddressException.class)
        .hasMessage("a secret");
  }

  @Test
  void attack18SsrfByNameOfWhichOneAddressIsRefused() {
    answers.add(new InetAddress[] {open, secret});
    assertThatThrownBy(this::get).isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void attack18SsrfByAddressInsteadOfAName() {
    answers.add(new InetAddress[] {secret});
    URI uri = URI.create("http://127.0.0.2:" + openServer.getAddress().getPort() + "/");
    assertThatThrownBy(() -> client.get(uri, LONG)).isInstanceOf(RefusedAddressException.class);
  }
}
