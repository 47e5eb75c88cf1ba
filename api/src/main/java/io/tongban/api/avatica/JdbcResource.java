package io.tongban.api.avatica;

import io.smallrye.common.annotation.Blocking;
import io.tongban.access.Actor;
import io.tongban.api.problem.FailureTranslator;
import io.tongban.federation.Cursors;
import io.tongban.federation.Readings;
import io.tongban.hub.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Avatica's wire protocol: protobuf ({@code serialization=PROTOBUF}), or JSON where the body begins
 * with a brace. The request's type in either form decides what is done.
 */
@Path(JdbcResource.PATH)
@Blocking
public class JdbcResource {
  static final String PATH = "/jdbc";
  private final JdbcTokens tokens;
  private final JdbcConnections connections;
  private final Cursors cursors;
  private final Readings readings;
  private final GrantedTables tables;
  private final FailureTranslator failures;

  @Inject
  JdbcResource(
      JdbcTokens tokens,
      JdbcConnections connections,
      Cursors cursors,
      Readings readings,
      GrantedTables tables,
      FailureTranslator failures) {
    this.tokens = tokens;
    this.connections = connections;
    this.cursors = cursors;
    this.readings = readings;
    this.tables = tables;
    this.failures = failures;
  }

  /** Takes a request of the driver. */
  @POST
  @Operation(hidden = true)
  public Response post(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, byte[] body) {
    Actor actor;
    try {
      actor = tokens.actor(authorization);
    } catch (ProblemException refused) {
      return Response.status(Response.Status.UNAUTHORIZED)
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
          .type("application/problem+json")
          .entity(io.tongban.api.problem.ProblemDocument.of(refused.problem(), "en", PATH))
          .build();
    }
    var service = new GovernedService(actor, connections, cursors, readings, tables);
    Wire wire = new Wire(service, failures);
    boolean json = body.length > 0 && body[0] == '{';
    if (json) {
      HandlerResponse<String> answer = wire.json(new String(body, StandardCharsets.UTF_8));
      return response(answer.getStatusCode(), answer.getResponse(), MediaType.APPLICATION_JSON);
    }
    HandlerResponse<byte[]> answer = wire.protobuf(body);
    return response(answer.getStatusCode(), answer.getResponse(), "application/x-google-protobuf");
  }

  private static Response response(int status, Object body, String type) {
    return Response.status(status)
        .type(type)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
