package io.tongban.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** This hub's log before its witnesses, as its WitnessPolicy says. */
public interface Witnesses {
  /**
   * Shows the newest checkpoint to every witness that has not cosigned it and is due; of several
   * nodes one does it. Returns at once.
   *
   * @return ends when the witnesses that were asked have answered or failed; never exceptionally
   *     for what a witness did
   */
  CompletableFuture<Void> submit();

  /**
   * The checkpoint to publish: the newest that a quorum of witnesses cosigned, with their
   * cosignatures. The newest of all where there are no witnesses, or no quorum was ever reached.
   */
  String published();

  /**
   * Waits, some seconds at most, until a quorum of witnesses has cosigned a checkpoint that covers
   * an entry.
   *
   * @return the receipt under that checkpoint
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#WITNESSES_NOT_REACHED}
   */
  Receipt await(Receipt receipt);

  /** How far each witness is, by the names of the WitnessPolicy. */
  List<State> states();

  /**
   * How far a witness is.
   *
   * @param name in the WitnessPolicy
   * @param size of the largest tree it cosigned, as far as this hub knows
   * @param error code of why the last try failed, or nothing
   */
  record State(String name, long size, Optional<String> error) {}
}
