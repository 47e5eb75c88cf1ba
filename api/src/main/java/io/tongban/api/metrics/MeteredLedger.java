package io.tongban.api.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Counts what is appended to the ledger, by type: accesses, refusals, loads, certificates ({@code
 * tongban_ledger_appends_total}), and what could not be ({@code tongban_ledger_failures_total}).
 */
@Decorator
@Priority(1)
abstract class MeteredLedger implements Ledger {
  private final Ledger ledger;
  private final Map<EntryType, Counter> appends = new EnumMap<>(EntryType.class);
  private final Counter failures;

  @Inject
  MeteredLedger(@Delegate @Any Ledger ledger, MeterRegistry meters) {
    this.ledger = ledger;
    for (EntryType type : EntryType.values()) {
      appends.put(
          type,
          Counter.builder("tongban.ledger.appends")
              .description("Entries appended to the ledger since the start of this node")
              .tag("type", type.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
    this.failures =
        Counter.builder("tongban.ledger.failures")
            .description("Entries that the ledger could not record; nothing was released for them")
            .register(meters);
  }

  @Override
  public Receipt append(LedgerEntry entry, Alongside alongside) {
    try {
      Receipt receipt = ledger.append(entry, alongside);
      count(entry, true);
      return receipt;
    } catch (ProblemException notRecorded) {
      // everything else is what the caller's own changes threw
      count(entry, false);
      throw notRecorded;
    }
  }

  @Override
  public CompletionStage<Receipt> appendAsync(LedgerEntry entry) {
    return ledger
        .appendAsync(entry)
        .whenComplete((receipt, failure) -> count(entry, failure == null));
  }

  private void count(LedgerEntry entry, boolean recorded) {
    (recorded ? appends.get(entry.type()) : failures).increment();
  }
}
