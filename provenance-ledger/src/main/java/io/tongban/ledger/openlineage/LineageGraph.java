package io.tongban.ledger.openlineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.LineageRun.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The lineage graph in the hub's database. */
@ApplicationScoped
class LineageGraph implements Lineage {
  private static final int MAX_NAME = 400;
  private static final int MAX_DEPTH = 20;
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_STEPS = 5_000;
  private final Jdbi jdbi;
  private final URI hub;
  private final LineageEvents events;
  private final Aliases aliases;

  @Inject
  LineageGraph(Database database, HubSettings settings) {
    database.migrate("ledger");
    this.jdbi = database.jdbi();
    this.hub = settings.publicUrl();
    this.events = new LineageEvents(hub);
    this.aliases = new Aliases(jdbi);
  }

  @Override
  public void record(LineageRun run) {
    names(run);
    jdbi.useTransaction(handle -> keep(handle, run));
  }

  /** Stores a run and, if it is its job's newest, what it connects. */
  static void keep(Handle handle, LineageRun run) {
    store(handle, run);
    if (newestOf(handle, run.job()).filter(run.id()::equals).isPresent()) {
      connect(handle, run);
    }
  }

  private static void names(LineageRun run) {
    boolean bad =
        Stream.concat(
                Stream.of(run.job()),
                Stream.concat(run.inputs().stream(), run.outputs().stream()).map(Dataset::name))
            .anyMatch(name -> name.isEmpty() || name.length() > MAX_NAME);
    if (bad) {
      throw LedgerProblem.LINEAGE_INVALID.problem(
          "a name of the run " + run.id() + " is empty or longer than " + MAX_NAME);
    }
  }

  private static void store(Handle handle, LineageRun run) {
    handle
        .createUpdate("DELETE FROM ledger.lineage_run WHERE id = :id")
        .bind("id", run.id())
        .execute();
    handle
        .createUpdate(
            "INSERT INTO ledger.lineage_run (id, job, started, running, detail)"
                + " VALUES (:id, :job, :started, :running, :detail)")
        .bind("id", run.id())
        .bind("job", run.job())
        .bind("started", run.started())
        .bind("running", run.state() == State.RUNNING)
        .bind("detail", write(run))
        .execute();
  }

  /** One that has ended, if there is one: of a run that goes on not all is known. */
  private static Optional<UUID> newestOf(Handle handle, String job) {
    return handle
        .createQuery(
            "SELECT id FROM ledger.lineage_run WHERE job = :job"
                + " ORDER BY running, started DESC, id DESC LIMIT 1")
        .bind("job", job)
        .mapTo(UUID.class)
        .findOne();
  }

  /** The graph holds each job's newest run only, so it does not grow with every use. */
  private static void connect(Handle handle, LineageRun run) {
    handle
        .createUpdate("DELETE FROM ledger.lineage_edge WHERE job = :job")
        .bind("job", run.job())
        .execute();
    var batch =
        handle.prepareBatch(
            "INSERT INTO ledger.lineage_edge (job, direction, dataset, run)"
                + " VALUES (:job, :direction, :dataset, :run)");
    edges(run.inputs()).forEach(name -> add(batch, run, "I", name));
    edges(run.outputs()).forEach(name -> add(batch, run, "O", name));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static void add(PreparedBatch batch, LineageRun run, String direction, String dataset) {
    batch
        .bind("job", run.job())
        .bind("direction", direction)
        .bind("dataset", dataset)
        .bind("run", run.id())
        .add();
  }

  private static Set<String> edges(List<Dataset> datasets) {
    return datasets.stream()
        .map(Dataset::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Optional<LineageRun> run(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT detail FROM ledger.lineage_run WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(LineageGraph::read));
  }

  @Override
  public List<LineageRun> runs(String job, int limit) {
    return jdbi.withHandle(
        handle -> {
          var query =
              handle
                  .createQuery(
                      "SELECT detail FROM ledger.lineage_run"
                          + (job == null ? "" : " WHERE job = :job")
                          + " ORDER BY started DESC, id DESC LIMIT :limit")
                  .bind("limit", limit);
          if (job != null) {
            query.bind("job", job);
          }
          return query.mapTo(String.class).map(LineageGraph::read).list();
        });
  }

  @Override
  public List<JsonNode> openLineage(UUID run) {
    List<JsonNode> reported = reported(run);
    if (!reported.isEmpty()) {
      return reported;
    }
    return events.of(known(run));
  }

  private LineageRun known(UUID run) {
    return run(run)
        .orElseThrow(
            () ->
                LedgerProblem.LINEAGE_UNKNOWN.problem("no lineage of the run " + run + " is kept"));
  }

  @Override
  public ObjectNode prov(UUID run) {
    List<UUID> entries =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT entry FROM ledger.reported_event WHERE run = :run"
                            + " ORDER BY at, digest LIMIT :most")
                    .bind("run", run)
                    .bind("most", MOST_EVENTS)
                    .mapTo(UUID.class)
                    .list());
    return RunProv.of(hub, known(run), entries).json();
  }

