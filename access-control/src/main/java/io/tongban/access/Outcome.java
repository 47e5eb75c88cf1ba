package io.tongban.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.RowRef;
import java.util.List;

/**
 * What a use came to.
 *
 * @param type of the ledger entry
 * @param planDigest hex SHA-256 of the plan that ran, or null
 * @param resultDigest hex SHA-256 over the canonical JSON of the answer
 * @param rowCount rows of the answer
 * @param rows the records that the answer was made of
 * @param details more for the manifest, or null
 */
public record Outcome(
    EntryType type,
    String planDigest,
    String resultDigest,
    long rowCount,
    List<RowRef> rows,
    ObjectNode details) {
  public Outcome {
    rows = List.copyOf(rows);
  }
}
