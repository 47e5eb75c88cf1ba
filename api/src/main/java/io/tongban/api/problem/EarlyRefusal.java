package io.tongban.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tongban.hub.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Problem documents to requests that are refused before any route has seen them. */
@ApplicationScoped
class EarlyRefusal {
  private final ObjectMapper mapper;

  @Inject
  EarlyRefusal(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Answers and lets the connection end, since the body was not read. */
  void send(RoutingContext request, Problem problem) {
    String language = ReaderLanguage.of(request.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    try {
      byte[] body =
          mapper.writeValueAsBytes(ProblemDocument.of(problem, language, request.normalizedPath()));
      HttpServerResponse response = request.response().setStatusCode(problem.status());
      if (request.request().version() != HttpVersion.HTTP_2) {
        // HTTP/2 ends the stream alone and has no such header (RFC 9113, section 8.2.2)
        response.putHeader(HttpHeaders.CONNECTION, "close");
      }
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
          .end(Buffer.buffer(body));
    } catch (JsonProcessingException e) {
      request.fail(problem.status(), e);
    }
  }
}
