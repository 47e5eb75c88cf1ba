package io.tongban.access;

import java.time.Instant;
import java.util.UUID;

/**
 * A request to correct a record, as one of the departments that it concerns sees it.
 *
 * @param key the record's key, as in the standard records' {@code _key}
 * @param field the item that is wrong, or null for the whole record
 * @param reason why it is wrong
 * @param provider department that provides the resource: it decides
 * @param department department that asked
 * @param purpose the purpose that it met the record for
 * @param requestedEntry ledger entry of the request
 * @param decided when it was decided, or null
 * @param decision why, or by which load; null while it is open
 * @param decidedEntry ledger entry of the decision, or null
 * @param uses how often the department that looks had received the record; 0 if never
 * @param newestUse ledger entry of the last time, or null
 * @param acknowledged when the department that looks acknowledged it, or null
 * @param acknowledgedEntry ledger entry of that, or null
 */
public record Correction(
    UUID id,
    String resource,
    String key,
    String field,
    String reason,
    String provider,
    String department,
    String purpose,
    Instant requested,
    UUID requestedEntry,
    State state,
    Instant decided,
    String decision,
    UUID decidedEntry,
    long uses,
    UUID newestUse,
    Instant acknowledged,
    UUID acknowledgedEntry) {

  /** Without key, reason and decision: texts find their way into logs. */
  @Override
  public String toString() {
    return "Correction[" + id + ", " + resource + ", " + state + "]";
  }

  /** Where it stands. */
  public enum State {
    /** Nobody has decided. */
    OPEN,
    /** A load has changed the record, or its provider says that it is right now. */
    CORRECTED,
    /** Its provider says that it was right. */
    REFUSED
  }
}
