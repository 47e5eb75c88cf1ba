package io.tongban.api.portal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.PersonRows;
import io.tongban.api.login.Role;
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

/** Records that somebody looked at records on the portal: a look is an access like any other. */
@ApplicationScoped
class LookRecorder {
  private final Ledger ledger;
  private final PersonRows persons;
  private final Ids ids;
  private final Clock clock;

  @Inject
  LookRecorder(Ledger ledger, PersonRows persons, Ids ids, Clock clock) {
    this.ledger = ledger;
    this.persons = persons;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Records a look; what was asked for may be shown when this has returned.
   *
   * @param view what was looked at, for example {@code quarantine}
   * @param target which one
   * @param why the reason the viewer gave
   * @param rows the records that are shown
   */
  Receipt record(Viewer viewer, String view, String target, String why, List<RowRef> rows) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("channel", "portal");
    manifest.put("view", view);
    manifest.put("target", target);
    manifest.put("purpose", why);
    manifest.put("viewer", viewer.subject());
    viewer.roles().stream().sorted().map(Role::key).forEach(manifest.putArray("roles")::add);
    return ledger.append(
        new LedgerEntry(
            ids.next(), EntryType.ACCESS, clock.instant(), "hub", manifest, persons.named(rows)));
  }
}
