package io.tongban.api.health;

import io.tongban.hub.SourceHealth;
import io.tongban.hub.Sources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How departments' systems answer, as data: one that is down does not make the hub unready. */
@Readiness
@ApplicationScoped
class SourcesCheck implements HealthCheck {
  private final Sources sources;

  @Inject
  SourcesCheck(Sources sources) {
    this.sources = sources;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("sources");
    for (SourceHealth source : sources.health()) {
      answer.withData(source.source(), source.state().name().toLowerCase(Locale.ROOT));
    }
    return answer.up().build();
  }
}
