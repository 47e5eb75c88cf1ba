package io.tongban.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One run of a job that read datasets and wrote others (OpenLineage 2-0-2).
 *
 * @param id UUIDv7 of the run
 * @param job for example {@code connector/premises-drop} or {@code service/premises-lookup}
 * @param state how it ended, or that it goes on
 * @param ended null while it goes on
 * @param inputs what it read
 * @param outputs what it wrote
 * @param columns lineage by output column {@code dataset.column} → input columns {@code
 *     dataset.column}; masked ones are listed in {@code masked}
 * @param indirect columns whose values did not go in but decided (filter, join, order), in the same
 *     form; {@code dataset.*} for all columns of an output
 * @param masked output columns that were masked
 * @param facts figures for people, in order: read, accepted, quarantined … or purpose, recipient,
 *     receipt
 */
public record LineageRun(
    UUID id,
    String job,
    State state,
    Instant started,
    Instant ended,
    List<Dataset> inputs,
    List<Dataset> outputs,
    Map<String, List<String>> columns,
    Map<String, List<String>> indirect,
    List<String> masked,
    Map<String, String> facts) {
  public LineageRun {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    columns = Map.copyOf(columns);
    // runs that were stored before it was kept have none
    indirect = indirect == null ? Map.of() : Map.copyOf(indirect);
    masked = List.copyOf(masked);
    facts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(facts));
  }

  /** A run of which nothing indirect is known. */
  public LineageRun(
      UUID id,
      String job,
      State state,
      Instant started,
      Instant ended,
      List<Dataset> inputs,
      List<Dataset> outputs,
      Map<String, List<String>> columns,
      List<String> masked,
      Map<String, String> facts) {
    this(id, job, state, started, ended, inputs, outputs, columns, Map.of(), masked, facts);
  }

  /**
   * A column and one that it was made of.
   *
   * @param to {@link ColumnRef#ALL} of a dataset where the other decided which rows there are
   * @param direct whether the value went in; else it only decided
   * @param masked whether the column was masked
   */
  public record ColumnLink(ColumnRef from, ColumnRef to, boolean direct, boolean masked) {}

  /** Which columns were made of which, as far as it is known. */
  public List<ColumnLink> columnLinks() {
    List<ColumnLink> links = new ArrayList<>();
    columns.forEach((to, from) -> from.forEach(each -> links.add(link(each, to, true))));
    indirect.forEach((to, from) -> from.forEach(each -> links.add(link(each, to, false))));
    return links;
  }

  private ColumnLink link(String from, String to, boolean direct) {
    return new ColumnLink(
        ColumnRef.of(from, inputs), ColumnRef.of(to, outputs), direct, masked.contains(to));
  }

  /** How a run ended, or that it goes on. */
  public enum State {
    COMPLETE,
    FAIL,
    /** It was stopped from outside. */
    ABORT,
    RUNNING
  }

  /**
   * A dataset.
   *
   * @param name for example {@code source/food-agency-drop/approved.csv}, {@code
   *     resource/premises}, {@code service/premises-lookup}, {@code client/adur}
   * @param digest lower-case hex SHA-256 of its bytes where that makes sense, else null
   */
  public record Dataset(String name, String digest) {}
}
