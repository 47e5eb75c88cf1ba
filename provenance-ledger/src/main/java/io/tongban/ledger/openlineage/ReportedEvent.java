package io.tongban.ledger.openlineage;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A run event that was checked.
 *
 * @param namespace the job's
 * @param job the job's name in the graph
 * @param digest lower-case hex SHA-256 of its canonical JSON
 * @param body its canonical JSON
 */
record ReportedEvent(
    Type type,
    Instant at,
    UUID run,
    String namespace,
    String job,
    String producer,
    List<Used> inputs,
    List<Used> outputs,
    String digest,
    String body) {
  /** What it tells of the run's state. */
  enum Type {
    START,
    RUNNING,
    COMPLETE,
    ABORT,
    FAIL,
    OTHER
  }

  /**
   * A dataset that was read or written.
   *
   * @param name its name in the graph
   * @param own whether it is in the hub's namespace, by its name or by {@code alias}
   * @param alias the hub's name of it that the facet symlinks gives, or null
   * @param version what the facet version says if that is a SHA-256, in lower-case hex, or null
   * @param columns what its columns were made of
   * @param pointer where it stands in the body
   */
  record Used(
      String name,
      boolean own,
      String alias,
      String version,
      List<ColumnSource> columns,
      String pointer) {
    /** The hub's name of it, or null. */
    String hubName() {
      return own ? name : alias;
    }
  }

  /**
   * A column that another was made of.
   *
   * @param output the column that was made, or {@code *} for all of the dataset
   * @param dataset the name in the graph of what it was made of
   * @param direct whether its value went in; else it only decided (filter, join, order)
   * @param subtypes how, in the tool's words
   */
  record ColumnSource(
      String output,
      String dataset,
      String column,
      boolean direct,
      boolean masked,
      Set<String> subtypes) {}
}
