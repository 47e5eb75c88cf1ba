package io.tongban.ledger;

/** What the check of a receipt found. */
public sealed interface ReceiptVerdict {
  /** Whether the receipt proves what it says. */
  default boolean holds() {
    return this instanceof Verified;
  }

  /**
   * The entry is in the log that the key's holder signed.
   *
   * @param leaf what is logged
   * @param index 0-based index in the log
   * @param checkpoint the signed tree head
   * @param manifestChecked whether a disclosed manifest was checked too
   */
  record Verified(Leaf leaf, long index, Checkpoint checkpoint, boolean manifestChecked)
      implements ReceiptVerdict {}

  /**
   * The receipt proves nothing.
   *
   * @param message for people: what is wrong
   */
  record Rejected(Reason reason, String message) implements ReceiptVerdict {}

  /** Why a receipt proves nothing. */
  enum Reason {
    /** The verifier key is not one. */
    MALFORMED_KEY,
    /** The statements between the log's keys do not lead from one to the next, or are forged. */
    BROKEN_KEY_CHAIN,
    /** The receipt, its proof or its leaf cannot be read. */
    MALFORMED_RECEIPT,
    /** The checkpoint is not signed by this key, or is another log's. */
    WRONG_KEY,
    /** A key of the log signed the checkpoint, but not the one that was in force at its size. */
    KEY_NOT_IN_FORCE,
    /** The checkpoint carries the key's name and id, and the signature is not the key's. */
    BAD_SIGNATURE,
    /** Fewer of the named witnesses than asked for cosigned the checkpoint. */
    NOT_WITNESSED,
    /** The entry is not in the signed tree at that index. */
    NOT_INCLUDED,
    /** Receipt and logged leaf tell of different entries or indexes. */
    WRONG_ENTRY,
    /** The disclosed manifest is not the one whose digest is logged. */
    WRONG_MANIFEST,
    /** A manifest was disclosed, but the receipt has no nonce to check it with. */
    NO_NONCE
  }
}
