package io.tongban.api.portal;

import io.tongban.hub.Definitions;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.WitnessPolicySpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** This hub's ledger and who witnesses it, for the check of its receipts in the browser. */
@ApplicationScoped
class ReceiptChecks {
  private final Definitions definitions;
  private final Ledger ledger;

  @Inject
  ReceiptChecks(Definitions definitions, Ledger ledger) {
    this.definitions = definitions;
    this.ledger = ledger;
  }

  /** What a page needs. */
  ReceiptWords words() {
    return new ReceiptWords(
        ledger.keys(),
        definitions.all(WitnessPolicySpec.class).stream()
            .flatMap(policy -> policy.spec().witnesses().values().stream())
            .map(WitnessPolicySpec.Party::key)
            .sorted()
            .toList());
  }
}
