package io.tongban.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param subtypes how a column went in or decided, by output column, then by input column, each in
 *     the same form: {@link Subtype}s, or other tools' own words; missing where that is not known
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
    Map<String, Map<String, List<String>>> subtypes,
    List<String> masked,
    Map<String, String> facts) {
  public LineageRun {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    columns = Map.copyOf(columns);
    // runs that were stored before it was kept have none
    indirect = indirect == null ? Map.of() : Map.copyOf(indirect);
    subtypes = subtypes == null ? Map.of() : Map.copyOf(subtypes);
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

  /** A run of which it is not known how its columns decided. */
  public LineageRun(
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
    this(
        id, job, state, started, ended, inputs, outputs, columns, indirect, Map.of(), masked,
        facts);
  }

  /** How a column went in, or decided, as OpenLineage's column lineage 1-2-0 names it. */
  public enum Subtype {
    /** As it is. */
    IDENTITY,
    /** Changed. */
    TRANSFORMATION,
    /** Together with others' values. */
    AGGREGATION,
    /** By a join's condition. */
    JOIN,
    /** By what is grouped by. */
    GROUP_BY,
    /** By a condition on rows. */
    FILTER,
    /** By the order, of which the first rows are taken. */
    SORT,
    /** By a window's partition or order. */
    WINDOW,
    /** By a condition on the value. */
    CONDITIONAL;

    private static final Set<String> DIRECT =
        Set.of(IDENTITY.name(), TRANSFORMATION.name(), AGGREGATION.name());

    /** Whether a value goes in by it; other tools' words are taken for ways to decide. */
    public static boolean direct(String subtype) {
      return DIRECT.contains(subtype);
    }
  }

  /**
   * A column and one that it was made of.
   *
   * @param to {@link ColumnRef#ALL} of a dataset where the other decided which rows there are
   * @param direct whether the value went in; else it only decided
   * @param masked whether the column was masked
   * @param subtypes how, sorted; empty where that is not known
   */
  public record ColumnLink(
      ColumnRef from, ColumnRef to, boolean direct, boolean masked, List<String> subtypes) {}

  /** Which columns were made of which, as far as it is known. */
  public List<ColumnLink> columnLinks() {
    List<ColumnLink> links = new ArrayList<>();
    columns.forEach((to, from) -> from.forEach(each -> links.add(link(each, to, true))));
    indirect.forEach((to, from) -> from.forEach(each -> links.add(link(each, to, false))));
    return links;
  }

  private ColumnLink link(String from, String to, boolean direct) {
    return new ColumnLink(
        ColumnRef.of(from, inputs),
        ColumnRef.of(to, outputs),
        direct,
        masked.contains(to),
        subtypes.getOrDefault(to, Map.of()).getOrDefault(from, List.of()).stream()
            .filter(subtype -> Subtype.direct(subtype) == direct)
            .sorted()
            .toList());
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
