package io.tongban.access.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessRequest;
import io.tongban.access.Decision;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Writes refusals into the ledger before anybody hears of them. */
@ApplicationScoped
class Refusals {
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  Refusals(Ledger ledger, Ids ids, Clock clock) {
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  Decision.Deny record(AccessRequest request, Problem problem) {
    ObjectNode manifest = Manifests.refusal(request, problem);
    Receipt receipt =
        ledger.append(
            new LedgerEntry(
                ids.next(),
                EntryType.REFUSAL,
                clock.instant(),
                request.actor().client(),
                manifest,
                List.of()));
    return new Decision.Deny(problem.with("receipt", receipt), receipt);
  }
}
