package io.tongban.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The standard records: one table a resource major version, with the hidden columns {@code _key}
 * (text), {@code _run} (uuid of the run that last changed it), {@code _row} (its row number in that
 * run's batch) and {@code _hash} (of its source row).
 */
public interface RecordStore {
  /**
   * Opens a load: one transaction. Nothing is seen by others before {@link Load#commit}.
   *
   * @param resource name of a stored resource
   * @param run the run that loads
   */
  Load open(String resource, UUID run, Mode mode);

  /** How many records a resource has. */
  long count(String resource);

  /** Where a record came from, if it is there. */
  Optional<Origin> origin(String resource, String key);

  /** Changes of a resource after a sequence number, oldest first. */
  List<Change> changes(String resource, long after, int limit);

  /** What a load does with records of the resource that the batch does not name. */
  enum Mode {
    /** The batch is the whole resource: what it does not name is deleted. */
    FULL,
    /** The batch adds and changes only. */
    MERGE
  }

  /** What happened to a record. */
  enum Outcome {
    INSERTED,
    UPDATED,
    UNCHANGED,
    /** The batch named this key before; the first one stays. */
    DUPLICATE
  }

  /** A load that is under way. Closing without {@link #commit} undoes it whole. */
  interface Load extends AutoCloseable {
    /** Takes a record. Compares all values with the stored ones. */
    Outcome put(StandardRecord standardRecord);

    /** Makes it durable. */
    Counts commit();

    @Override
    void close();
  }

  /** Figures of a committed load. */
  record Counts(long inserted, long updated, long unchanged, long deleted) {}

  /** Where a record came from. */
  record Origin(String resource, String key, UUID run, long row, String hash) {}

  /** A change of a record. */
  record Change(
      long sequence,
      String resource,
      String key,
      Outcome outcome,
      boolean deleted,
      UUID run,
      Instant at) {}
}
