package io.tongban.ledger.witness;

import io.tongban.ledger.SignedNote;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.witness.CosignatureStore.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The newest checkpoint of this hub's log that a quorum of its witnesses cosigned. */
@ApplicationScoped
public class Cosigned {
  private final Policy policy;
  private final CosignatureStore store;

  @Inject
  Cosigned(Policy policy, CosignatureStore store) {
    this.policy = policy;
    this.store = store;
  }

  /** With the witnesses' cosignatures; nothing where there are no witnesses or no quorum yet. */
  public Optional<SignedNote> newest() {
    Policy.Current current = policy.current();
    if (current.parties().isEmpty()) {
      return Optional.empty();
    }
    List<Row> rows = store.newest(current.ids(), current.quorum().needed());
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    SignedNote note = SignedNote.parse(rows.get(0).note());
    List<NoteSignature> cosignatures = new ArrayList<>();
    rows.forEach(row -> cosignatures.addAll(SignedNote.signatures(row.signature())));
    return Optional.of(note.with(cosignatures));
  }
}
