package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.KeptCheckpoint.UnprovedException;
import java.util.ArrayList;
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
   * What was kept.
   *
   * @param name what it is called where a contradiction is told, such as its file's name
   * @param content a receipt or an answer with one as JSON, or a checkpoint
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Kept(String name, byte[] content) {
    /** A receipt, by its entry's id. */
    public static Kept of(Receipt receipt) {
      JsonNode json = CanonicalJson.mapper().valueToTree(receipt);
      return new Kept(receipt.id().toString(), CanonicalJson.bytes(json));
    }
  }

  /**
   * What contradicts the log.
   *
   * @param name what was kept that contradicts it, the smallest tree first; empty where the log's
   *     own checkpoint does not hold
   * @param firstBad the first index that may differ: up to there the kept checkpoints hold
   * @param message for people
   */
  public record Contradiction(String name, long firstBad, String message) {}

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

  private record Signed(String name, Checkpoint checkpoint) {}

  /**
   * Compares. That a kept tree is a beginning of the log shows that the entries of its receipts are
   * in the log at their places, too.
   *
   * @param keys {@link LedgerKeys} as text
   * @return nothing if every kept tree is a beginning of the log
   * @throws KeptCheckpoint.UnprovedException if something kept is no receipt and no checkpoint that
   *     was signed with these keys: it tells nothing of this log
   * @throws IllegalArgumentException if the keys are none
   */
  public static Optional<Contradiction> compare(Log log, String keys, List<Kept> kept)
      throws UnprovedException {
    LedgerKeys known = LedgerKeys.parse(keys);
    List<Signed> trees = new ArrayList<>();
    for (Kept each : kept) {
      trees.add(new Signed(each.name(), checkpoint(each, known)));
    }
    trees.sort(Comparator.comparingLong(tree -> tree.checkpoint().size()));
    return compare(log, known, trees);
  }

  /** What a comparison found, for people. */
  public static String outcome(int kept, Optional<Contradiction> found) {
    return found
        .map(each -> "CONTRADICTED at entry " + each.firstBad() + ": " + each.message())
        .orElseGet(() -> kept + " kept: each is under a tree that is a beginning of this log");
  }

  private static Optional<Contradiction> compare(Log log, LedgerKeys keys, List<Signed> trees) {
    Checkpoint now;
    try {
      now = KeptCheckpoint.ofNote(log.checkpoint(), keys);
    } catch (UnprovedException e) {
      return Optional.of(new Contradiction("", 0, "the log's checkpoint: " + e.getMessage()));
    }
    Checkpoint holds = Checkpoint.of(now.origin(), 0, Merkle.emptyRoot());
    for (Signed tree : trees) {
      Checkpoint kept = tree.checkpoint();
      if (kept.size() > now.size()) {
        return Optional.of(
            new Contradiction(
                tree.name(),
                now.size(),
                "the log has %d entries, %s was signed at %d: the log was put back"
                    .formatted(now.size(), tree.name(), kept.size())));
      }
      if (!kept.equals(holds) && !begins(log, kept, now)) {
        return Optional.of(
            new Contradiction(
                tree.name(),
                holds.size(),
                "the tree of size %d that %s was signed under is not a beginning of this log: there"
                        .formatted(kept.size(), tree.name())
                    + " are two logs of one name"));
      }
      holds = kept;
    }
    return Optional.empty();
  }

  private static Checkpoint checkpoint(Kept kept, LedgerKeys keys) throws UnprovedException {
    try {
      return KeptCheckpoint.of(kept.content(), keys);
    } catch (UnprovedException e) {
      throw new UnprovedException(e.reason(), kept.name() + ": " + e.getMessage());
    }
  }

  private static boolean begins(Log log, Checkpoint kept, Checkpoint now) {
    return Merkle.consistent(
        kept.size(),
        kept.rootBytes(),
        now.size(),
        now.rootBytes(),
        log.consistencyProof(kept.size(), now.size()));
  }
}
