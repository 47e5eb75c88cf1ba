package io.tongban.ledger;

import java.util.Optional;

/** This hub as a witness of others' logs (C2SP tlog-witness). */
public interface Witness {
  /** Longest request, in bytes. */
  int MAX_REQUEST = 128 << 10;

  /** The key its cosignatures verify with. */
  String verifierKey();

  /**
   * Takes the body of an {@code add-checkpoint} request. What is cosigned is durable before this
   * returns.
   *
   * @throws io.tongban.hub.ProblemException with the status that C2SP tlog-witness asks for: {@link
   *     LedgerProblem#WITNESS_REQUEST}, {@link LedgerProblem#WITNESS_LOG_UNKNOWN}, {@link
   *     LedgerProblem#WITNESS_KEY_UNKNOWN}, {@link LedgerProblem#WITNESS_UNPROVEN}, {@link
   *     LedgerProblem#WITNESS_BUSY}, {@link LedgerProblem#LEDGER_ROLLED_BACK}
   */
  Answer add(byte[] request);

  /**
   * The newest checkpoint of a log that it cosigned, with the log's signatures and its own.
   *
   * @param originHash SHA-256 of the log's origin, lower-case hex
   */
  Optional<String> checkpoint(String originHash);

  /** An answer to {@code add-checkpoint}. */
  sealed interface Answer {
    /**
     * The checkpoint is cosigned.
     *
     * @param lines signature lines, each with its newline
     */
    record Cosigned(String lines) implements Answer {}

    /**
     * The old size is not the one of the newest checkpoint it cosigned.
     *
     * @param size that size
     */
    record OtherSize(long size) implements Answer {}
  }
}
