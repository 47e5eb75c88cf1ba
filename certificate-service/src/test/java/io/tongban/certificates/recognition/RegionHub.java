package io.tongban.certificates.recognition;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.StatusLists;
import io.tongban.certificates.Town;
import io.tongban.certificates.TrustFederation;
import io.tongban.hub.test.TestHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * A region's hub as a process of its own: the modules on a database file, and the doors that other
 * hubs use. It does what it is told on its standard input, a line each, and answers with a line.
 */
public final class RegionHub {
  static final String MARK = "https://nation.test/may-issue-approval";
  private final TestHub hub;
  private final PlainWallet wallet;

  private RegionHub(TestHub hub) {
    this.hub = hub;
    this.wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  /** Starts with a folder for its data and the entity above it. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    TestHub.publicUrl(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    try (TestHub hub = TestHub.onH2(Path.of(arguments[0]))) {
      Town.build(hub);
      Town.apply(hub, superior(arguments[1]));
      Town.apply(hub, mark(""));
      RegionHub region = new RegionHub(hub);
      server.createContext("/", region::answer);
      server.start();
      answers.println(hub.settings().publicUrl());
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        answers.println(region.done(order.split(" ")));
      }
    } finally {
      server.stop(0);
    }
  }

  private static String superior(String entity) {
    return """
    apiVersion: tongban.io/v1
    kind: Superior
    metadata: {name: nation, title: {zh: 国家, en: Nation}}
    spec: {entity: "%s"}
    """
        .formatted(entity);
  }

  private static String mark(String more) {
    return """
    apiVersion: tongban.io/v1
    kind: TrustMark
    metadata: {name: approvals, title: {zh: 可颁发, en: May issue}}
    spec:
      type: %s
      vct: urn:test:approval:1
      authority: agency
      assurance: HIGH
      legalBasis: Food Act s. 2
      from: 2026-01-01
      to: 2026-12-31
      %s
    """
        .formatted(MARK, more);
  }

  private String done(String[] order) {
    return switch (order[0]) {
      case "issue" ->
          wallet.obtain(
                  hub.get(Certificates.class)
                      .offer(Town.AGENCY, "approval", Map.of("number", order[1]), false)
                      .uri())
              + " "
              + wallet.key().toJSONString();
      case "withdraw" -> {
        Town.apply(hub, mark("withdrawn: 2026-01-15"));
        yield "done";
      }
      case "grant" -> {
        Town.apply(hub, mark(""));
        yield "done";
      }
      case "verify" ->
          hub.get(Certificates.class)
              .verify(Town.COUNCIL, order[1], null, null, "counter")
              .verdict()
              .name();
      default -> throw new IllegalArgumentException(order[0]);
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body;
    int status = 200;
    try {
      body = text(exchange).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException refused) {
      status = 404;
      body = refused.toString().getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String text(HttpExchange exchange) throws IOException {
    TrustFederation federation = hub.get(TrustFederation.class);
    String path = exchange.getRequestURI().getPath();
    return switch (path) {
      case "/.well-known/openid-federation" -> federation.configuration(null);
      case "/issuer/agency/.well-known/openid-federation" -> federation.configuration("agency");
      case "/federation/fetch" ->
          federation.statement(value(exchange.getRequestURI().getRawQuery()));
      case "/federation/trust-mark-status" ->
          federation.trustMarkStatus(
              value(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)));
      default ->
          hub.get(StatusLists.class)
              .token(UUID.fromString(path.substring("/status-lists/".length())))
              .jwt();
    };
  }

  private static String value(String parameter) {
    return URLDecoder.decode(
        parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
  }
}
