package io.tongban.api.problem;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tongban.api.ApiProblem;
import io.tongban.certificates.CollectedCertificates;
import io.tongban.hub.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;

/**
 * Refuses bodies that are too long before they are read. Sets of definitions may be long (they
 * carry code lists), and so may certificates' files; nothing else has a reason to.
 */
@ApplicationScoped
class RequestLimit {
  private static final long DEFINITIONS_BYTES = 64L << 20;

  /** {@link CollectedCertificates#MAX_FILE} in base64, with what is said of it. */
  private static final long FILE_BYTES = 14L << 20;

  private static final Set<String> FILE_PATHS =
      Set.of("/v1/certificates/collected", "/v1/certificates/file-verification", "/counter/files");
  private static final long OTHER_BYTES = 2L << 20;
  private static final int BEFORE_ROUTES = 1000;
  private final EarlyRefusal refusal;

  @Inject
  RequestLimit(EarlyRefusal refusal) {
    this.refusal = refusal;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ROUTES);
  }

  private void check(RoutingContext request) {
    long limit = limit(request.normalizedPath());
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > limit) {
      refuse(request, limit);
      return;
    }
    // a body without a length is cut off while it is read
    request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
    request.next();
  }

  private static long limit(String path) {
    if (FILE_PATHS.contains(path)) {
      return FILE_BYTES;
    }
    return path.startsWith("/v1/definitions") ? DEFINITIONS_BYTES : OTHER_BYTES;
  }

  private void refuse(RoutingContext request, long limit) {
    Problem problem =
        Problem.of(
                ApiProblem.BODY_TOO_LARGE,
                "the body is longer than the " + limit + " bytes that this address takes")
            .with("limit", limit);
    refusal.send(request, problem);
  }
}
