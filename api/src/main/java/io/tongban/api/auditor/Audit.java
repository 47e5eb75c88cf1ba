package io.tongban.api.auditor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.access.PersonRows;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Records auditors' looks: whoever looks at uses uses data too. */
@ApplicationScoped
class Audit {
  private final Ledger ledger;
  private final PersonRows persons;
  private final Ids ids;
  private final Clock clock;

  @Inject
  Audit(Ledger ledger, PersonRows persons, Ids ids, Clock clock) {
    this.ledger = ledger;
    this.persons = persons;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Records a look; what was asked for may be shown when this has returned.
   *
   * @param target what was looked at, for example {@code trace}
   * @param shown the records that are shown
   */
  Receipt look(Actor auditor, String target, List<RowRef> shown) {
    List<RowRef> rows = persons.named(shown);
    ObjectNode manifest = head(auditor, target, "audit");
    manifest.put("rowCount", rows.size());
    var list = manifest.putArray("rows");
    rows.forEach(row -> list.addObject().put("resource", row.resource()).put("key", row.key()));
    return append(auditor, manifest, rows);
  }

  /**
   * Records an export; it may leave the hub when this has returned.
   *
   * @param selection what is exported; a person by commitment only
   * @param caseReference the case, or null
   */
  Receipt export(Actor auditor, ObjectNode selection, String purpose, String caseReference) {
    ObjectNode manifest = head(auditor, "audit/packs", purpose);
    if (caseReference != null) {
      manifest.put("case", caseReference);
    }
    if (selection.has("subject")) {
      manifest.set("subject", selection.get("subject"));
    }
    manifest.put("rowCount", selection.path("entries").asLong());
    manifest.set("selection", selection);
    return append(auditor, manifest, List.of());
  }

  private static ObjectNode head(Actor auditor, String target, String purpose) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    ObjectNode who = manifest.putObject("actor");
    who.put("client", auditor.client()).put("department", auditor.department());
    if (auditor.region() != null) {
      who.put("region", auditor.region());
    }
    manifest.put("action", "audit").put("target", target).put("purpose", purpose);
    manifest.putObject("basis").put("kind", "audit");
    return manifest;
  }

  private Receipt append(Actor auditor, ObjectNode manifest, List<RowRef> rows) {
    return ledger.append(
        new LedgerEntry(
            ids.next(), EntryType.ACCESS, clock.instant(), auditor.client(), manifest, rows));
  }
}
