package io.tongban.api.portal;

import io.tongban.ledger.EntryType;
import io.tongban.ledger.ReceiptVerdict;
import java.util.List;

/**
 * What a page needs for the check of receipts in the browser.
 *
 * @param key this hub's ledger keys, for the page that works without it
 * @param witnesses verifier keys of who witnesses its log
 */
record ReceiptWords(String key, List<String> witnesses) {
  /** Why a receipt may prove nothing. */
  public List<ReceiptVerdict.Reason> reasons() {
    return List.of(ReceiptVerdict.Reason.values());
  }

  /** What entries tell of. */
  public List<EntryType> types() {
    return List.of(EntryType.values());
  }
}
