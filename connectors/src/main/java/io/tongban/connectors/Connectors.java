package io.tongban.connectors;

import io.tongban.hub.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs connectors and keeps what came of it. */
public interface Connectors {
  /** Starts a run as a durable job; the answer is the run's id, which is the job's too. */
  UUID start(String connector);

  /** A run. */
  Optional<Run> run(UUID id);

  /** Runs, newest first; of all connectors where connector is null. */
  List<Run> runs(String connector, int limit);

  /** A run's quarantine by row number, after a cursor (null for the first page). */
  List<QuarantinedRow> quarantine(UUID run, Cursor after, int limit);

  /** How many rows of a run's quarantine have which reason. */
  Map<String, Long> quarantineReasons(UUID run);

  /**
   * A row of a run's archived input as it came, by column; nothing if the input was not kept or has
   * no such row.
   */
  Optional<Map<String, String>> sourceRow(UUID run, long row);

  /** The first rows of the source, mapped, without storing anything. */
  Preview preview(String connector, int rows);

  /** States of a run. */
  enum RunState {
    RUNNING,
    COMPLETE,
    FAILED
  }

  /**
   * A run. {@code read = accepted + quarantined + unchanged}; filtered rows are not among the read
   * ones.
   *
   * @param accepted inserted or updated
   * @param deleted records the batch no longer named (mode full)
   * @param lookups by item: how crosswalks and code checks ended: {@code blank}, {@code unknown},
   *     {@code unresolved}, {@code resolved}
   * @param inputName file name, path or table
   * @param inputDigest lower-case hex SHA-256 of the input's bytes
   * @param problem what failed, for people, or null
   * @param receiptId ledger entry of the load, or null
   */
  record Run(
      UUID id,
      String connector,
      String resource,
      RunState state,
      Instant started,
      Instant ended,
      long read,
      long filtered,
      long accepted,
      long unchanged,
      long quarantined,
      long deleted,
      Map<String, Map<String, Long>> lookups,
      String inputName,
      String inputDigest,
      String problem,
      UUID receiptId) {}

  /**
   * A row that was not accepted.
   *
   * @param row 1-based, header not counted
   * @param reason code for counting: {@code wrong-column-count}, {@code broken-encoding}, {@code
   *     not-a-date}, {@code no-code}, {@code duplicate-key} …
   * @param item the item it failed on, or null
   * @param message what is wrong and what to do
   * @param source the row as it came, by column
   */
  record QuarantinedRow(
      UUID run, long row, String reason, String item, String message, Map<String, String> source) {}

  /** A preview. */
  record Preview(List<String> items, List<List<String>> rows, List<QuarantinedRow> rejected) {}
}
