package io.tongban.access;

import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Who used a record, by the ledger's record index. */
public interface RecordUses {
  /**
   * Reads the entries that name a record, the oldest first.
   *
   * @param row the record by its key; a person's is looked for by his commitment too
   * @param from index of the entry to begin with
   * @param limit most entries that are read
   * @param use takes each
   * @return index of the first that was not read; empty where there is none
   */
  OptionalLong read(RowRef row, long from, int limit, Consumer<Ledger.Recorded> use);

  /** Whether somebody received data by an entry; an auditor's look at uses is none. */
  boolean received(Ledger.Recorded entry);
}
