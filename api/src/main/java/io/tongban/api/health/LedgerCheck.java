package io.tongban.api.health;

import io.tongban.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Ready while the ledger has a head that can be read: no record, no release. */
@Readiness
@ApplicationScoped
class LedgerCheck implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(LedgerCheck.class);
  private final Ledger ledger;

  @Inject
  LedgerCheck(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("ledger");
    try {
      return answer.withData("entries", ledger.size()).up().build();
    } catch (RuntimeException e) {
      LOG.warn("the ledger's head cannot be read", e);
      return answer.down().build();
    }
  }
}
