package io.tongban.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Entries for tests. */
final class Entries {
  private Entries() {}

  static ObjectNode manifest(String purpose) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("purpose", purpose).put("rowCount", 1);
    manifest.putObject("actor").put("client", "adur").put("department", "adur-council");
    return manifest;
  }

  static LedgerEntry entry(TestHub hub, EntryType type, String actor, List<RowRef> rows) {
    return new LedgerEntry(
        hub.get(Ids.class).next(), type, hub.clock().instant(), actor, manifest("licensing"), rows);
  }

  static LedgerEntry access(TestHub hub) {
    return entry(hub, EntryType.ACCESS, "adur", List.of(new RowRef("premises", "UK 1001")));
  }

  /** Appends many at once and gives their receipts in the order they were asked for. */
  static List<Receipt> fill(TestHub hub, int count) {
    Ledger ledger = hub.get(Ledger.class);
    List<CompletableFuture<Receipt>> pending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pending.add(ledger.appendAsync(access(hub)).toCompletableFuture());
    }
    return pending.stream().map(CompletableFuture::join).toList();
  }
}
