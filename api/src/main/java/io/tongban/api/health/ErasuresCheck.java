package io.tongban.api.health;

import io.tongban.access.Erasures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a restored database has forgotten again whom it had forgotten. */
@Readiness
@ApplicationScoped
class ErasuresCheck implements HealthCheck {
  private final Erasures erasures;

  @Inject
  ErasuresCheck(Erasures erasures) {
    this.erasures = erasures;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("erasures").status(erasures.replayed()).build();
  }
}
