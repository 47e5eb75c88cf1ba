package io.tongban.connectors.run;

import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.format.RawRow;
import io.tongban.connectors.jdbc.RunStore;
import io.tongban.connectors.mapping.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Stores a run's quarantined rows in batches and counts their reasons. */
final class QuarantineWriter {
  private static final int BATCH = 500;
  private final UUID run;
  private final RunStore store;
  private final List<QuarantinedRow> waiting = new ArrayList<>();
  private final Map<String, Long> reasons = new TreeMap<>();

  QuarantineWriter(UUID run, RunStore store) {
    this.run = run;
    this.store = store;
  }

  void add(RawRow row, Rejection rejection) {
    waiting.add(row(run, row, rejection));
    reasons.merge(rejection.reason(), 1L, Long::sum);
    if (waiting.size() >= BATCH) {
      flush();
    }
  }

  static QuarantinedRow row(UUID run, RawRow row, Rejection rejection) {
    return new QuarantinedRow(
        run, row.number(), rejection.reason(), rejection.item(), rejection.message(), row.values());
  }

  void flush() {
    store.quarantine(List.copyOf(waiting));
    waiting.clear();
  }

  /** How many rows have which reason. */
  Map<String, Long> reasons() {
    return reasons;
  }
}
