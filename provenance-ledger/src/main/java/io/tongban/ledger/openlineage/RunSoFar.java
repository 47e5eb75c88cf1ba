package io.tongban.ledger.openlineage;

import io.tongban.ledger.LineageReports.Reporter;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.LineageRun.State;
import io.tongban.ledger.openlineage.ReportedEvent.ColumnSource;
import io.tongban.ledger.openlineage.ReportedEvent.Type;
import io.tongban.ledger.openlineage.ReportedEvent.Used;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What was told of a run so far. Adding events comes to the same whatever their order: datasets and
 * columns add up, of the rest the earliest or the latest event counts.
 *
 * @param first the earliest event
 * @param start the earliest START, or null
 * @param end the latest of COMPLETE, ABORT and FAIL, or null
 * @param inputs by name
 * @param outputs by name
 * @param columns direct sources {@code dataset.column} by output column
 * @param indirect what only decided, by output column; {@code dataset.*} for all of a dataset
 * @param subtypes how, by output column and then by input column
 */
record RunSoFar(
    UUID id,
    String job,
    String reporter,
    String department,
    String producer,
    Instant first,
    Instant start,
    End end,
    Map<String, Version> inputs,
    Map<String, Version> outputs,
    Map<String, Set<String>> columns,
    Map<String, Set<String>> indirect,
    Map<String, Map<String, Set<String>>> subtypes,
    Set<String> masked) {
  RunSoFar {
    // in their order, however they were stored
    inputs = new TreeMap<>(inputs);
    outputs = new TreeMap<>(outputs);
    columns = sorted(columns);
    indirect = sorted(indirect);
    Map<String, Map<String, Set<String>>> known = new TreeMap<>();
    // runs that were begun before they were kept have none
    if (subtypes != null) {
      subtypes.forEach((made, from) -> known.put(made, sorted(from)));
    }
    subtypes = known;
    masked = new TreeSet<>(masked);
  }

  private static Map<String, Set<String>> sorted(Map<String, Set<String>> sets) {
    Map<String, Set<String>> sorted = new TreeMap<>();
    sets.forEach((column, sources) -> sorted.put(column, new TreeSet<>(sources)));
    return sorted;
  }

  /** How it ended. */
  record End(Instant at, State state) {}

  /** The newest digest that was told of a dataset; digest null where none was. */
  record Version(String digest, Instant at) {}

  /** Nothing yet. */
  static RunSoFar none(ReportedEvent event, Reporter reporter) {
    return new RunSoFar(
        event.run(),
        event.job(),
        reporter.client(),
        reporter.department(),
        event.producer(),
        event.at(),
        null,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>());
  }

  /** With one event more. */
  RunSoFar with(ReportedEvent event) {
    event.inputs().forEach(used -> add(inputs, used, event.at()));
    event.outputs().forEach(used -> add(outputs, used, event.at()));
    event.outputs().forEach(used -> used.columns().forEach(column -> add(used, column)));
    return new RunSoFar(
        id,
        job,
        reporter,
        department,
        // the same of all events, but for a tool that was updated meanwhile
        max(producer, event.producer()),
        earlier(first, event.at()),
        event.type() == Type.START ? earlier(start, event.at()) : start,
        later(end, end(event)),
        inputs,
        outputs,
        columns,
        indirect,
        subtypes,
        masked);
  }

  private static String max(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }

  private static End end(ReportedEvent event) {
    return switch (event.type()) {
      case COMPLETE -> new End(event.at(), State.COMPLETE);
      case ABORT -> new End(event.at(), State.ABORT);
      case FAIL -> new End(event.at(), State.FAIL);
      case START, RUNNING, OTHER -> null;
    };
  }

  private static End later(End one, End other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Comparator<End> order = Comparator.comparing(End::at).thenComparing(End::state);
    return order.compare(one, other) >= 0 ? one : other;
  }

  private static void add(Map<String, Version> datasets, Used used, Instant at) {
    Version told = new Version(used.version(), at);
    datasets.merge(used.name(), told, RunSoFar::newer);
  }

  private static Version newer(Version one, Version other) {
    if (one.digest() == null || other.digest() == null) {
      return one.digest() == null ? other : one;
    }
    Comparator<Version> order = Comparator.comparing(Version::at).thenComparing(Version::digest);
    return order.compare(one, other) >= 0 ? one : other;
  }

  private void add(Used output, ColumnSource source) {
    String made = output.name() + "." + source.output();
    // a dataset that a column came from was read, listed or not
    inputs.putIfAbsent(source.dataset(), new Version(null, Instant.EPOCH));
    (source.direct() ? columns : indirect)
        .computeIfAbsent(made, name -> new TreeSet<>())
        .add(source.dataset() + "." + source.column());
    if (!source.subtypes().isEmpty()) {
      subtypes
          .computeIfAbsent(made, name -> new TreeMap<>())
          .computeIfAbsent(source.dataset() + "." + source.column(), name -> new TreeSet<>())
          .addAll(source.subtypes());
    }
    if (source.masked()) {
      masked.add(made);
    }
  }

  /** As a run of the graph. */
  LineageRun run() {
    return new LineageRun(
        id,
        job,
        end == null ? State.RUNNING : end.state(),
        start == null ? first : start,
        end == null ? null : end.at(),
        datasets(inputs),
        datasets(outputs),
        lists(columns),
        lists(indirect),
        subtypes.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> lists(entry.getValue()))),
        List.copyOf(masked),
        Map.of("reporter", reporter, "department", department, "producer", producer));
  }

  private static List<Dataset> datasets(Map<String, Version> versions) {
    return versions.entrySet().stream()
        .map(entry -> new Dataset(entry.getKey(), entry.getValue().digest()))
        .toList();
  }

  private static Map<String, List<String>> lists(Map<String, Set<String>> sets) {
    Map<String, List<String>> lists = new TreeMap<>();
    sets.forEach((column, sources) -> lists.put(column, List.copyOf(sources)));
    return lists;
  }
}
