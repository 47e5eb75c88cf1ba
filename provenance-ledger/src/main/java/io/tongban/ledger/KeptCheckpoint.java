package io.tongban.ledger;

import java.nio.charset.StandardCharsets;

/** Reads the signed tree head of what people keep of a log: a receipt, or a checkpoint. */
public final class KeptCheckpoint {
  private KeptCheckpoint() {}

  /** What was kept proves nothing. */
  public static final class UnprovedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ReceiptVerdict.Reason reason;

    UnprovedException(ReceiptVerdict.Reason reason, String message) {
      super(message);
      this.reason = reason;
    }

    /** Why. */
    public ReceiptVerdict.Reason reason() {
      return reason;
    }
  }

  /**
   * Reads and verifies a file.
   *
   * @param file a receipt or an answer with one as JSON, or a checkpoint
   * @throws UnprovedException if it is neither, or not signed with the log's key of its time
   */
  public static Checkpoint of(byte[] file, LedgerKeys keys) throws UnprovedException {
    String text = new String(file, StandardCharsets.UTF_8);
    if (!text.stripLeading().startsWith("{")) {
      return ofNote(text, keys);
    }
    ReceiptVerdict verdict = ReceiptVerifier.verify(file, keys.format());
    if (verdict instanceof ReceiptVerdict.Verified verified) {
      return verified.checkpoint();
    }
    ReceiptVerdict.Rejected rejected = (ReceiptVerdict.Rejected) verdict;
    throw new UnprovedException(rejected.reason(), rejected.message());
  }

  /**
   * Reads and verifies a checkpoint.
   *
   * @throws UnprovedException if it is none, or not signed with the log's key of its time
   */
  public static Checkpoint ofNote(String text, LedgerKeys keys) throws UnprovedException {
    SignedNote note;
    Checkpoint head;
    try {
      note = SignedNote.parse(text);
      head = Checkpoint.parse(note.text());
    } catch (IllegalArgumentException e) {
      throw new UnprovedException(
          ReceiptVerdict.Reason.MALFORMED_RECEIPT, "it holds no checkpoint and no receipt");
    }
    requireSigned(note, head, keys);
    return head;
  }

  /** The signature's part of a receipt's check, and all of a checkpoint's. */
  static void requireSigned(SignedNote note, Checkpoint head, LedgerKeys keys)
      throws UnprovedException {
    if (!head.origin().equals(keys.origin())) {
      throw new UnprovedException(
          ReceiptVerdict.Reason.WRONG_KEY, "the checkpoint is of another log than the key");
    }
    switch (keys.standing(note, head.size())) {
      case UNKNOWN_KEY:
        throw new UnprovedException(
            ReceiptVerdict.Reason.WRONG_KEY, "the checkpoint is not signed with this key");
      case NOT_IN_FORCE:
        throw new UnprovedException(
            ReceiptVerdict.Reason.KEY_NOT_IN_FORCE,
            "the checkpoint is signed with a key that was not the log's at size " + head.size());
      case FORGED:
        throw new UnprovedException(
            ReceiptVerdict.Reason.BAD_SIGNATURE, "the checkpoint was changed after it was signed");
      case SIGNED:
        break;
    }
  }
}