  /** The events of a reported run as they came, in the order of their times. */
  private List<JsonNode> reported(UUID run) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT body FROM ledger.reported_event WHERE run = :run"
                        + " ORDER BY at, digest LIMIT :most")
                .bind("run", run)
                .bind("most", MOST_EVENTS)
                .mapTo(String.class)
                .map(body -> CanonicalJson.read(body.getBytes(StandardCharsets.UTF_8)))
                .list());
  }

  @Override
  public Graph around(String dataset, int depth) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    Set<Edge> edges = new LinkedHashSet<>();
    String start = aliases.shown(dataset);
    nodes.put(start, new Node(start, "dataset"));
    Set<String> border = Set.of(start);
    for (int hop = 0; hop < Math.min(depth, MAX_DEPTH) && !border.isEmpty(); hop++) {
      Set<String> next = new LinkedHashSet<>();
      for (StoredEdge edge : touching(border)) {
        nodes.putIfAbsent(edge.job(), new Node(edge.job(), "job"));
        if (nodes.putIfAbsent(edge.dataset(), new Node(edge.dataset(), "dataset")) == null) {
          next.add(edge.dataset());
        }
        edges.add(edge.drawn());
      }
      border = next;
    }
    return new Graph(List.copyOf(nodes.values()), List.copyOf(edges));
  }

  @Override
  public Paths follow(String dataset, String column, Direction direction, UUID madeBy, int most) {
    return new ColumnPaths(jdbi, aliases, direction, Math.max(1, Math.min(most, MOST_STEPS)))
        .from(dataset, column, madeBy);
  }

  /**
   * All edges of the jobs that read or write one of the datasets, by whatever name; the datasets
   * with the names they are shown by.
   */
  private List<StoredEdge> touching(Collection<String> datasets) {
    List<StoredEdge> edges = stored(aliases.all(datasets));
    Map<String, String> shown =
        aliases.shown(edges.stream().map(StoredEdge::dataset).distinct().toList());
    return edges.stream()
        .map(edge -> edge.named(shown.getOrDefault(edge.dataset(), edge.dataset())))
        .toList();
  }

  private List<StoredEdge> stored(Collection<String> datasets) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT e.job, e.direction, e.dataset, e.run FROM ledger.lineage_edge e"
                        + " WHERE e.job IN (SELECT t.job FROM ledger.lineage_edge t"
                        + " WHERE t.dataset IN (<datasets>))"
                        + " ORDER BY e.job, e.direction, e.dataset")
                .bindList("datasets", List.copyOf(datasets))
                .mapTo(StoredEdge.class)
                .list());
  }

  private static String write(LineageRun run) {
    try {
      return CanonicalJson.mapper().writeValueAsString(run);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a run is always JSON", e);
    }
  }

  static LineageRun read(String json) {
    try {
      return CanonicalJson.mapper().readValue(json, LineageRun.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored lineage run cannot be read", e);
    }
  }

  /** An edge as it is stored. */
  record StoredEdge(String job, String direction, String dataset, UUID run) {
    StoredEdge named(String name) {
      return new StoredEdge(job, direction, name, run);
    }

    Edge drawn() {
      return direction.equals("I") ? new Edge(dataset, job, run) : new Edge(job, dataset, run);
    }
  }
}
