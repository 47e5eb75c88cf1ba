package io.tongban.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.tongban.ledger.Ledger;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * {@code tongban ledger fsck} where no hub runs: with {@code tongban.check-ledger=true} the
 * application checks the ledger in its database, prints what it found and ends without having
 * served anything. Exit code 0 if every entry holds, else 1.
 */
@ApplicationScoped
class OfflineCheck {
  private static final int AFTER_START = 10_000;
  private final TongbanConfig config;
  private final Ledger ledger;

  @Inject
  OfflineCheck(TongbanConfig config, Ledger ledger) {
    this.config = config;
    this.ledger = ledger;
  }

  void check(@Observes @Priority(AFTER_START) StartupEvent started) {
    if (!config.checkLedger()) {
      return;
    }
    Ledger.Fsck found = ledger.fsck();
    System.out.printf("%d entries checked: %s%n", found.entries(), found.message());
    Quarkus.asyncExit(found.clean() ? 0 : 1);
  }
}
