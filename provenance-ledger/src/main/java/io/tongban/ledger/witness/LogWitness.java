package io.tongban.ledger.witness;

import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Alarms.Kind;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.Witness;
import io.tongban.ledger.WitnessedLogSpec;
import io.tongban.ledger.witness.StoredAlarms.Finding;
import io.tongban.ledger.witness.WitnessedLogs.Latest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cosigns checkpoints of the logs that are declared. */
@ApplicationScoped
class LogWitness implements Witness {
  private final Definitions definitions;
  private final WitnessedLogs logs;
  private final Cosigner cosigner;
  private final StoredAlarms alarms;
  private final Halt halt;
  private final Buckets buckets;

  @Inject
  LogWitness(
      Definitions definitions,
      WitnessedLogs logs,
      Cosigner cosigner,
      StoredAlarms alarms,
      Halt halt,
      Clock clock) {
    this.definitions = definitions;
    this.logs = logs;
    this.cosigner = cosigner;
    this.alarms = alarms;
    this.halt = halt;
    this.buckets = new Buckets(clock);
  }

  @Override
  public String verifierKey() {
    return cosigner.key().toString();
  }

  @Override
  public Answer add(byte[] request) {
    // a database that was put back has forgotten what was cosigned, too
    halt.refuse();
    if (request.length > MAX_REQUEST) {
      throw LedgerProblem.WITNESS_REQUEST.problem(
          "the body is longer than " + MAX_REQUEST + " bytes");
    }
    AddCheckpoint asked = AddCheckpoint.parse(request);
    SignedNote signed = signed(asked);
    if (asked.oldSize() > asked.checkpoint().size()) {
      throw LedgerProblem.WITNESS_REQUEST.problem("the old size is above the checkpoint's");
    }
    return answer(asked, signed, logs.latest(asked.checkpoint().origin()));
  }

  /** The checkpoint with those signatures only that keys of its log made. */
  private SignedNote signed(AddCheckpoint asked) {
    String origin = asked.checkpoint().origin();
    WitnessedLogSpec log =
        definitions.all(WitnessedLogSpec.class).stream()
            .map(Definition::spec)
            .filter(spec -> spec.origin().equals(origin))
            .findFirst()
            .orElseThrow(
                () ->
                    LedgerProblem.WITNESS_LOG_UNKNOWN.problem(
                        "no WitnessedLog has the checkpoint's origin"));
    if (!buckets.take(origin)) {
      throw LedgerProblem.WITNESS_BUSY.problem("too many requests about one log");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String text : log.keys()) {
      VerifierKey key = VerifierKey.parse(text);
      switch (asked.note().standing(key)) {
        case FORGED:
          throw LedgerProblem.WITNESS_KEY_UNKNOWN.problem(
              "a signature carries the name and id of the log's key and is not the key's");
        case SIGNED:
          signatures.addAll(asked.note().of(key));
          break;
        case UNKNOWN_KEY:
          break;
      }
    }
    if (signatures.isEmpty()) {
      throw LedgerProblem.WITNESS_KEY_UNKNOWN.problem(
          "no signature is of a key declared for that log");
    }
    return new SignedNote(asked.note().text(), signatures);
  }

  private Answer answer(AddCheckpoint asked, SignedNote signed, Latest latest) {
    Checkpoint next = asked.checkpoint();
    boolean forked =
        next.size() > 0
            && next.size() == latest.treeSize()
            && !Arrays.equals(next.rootBytes(), latest.root());
    if (forked) {
      alarm(Kind.EQUIVOCATION, latest, signed, next, "the log signed two trees of one size");
    }
    if (asked.oldSize() != latest.treeSize()) {
      return new Answer.OtherSize(latest.treeSize());
    }
    if (forked) {
      throw LedgerProblem.WITNESS_UNPROVEN.problem(
          "the checkpoint's root is another than the one cosigned at size " + next.size());
    }
    boolean emptyTree = next.size() > 0 || Arrays.equals(next.rootBytes(), Merkle.emptyRoot());
    if (!emptyTree
        || !Merkle.consistent(
            latest.treeSize(), latest.root(), next.size(), next.rootBytes(), asked.proof())) {
      alarm(
          Kind.UNPROVEN,
          latest,
          signed,
          next,
          "a signed checkpoint was shown without a valid proof from size " + latest.treeSize());
      throw LedgerProblem.WITNESS_UNPROVEN.problem(
          "the proof does not lead from size " + latest.treeSize() + " to the checkpoint");
    }
    return cosigned(signed, latest, next);
  }

  private Answer cosigned(SignedNote signed, Latest latest, Checkpoint next) {
    NoteSignature cosignature = cosigner.cosign(signed.text());
    if (!logs.swap(latest, next, signed.with(List.of(cosignature)).format())) {
      return new Answer.OtherSize(logs.latest(next.origin()).treeSize());
    }
    return new Answer.Cosigned(cosignature.line());
  }

  private void alarm(Kind kind, Latest latest, SignedNote shown, Checkpoint next, String message) {
    alarms.raise(
        new Finding(
            kind, next.origin(), null, next.size(), message, latest.checkpoint(), shown.format()));
  }

  @Override
  public Optional<String> checkpoint(String originHash) {
    return logs.find(originHash).map(Latest::checkpoint).filter(note -> !note.isEmpty());
  }
}
