package io.tongban.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub's witness over HTTP, as its edge serves it; can be away. */
final class WitnessServer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Witness witness;

  WitnessServer() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/add-checkpoint", this::handle);
    server.start();
  }

  /** Answers by that hub from now on; null: answers 503. */
  void serve(TestHub hub) {
    witness = hub == null ? null : hub.get(Witness.class);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      Witness to = witness;
      if (to == null) {
        answer(exchange, 503, "");
        return;
      }
      try {
        Witness.Answer answer = to.add(request);
        if (answer instanceof Witness.Answer.OtherSize other) {
          answer(exchange, 409, other.size() + "\n");
        } else {
          answer(exchange, 200, ((Witness.Answer.Cosigned) answer).lines());
        }
      } catch (ProblemException e) {
        answer(exchange, e.problem().status(), "");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
