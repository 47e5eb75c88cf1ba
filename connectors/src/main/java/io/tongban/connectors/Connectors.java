package io.tongban.connectors;

import io.tongban.hub.ApplyReport;
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

  /**
   * What a crosswalk did not know in the newest runs, most rows first, each with what it can mean.
   *
   * @throws io.tongban.hub.ProblemException {@link ConnectorProblem#CROSSWALK_UNKNOWN}
   */
  List<Unmatched> unmatched(String crosswalk, int limit);

  /**
   * Adds entries that a person has confirmed to a crosswalk's definition. The next run uses them.
   *
   * @param by who confirmed them
   * @return what changed among the definitions
   * @throws io.tongban.hub.ProblemException {@link ConnectorProblem#ENTRY_REFUSED} if a text has an
   *     entry already, or a value is none of the candidates; then nothing is added
   */
  ApplyReport confirm(String crosswalk, Map<String, String> entries, String by);

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

  /**
   * A preview.
   *
   * @param rows of accepted records, values in the order of items
   * @param rejected rows that were not
   * @param traces how each item of each row was made, in the order of the source
   */
  record Preview(
      List<String> items,
      List<List<String>> rows,
      List<QuarantinedRow> rejected,
      List<TracedRow> traces) {}

  /** A row with how its items were made; none where it could not be read. */
  record TracedRow(long row, List<TracedField> fields) {}

  /**
   * How an item was made.
   *
   * @param before what the row holds, or null
   * @param after the value as text, empty for none
   * @param verdict {@code ok}, {@code empty} or the reason it is refused for
   * @param message what is wrong and what to do, or null
   * @param candidates what a text that a crosswalk does not know can mean, best first
   */
  record TracedField(
      String item,
      String before,
      String after,
      String verdict,
      String message,
      List<Candidate> candidates) {}

  /**
   * A text that a crosswalk does not know.
   *
   * @param rows how many rows have it
   * @param candidates what it can mean, best first; may be empty
   */
  record Unmatched(String key, long rows, List<Candidate> candidates) {}

  /**
   * Something a text can mean.
   *
   * @param place what stands above it, for people; may be empty
   * @param score from 0 to 1
   * @param why {@code same}, {@code short-form}, {@code sound}, {@code characters} or {@code
   *     spelling}
   */
  record Candidate(String value, String name, String place, double score, String why) {}
}
