package io.tongban.ledger.openlineage;

import io.tongban.ledger.ColumnRef;
import io.tongban.ledger.Lineage.Direction;
import io.tongban.ledger.Lineage.Paths;
import io.tongban.ledger.Lineage.Step;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** Follows columns from one dataset to the next, breadth first, each place once. */
final class ColumnPaths {
  private static final int MOST_HOPS = 20;

  /** Runs of a job that are looked through for those to other clients. */
  private static final int MOST_RUNS = 500;

  private static final String CLIENT = "client/";

  private final Jdbi jdbi;
  private final Aliases aliases;
  private final boolean forward;
  private final int most;
  private final List<Step> steps = new ArrayList<>();
  private final Set<List<Object>> told = new HashSet<>();
  private final Set<Place> seen = new LinkedHashSet<>();
  private final Map<UUID, LineageRun> runs = new LinkedHashMap<>();

  ColumnPaths(Jdbi jdbi, Aliases aliases, Direction direction, int most) {
    this.jdbi = jdbi;
    this.aliases = aliases;
    this.forward = direction == Direction.FORWARD;
    this.most = most;
  }

  /** A place on the way; column null for all of the dataset. */
  private record Place(String dataset, String column) {}

  /** A column that a run made of another. */
  private record Made(
      Place from, Place to, boolean direct, boolean masked, List<String> subtypes) {}

  Paths from(String dataset, String column, UUID madeBy) {
    Set<Place> border = new LinkedHashSet<>();
    border.add(new Place(aliases.shown(dataset), column));
    seen.addAll(border);
    for (int hop = 1; hop <= MOST_HOPS && !border.isEmpty() && steps.size() <= most; hop++) {
      border = hop(hop, border, hop == 1 && !forward ? madeBy : null);
    }
    boolean truncated = steps.size() > most;
    return new Paths(steps.stream().limit(most).toList(), truncated);
  }

  private Set<Place> hop(int hop, Set<Place> border, UUID madeBy) {
    Set<String> datasets = new LinkedHashSet<>();
    border.forEach(place -> datasets.add(place.dataset()));
    Set<Place> next = new LinkedHashSet<>();
    for (LineageRun run : madeBy == null ? touching(datasets) : found(List.of(madeBy))) {
      for (Made made : made(run)) {
        boolean reached = border.stream().anyMatch(place -> fits(place, made));
        if (steps.size() <= most && reached && told.add(List.of(run.id(), made))) {
          steps.add(step(hop, made, run));
          Place other = forward ? made.to() : made.from();
          if (seen.add(other)) {
            next.add(other);
          }
        }
      }
    }
    return next;
  }

  private boolean fits(Place place, Made made) {
    Place other = forward ? made.from() : made.to();
    return place.dataset().equals(other.dataset())
        && (place.column() == null
            || other.column() == null
            || place.column().equals(other.column()));
  }

  private Step step(int hop, Made made, LineageRun run) {
    return new Step(
        hop,
        made.from().dataset(),
        made.from().column(),
        digest(run, made.from().dataset()),
        made.to().dataset(),
        made.to().column(),
        run.job(),
        run.id(),
        made.direct(),
        made.masked(),
        made.subtypes());
  }

  private String digest(LineageRun run, String dataset) {
    return run.inputs().stream()
        .filter(input -> input.digest() != null && shown(run, input.name()).equals(dataset))
        .map(Dataset::digest)
        .findFirst()
        .orElse(null);
  }

  /** What a run made of what, with the names that datasets are shown by. */
  private List<Made> made(LineageRun run) {
    List<Made> made = new ArrayList<>();
    run.columnLinks().forEach(link -> made.add(made(run, link)));
    // of an output without column lineage all is known to come from all inputs
    for (Dataset output : run.outputs()) {
      String name = shown(run, output.name());
      if (made.stream().noneMatch(each -> each.to().dataset().equals(name))) {
        for (Dataset input : run.inputs()) {
          made.add(
              new Made(
                  new Place(shown(run, input.name()), null),
                  new Place(name, null),
                  false,
                  false,
                  List.of()));
        }
      }
    }
    return made;
  }

  private Made made(LineageRun run, LineageRun.ColumnLink link) {
    return new Made(
        new Place(shown(run, link.from().dataset()), link.from().name()),
        new Place(
            shown(run, link.to().dataset()),
            link.to().name().equals(ColumnRef.ALL) ? null : link.to().name()),
        link.direct(),
        link.masked(),
        link.subtypes());
  }

  private final Map<UUID, Map<String, String>> shown = new LinkedHashMap<>();

  private String shown(LineageRun run, String dataset) {
    return shown
        .computeIfAbsent(
            run.id(),
            id ->
                aliases.shown(
                    Stream.concat(run.inputs().stream(), run.outputs().stream())
                        .map(Dataset::name)
                        .distinct()
                        .toList()))
        .getOrDefault(dataset, dataset);
  }

  /** The newest runs of the jobs that read, or on the way back wrote, one of the datasets. */
  private List<LineageRun> touching(Collection<String> datasets) {
    List<UUID> newest =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT DISTINCT run FROM ledger.lineage_edge"
                            + " WHERE direction = :direction AND dataset IN (<datasets>)")
                    .bind("direction", forward ? "I" : "O")
                    .bindList("datasets", List.copyOf(aliases.all(datasets)))
                    .mapTo(UUID.class)
                    .list());
    List<LineageRun> found = found(newest);
    if (!forward) {
      return found;
    }
    List<LineageRun> all = new ArrayList<>();
    found.forEach(run -> all.addAll(givesToClients(run) ? toEachClient(run) : List.of(run)));
    return all;
  }

  private List<LineageRun> found(Collection<UUID> ids) {
    List<UUID> missing = ids.stream().filter(id -> !runs.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery("SELECT detail FROM ledger.lineage_run WHERE id IN (<ids>)")
                  .bindList("ids", missing)
                  .mapTo(String.class)
                  .map(LineageGraph::read)
                  .forEach(run -> runs.put(run.id(), run)));
    }
    return ids.stream().map(runs::get).filter(Objects::nonNull).toList();
  }

  private static boolean givesToClients(LineageRun run) {
    return run.outputs().stream().anyMatch(output -> output.name().startsWith(CLIENT));
  }

  /** The newest run of the same job for each client and purpose. */
  private Collection<LineageRun> toEachClient(LineageRun newest) {
    Map<Object, LineageRun> each = new LinkedHashMap<>();
    jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT detail FROM ledger.lineage_run WHERE job = :job"
                            + " ORDER BY started DESC, id DESC LIMIT :limit")
                    .bind("job", newest.job())
                    .bind("limit", MOST_RUNS)
                    .mapTo(String.class)
                    .map(LineageGraph::read)
                    .list())
        .forEach(
            run ->
                each.putIfAbsent(
                    List.of(
                        run.outputs(), run.columns(), String.valueOf(run.facts().get("purpose"))),
                    run));
    return each.values();
  }
}
