package io.tongban.api.avatica;

import io.smallrye.common.annotation.Blocking;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.BearerTokens;
import io.tongban.api.problem.FailureTranslator;
import io.tongban.api.problem.ProblemDocument;
import io.tongban.federation.Cursors;
import io.tongban.federation.Readings;
import io.tongban.hub.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Avatica's wire protocol: protobuf ({@code serialization=PROTOBUF}), or JSON where the body begins
 * with a brace. The request's type in either form decides what is done.
 */
@Path(JdbcResource.PATH)
@Blocking
public class JdbcResource {
  static final String PATH = "/jdbc";
  private static final String PROTOBUF = "application/x-google-protobuf";
  private final BearerTokens tokens;
  private final JdbcConnections connections;
  private final Cursors cursors;
  private final Readings readings;
  private final GrantedTables tables;
  private final FailureTranslator failures;
  private final String version;

  @Inject
  JdbcResource(
      BearerTokens tokens,
      JdbcConnections connections,
      Cursors cursors,
      Readings readings,
      GrantedTables tables,
      FailureTranslator failures,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.tokens = tokens;
    this.connections = connections;
    this.cursors = cursors;
    this.readings = readings;
    this.tables = tables;
    this.failures = failures;
    this.version = version;
  }

  /** Takes a request of the driver. */
  @POST
  @Operation(hidden = true)
  public Response post(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @Context RoutingContext exchange,
      byte[] body) {
    Actor actor;
    try {
      actor = tokens.client(authorization, BearerTokens.Audience.JDBC).actor();
    } catch (ProblemException refused) {
      return refusal(refused, json(body));
    }
    var service = new GovernedService(actor, connections, cursors, readings, tables, version);
    cancelWhenGone(exchange, service);
    Wire wire = new Wire(service, failures);
    if (json(body)) {
      HandlerResponse<String> answer = wire.json(new String(body, StandardCharsets.UTF_8));
      return response(answer.getStatusCode(), answer.getResponse(), MediaType.APPLICATION_JSON);
    }
    HandlerResponse<byte[]> answer = wire.protobuf(body);
    return response(answer.getStatusCode(), answer.getResponse(), PROTOBUF);
  }

  private static boolean json(byte[] body) {
    return body.length > 0 && body[0] == '{';
  }

  /**
   * Without a token the answer is the challenge at which the driver sends its own. A token that is
   * not good is told as the protocol tells errors, status 500: at any other status the driver shows
   * the number and nothing else.
   */
  private Response refusal(ProblemException refused, boolean json) {
    if (refused.problem().code().equals(AccessProblem.TOKEN_MISSING.code())) {
      return Response.status(Response.Status.UNAUTHORIZED)
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
          .type("application/problem+json")
          .entity(ProblemDocument.of(refused.problem(), "en", PATH))
          .build();
    }
    Wire wire = new Wire(null, failures);
    return json
        ? response(Wire.ERROR, wire.jsonError(refused), MediaType.APPLICATION_JSON)
        : response(Wire.ERROR, wire.protobufError(refused), PROTOBUF);
  }

  /**
   * The protocol has no request that cancels. A driver that gives up (its HTTP response time-out,
   * its process ended) closes the line; what it waited for is then stopped at the source.
   */
  private static void cancelWhenGone(RoutingContext exchange, GovernedService service) {
    exchange.addEndHandler(
        ended -> {
          if (ended.failed()) {
            // cancelling asks a database
            exchange
                .vertx()
                .executeBlocking(
                    () -> {
                      service.cancel();
                      return null;
                    });
          }
        });
  }

  private static Response response(int status, Object body, String type) {
    return Response.status(status)
        .type(type)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
