package io.tongban.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tongban.access.Actor;
import io.tongban.access.Erasures;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is answered while erasures of a restored backup are still to be done again. */
class StartGateTest {
  private final Vertx vertx = Vertx.vertx();
  private final Comparing erasures = new Comparing();
  private HttpServer server;

  /** A hub that is comparing its journal with the database until it is told that it has. */
  private static final class Comparing implements Erasures {
    private volatile boolean done;

    @Override
    public Done erase(Actor actor, Ask ask) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int replay() {
      done = true;
      return 1;
    }

    @Override
    public boolean replayed() {
      return done;
    }

    @Override
    public byte[] journal() {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void start() {
    Filters filters = new Filters();
    new StartGate(erasures, new EarlyRefusal(new ObjectMapper())).register(filters);
    Router router = Router.router(vertx);
    filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
    router.route().handler(request -> request.end("served"));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<String> ask(String path, String language)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("Accept-Language", language)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void untilErasuresAreDoneAgainOnlyHealthIsTold() throws Exception {
    for (String path : new String[] {"/v1/uses", "/", "/status-lists/1", "/v1/q/../uses"}) {
      HttpResponse<String> refused = ask(path, "en");
      assertThat(refused.statusCode()).as(path).isEqualTo(503);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      JsonNode problem = new ObjectMapper().readTree(refused.body());
      assertThat(problem.path("type").asText()).isEqualTo("urn:tongban:problem:starting");
      assertThat(problem.path("detail").asText()).contains("erasures");
    }
    assertThat(ask("/v1/uses", "zh").body()).contains("urn:tongban:problem:starting");
    assertThat(ask("/q/health/live", "en").body()).isEqualTo("served");
    erasures.replay();
    for (String path : new String[] {"/v1/uses", "/", "/q/health/live"}) {
      assertThat(ask(path, "en").body()).as(path).isEqualTo("served");
    }
  }

  @Test
  void aPathThatOnlyLooksLikeHealthIsRefused() throws Exception {
    assertThat(ask("/q/../v1/uses", "en").statusCode()).isEqualTo(503);
    assertThat(ask("/quiet", "en").statusCode()).isEqualTo(503);
  }
}
