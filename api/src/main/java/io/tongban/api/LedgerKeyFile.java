package io.tongban.api;

import io.tongban.hub.HubSettings;
import io.tongban.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import org.jboss.logging.Logger;

/** {@code <data>/ledger.key}: receipts verify on this machine with the hub switched off. */
@ApplicationScoped
public class LedgerKeyFile {
  private static final Logger LOG = Logger.getLogger(LedgerKeyFile.class);
  private final Ledger ledger;
  private final HubSettings settings;

  @Inject
  LedgerKeyFile(Ledger ledger, HubSettings settings) {
    this.ledger = ledger;
    this.settings = settings;
  }

  /** Writes all keys the log has had, as {@code /v1/ledger/keys} serves them. */
  public void publish() {
    try {
      Files.writeString(settings.dataDirectory().resolve("ledger.key"), ledger.keys());
    } catch (IOException e) {
      LOG.warn("the ledger's public key could not be written to the data folder", e);
    }
  }
}
