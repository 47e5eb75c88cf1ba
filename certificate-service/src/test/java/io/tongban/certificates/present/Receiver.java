package io.tongban.certificates.present;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A department's receiver of notices, which may be a bad one. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
  private final Deque<Answering> next = new ArrayDeque<>();

  /** What came. */
  record Got(String method, String path, String type, String accept, String body) {}

  /** How one request is answered. */
  interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  Receiver() {
    this(plain());
  }

  Receiver(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private static HttpServer plain() {
    try {
      return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answering answering;
    synchronized (next) {
      answering = next.isEmpty() ? status(202) : next.poll();
    }
    got.add(
        new Got(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("Accept"),
            body));
    answering.answer(exchange);
    exchange.close();
  }

  /** How the next requests are answered; all others are taken (202). */
  void willAnswer(Answering... answers) {
    synchronized (next) {
      for (Answering answer : answers) {
        next.add(answer);
      }
    }
  }

  static Answering status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Answering text(int status, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Answering redirect(String to) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", to);
      exchange.sendResponseHeaders(307, -1);
    };
  }

  /** Writes until the other end has had enough. */
  static Answering endless(int status) {
    return exchange -> {
      exchange.sendResponseHeaders(status, 0);
      byte[] block = new byte[64 * 1024];
      while (true) {
        exchange.getResponseBody().write(block);
      }
    };
  }

  /** What came; fails where nothing comes. */
  Got take() {
    try {
      Got one = got.poll(60, TimeUnit.SECONDS);
      if (one == null) {
        throw new AssertionError("nothing was received");
      }
      return one;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** How many came and were not taken. */
  int waiting() {
    return got.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
