package io.tongban.access.judge;

import io.tongban.access.PersonRows;
import io.tongban.access.RecordUses;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Uses of records, page by page. */
@ApplicationScoped
class HubRecordUses implements RecordUses {
  private static final int PAGE = 500;
  private static final Set<EntryType> RECEIVED =
      Set.of(EntryType.ACCESS, EntryType.CERTIFICATE_ISSUED);

  private final Ledger ledger;
  private final PersonRows persons;

  @Inject
  HubRecordUses(Ledger ledger, PersonRows persons) {
    this.ledger = ledger;
    this.persons = persons;
  }

  @Override
  public OptionalLong read(RowRef row, long from, int limit, Consumer<Ledger.Recorded> use) {
    var sought = persons.sought(row);
    long next = from;
    int left = limit;
    while (true) {
      int page = Math.min(PAGE, left);
      // one more tells whether there is more
      List<Ledger.Recorded> found = ledger.uses(sought, next, page + 1);
      for (Ledger.Recorded entry : found.subList(0, Math.min(found.size(), page))) {
        use.accept(entry);
        next = entry.index() + 1;
        left--;
      }
      if (found.size() <= page) {
        return OptionalLong.empty();
      }
      if (left == 0) {
        return OptionalLong.of(next);
      }
    }
  }

  @Override
  public boolean received(Ledger.Recorded entry) {
    return RECEIVED.contains(entry.type())
        && !entry.manifest().path("action").asText().equals("audit");
  }
}
