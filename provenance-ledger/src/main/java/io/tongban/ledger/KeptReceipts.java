package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares a log with receipts that were kept outside of it. So a tail that was cut, an old backup
 * that was put back whole, and a fork show, which a log cannot tell by itself.
 */
public final class KeptReceipts {
  private KeptReceipts() {}

  /** What a log is asked. */
  public interface Log {
    /** The newest checkpoint, a signed note. */
    String checkpoint();

    /** The consistency proof between two sizes. */
    List<byte[]> consistencyProof(long oldSize, long newSize);
  }

  /**
   * What contradicts the log.
   *
   * @param firstBad the first index that may differ: up to there the kept checkpoints hold
   * @param message for people
   */
  public record Contradiction(long firstBad, String message) {}

  /** A ledger of this process as a log. */
  public static Log of(Ledger ledger) {
    return new Log() {
      @Override
      public String checkpoint() {
        return ledger.checkpoint();
      }

      @Override
      public List<byte[]> consistencyProof(long oldSize, long newSize) {
        return ledger.consistencyProof(oldSize, newSize);
      }
    };
  }

  /**
   * Compares.
   *
   * @param receipts receipts of this log, JSON as they were given
   * @return nothing if every kept tree is a beginning of the log
   * @throws IllegalArgumentException if a receipt is not signed with the key: it tells nothing of
   *     this log
   */
  public static Optional<Contradiction> compare(
      Log log, String verifierKey, List<byte[]> receipts) {
    VerifierKey key = VerifierKey.parse(verifierKey);
    SignedNote note = SignedNote.parse(log.checkpoint());
    if (note.standing(key) != SignedNote.Standing.SIGNED) {
      return Optional.of(new Contradiction(0, "the log's checkpoint is not signed with this key"));
    }
    Checkpoint now = Checkpoint.parse(note.text());
    long holds = 0;
    for (Checkpoint kept : checkpoints(verifierKey, receipts)) {
      if (kept.size() > now.size()) {
        return Optional.of(
            new Contradiction(
                now.size(),
                "the log has %d entries, a kept receipt was signed at %d: it was put back"
                    .formatted(now.size(), kept.size())));
      }
      if (!Merkle.consistent(
          kept.size(),
          kept.rootBytes(),
          now.size(),
          now.rootBytes(),
          log.consistencyProof(kept.size(), now.size()))) {
        return Optional.of(
            new Contradiction(
                holds,
                "the tree of size %d that a kept receipt was signed under is not a beginning of"
                        .formatted(kept.size())
                    + " this log: there are two logs of one name"));
      }
      holds = kept.size();
    }
    return Optional.empty();
  }

  private static List<Checkpoint> checkpoints(String verifierKey, List<byte[]> receipts) {
    return receipts.stream()
        .map(receipt -> checkpoint(verifierKey, receipt))
        .distinct()
        .sorted(Comparator.comparingLong(Checkpoint::size))
        .toList();
  }

  private static Checkpoint checkpoint(String verifierKey, byte[] receipt) {
    ReceiptVerdict verdict = ReceiptVerifier.verify(receipt, verifierKey);
    if (verdict instanceof ReceiptVerdict.Verified verified) {
      return verified.checkpoint();
    }
    throw new IllegalArgumentException(((ReceiptVerdict.Rejected) verdict).message());
  }

  /** A receipt as it is kept. */
  public static byte[] bytes(Receipt receipt) {
    JsonNode json = CanonicalJson.mapper().valueToTree(receipt);
    return CanonicalJson.bytes(json);
  }
}
