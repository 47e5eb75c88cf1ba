package io.tongban.api.portal;

import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.ReceiptVerdict;
import java.util.List;

/**
 * The ledger page.
 *
 * @param checkpoint the latest, or null
 * @param note its signed text
 * @param key the verifier key
 * @param counts entries of the last days by type
 * @param partial whether the ledger was too long to be counted whole
 * @param typed what was pasted
 * @param missing whether nothing was given to verify
 * @param verdict what the check of a receipt found, or null
 */
record LedgerView(
    Checkpoint checkpoint,
    String note,
    String key,
    List<Count> counts,
    boolean partial,
    String typed,
    boolean missing,
    ReceiptVerdict verdict) {

  /** How many entries of a type there are. */
  record Count(EntryType type, long count) {}

  /** Most entries that are counted. */
  public long mostCounted() {
    return LedgerFigures.MOST;
  }

  /** The verdict where the receipt holds, else null. */
  public ReceiptVerdict.Verified verified() {
    return verdict instanceof ReceiptVerdict.Verified good ? good : null;
  }

  /** The verdict where the receipt does not hold, else null. */
  public ReceiptVerdict.Rejected rejected() {
    return verdict instanceof ReceiptVerdict.Rejected bad ? bad : null;
  }
}
