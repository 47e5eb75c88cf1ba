package io.tongban.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.KeptCheckpoint;
import io.tongban.ledger.KeptReceipts;
import io.tongban.ledger.Ledger;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code tongban ledger fsck} where no hub runs: with {@code tongban.check-ledger=true} the
 * application checks the ledger in its database, prints what it found and ends without having
 * served anything. Exit code 0 if every entry holds and nothing that was kept contradicts it, else
 * 1.
 */
@ApplicationScoped
class OfflineCheck {
  private static final int AFTER_START = 10_000;
  private final TongbanConfig config;
  private final Ledger ledger;
  private final HubSettings settings;

  @Inject
  OfflineCheck(TongbanConfig config, Ledger ledger, HubSettings settings) {
    this.config = config;
    this.ledger = ledger;
    this.settings = settings;
  }

  void check(@Observes @Priority(AFTER_START) StartupEvent started) {
    if (!config.checkLedger()) {
      return;
    }
    Ledger.Fsck found = ledger.fsck();
    System.out.printf("%d entries checked: %s%n", found.entries(), found.message());
    boolean holds = config.checkAgainst().map(this::compared).orElse(true);
    Quarkus.asyncExit(found.clean() && holds ? 0 : 1);
  }

  private boolean compared(List<Path> files) {
    try {
      String keys =
          Files.readString(
              config.checkKey().orElse(settings.dataDirectory().resolve("ledger.key")));
      List<KeptReceipts.Kept> kept = new ArrayList<>();
      for (Path file : files) {
        kept.add(new KeptReceipts.Kept(file.toString(), Files.readAllBytes(file)));
      }
      Optional<KeptReceipts.Contradiction> found =
          KeptReceipts.compare(KeptReceipts.of(ledger), keys, kept);
      System.out.println(KeptReceipts.outcome(kept.size(), found));
      return found.isEmpty();
    } catch (IOException e) {
      System.out.println("a file cannot be read: " + e.getMessage());
    } catch (KeptCheckpoint.UnprovedException e) {
      System.out.printf("%s (%s)%n", e.getMessage(), e.reason());
    } catch (IllegalArgumentException e) {
      System.out.println("the ledger's keys: " + e.getMessage());
    }
    return false;
  }
}
