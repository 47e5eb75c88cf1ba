package io.tongban.api.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tongban.access.Erasures;
import io.tongban.api.ApiProblem;
import io.tongban.hub.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Answers nobody but those who ask for the hub's health until erasures were compared with the
 * database: the port is open a moment before.
 */
@ApplicationScoped
class StartGate {
  private static final int BEFORE_ROUTES = 2000;
  private final Erasures erasures;
  private final EarlyRefusal refusal;

  @Inject
  StartGate(Erasures erasures, EarlyRefusal refusal) {
    this.erasures = erasures;
    this.refusal = refusal;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ROUTES);
  }

  private void check(RoutingContext request) {
    if (erasures.replayed() || request.normalizedPath().startsWith("/q/")) {
      request.next();
    } else {
      refusal.send(
          request, Problem.of(ApiProblem.STARTING, "erasures are compared with the database"));
    }
  }
}
