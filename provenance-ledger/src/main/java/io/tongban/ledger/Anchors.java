package io.tongban.ledger;

import java.util.List;
import java.util.Optional;

/** Tree heads on an EVM chain: so a log that was rolled back or rewritten whole shows. */
public interface Anchors {
  /** Whether a chain is configured. */
  boolean configured();

  /**
   * Anchors the newest tree head. What was signed before and is not final yet is sent again first,
   * with the same bytes, or at a higher fee where blocks went by without it. Waits some seconds for
   * the block; the answer's state tells how far it came.
   *
   * @throws io.tongban.hub.ProblemException if no chain is configured, the log is empty, or the
   *     chain cannot be reached or refuses; what was signed stays in the outbox
   */
  Anchor anchorNow();

  /**
   * Takes one step of anchoring by the settings' rhythm, and never waits for a block: brings what
   * is under way forward, then signs and sends the newest tree head if it is due. Called again and
   * again, on every node of the hub; one at a time acts.
   *
   * @return the anchor that was sent by this call
   * @throws io.tongban.hub.ProblemException if the chain cannot be reached or refuses; nothing is
   *     lost by it
   */
  Optional<Anchor> anchorIfDue();

  /** The newest anchors first, at most 100. Needs no chain. */
  List<Anchor> newest();

  /**
   * The log's newest tree head as the chain holds it, whoever knows of it here. Nothing where no
   * chain is configured or the contract knows nothing of the log.
   *
   * @throws io.tongban.hub.ProblemException if the chain cannot be reached or refuses
   */
  Optional<Checkpoint> onChain();

  /** Compares an anchor with the chain and with the ledger as it is now. */
  Check verify(Anchor anchor);

  /**
   * What a comparison found.
   *
   * @param message for people
   */
  record Check(Result result, String message) {
    /** Whether chain and ledger both hold the anchored root. */
    public boolean holds() {
      return result == Result.HOLDS;
    }
  }

  /** What a comparison can find. */
  enum Result {
    HOLDS,
    /** The chain has no such transaction in its canonical blocks, or not deep enough yet. */
    NOT_ON_CHAIN,
    /** The transaction anchors something else. */
    OTHER_ON_CHAIN,
    /** The ledger is shorter than what was anchored: it was rolled back. */
    LEDGER_SHORTER,
    /** The ledger has another root at the anchored size: it was rewritten. */
    LEDGER_DIFFERS
  }
}
