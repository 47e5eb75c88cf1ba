package io.tongban.ledger.witness;

import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.witness.CosignatureStore.Mark;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether this hub must not sign, since others hold more of its log, or another one. */
@ApplicationScoped
class Halt {
  private final Policy policy;
  private final CosignatureStore store;
  private final Instance<Ledger> ledger;
  private volatile String witnesses;
  private volatile String anchors;

  @Inject
  Halt(Policy policy, CosignatureStore store, Instance<Ledger> ledger) {
    this.policy = policy;
    this.store = store;
    this.ledger = ledger;
  }

  /**
   * Refuses if the hub must not sign, as far as it is known now.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#LEDGER_ROLLED_BACK}
   */
  void refuse() {
    String why = anchors == null ? witnesses : anchors;
    if (why != null) {
      throw LedgerProblem.LEDGER_ROLLED_BACK.problem(why);
    }
  }

  /** Takes up what witnesses answered, also to other nodes. */
  void refresh() {
    Map<String, Policy.Party> parties =
        policy.current().parties().stream()
            .collect(Collectors.toMap(Policy.Party::id, Function.identity()));
    witnesses =
        parties.isEmpty()
            ? null
            : store.marks().stream()
                .filter(mark -> parties.containsKey(mark.witness()))
                .flatMap(mark -> why(mark, parties.get(mark.witness()).name()).stream())
                .findFirst()
                .orElse(null);
  }

  private Optional<String> why(Mark mark, String name) {
    if (mark.contradicts()) {
      return Optional.of("the witness " + name + " holds a tree that this log's does not continue");
    }
    if (mark.claim() == 0) {
      return Optional.empty();
    }
    long size = ledger.get().size();
    return mark.claim() > size
        ? Optional.of(
            "the witness " + name + " cosigned size " + mark.claim() + ", the log has " + size)
        : Optional.empty();
  }

  /** What the chain holds does not fit, or null. */
  void anchors(String why) {
    anchors = why;
  }
}
