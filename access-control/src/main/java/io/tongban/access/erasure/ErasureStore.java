package io.tongban.access.erasure;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Which lines of the journal were done in this database. */
public interface ErasureStore {
  /** The numbers of the lines that were done. */
  Set<Long> done();

  /** The numbers of those that are not recorded in the ledger yet. */
  Set<Long> unrecorded();

  /** Notes that a line was done, and frees the space of what was deleted; again is no fault. */
  void add(long number, Instant at);

  /** Notes the ledger entry of a line. */
  void record(long number, UUID entry);
}
