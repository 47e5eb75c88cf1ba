package io.tongban.ledger.openlineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.SourceSpec;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.LineageReports;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.openlineage.ReportedEvent.Used;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Reported runs in the hub's database. */
@ApplicationScoped
class ReportedRuns implements LineageReports {
  private static final int MOST_EVENTS_OF_A_RUN = 10_000;
  private static final int TRIES = 5;
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String SOURCE = "source/";

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final Definitions definitions;
  private final Ids ids;
  private final Clock clock;
  private final DatasetNames names;

  @Inject
  ReportedRuns(
      Database database,
      Ledger ledger,
      Definitions definitions,
      HubSettings settings,
      Ids ids,
      Clock clock) {
    database.migrate("ledger");
    this.jdbi = database.jdbi();
    this.ledger = ledger;
    this.definitions = definitions;
    this.ids = ids;
    this.clock = clock;
    this.names = new DatasetNames(settings.publicUrl().toString());
  }

  /** A reported run as it is stored. */
  record Stored(String reporter, String job, int events, String state) {}

  @Override
  public List<Taken> take(Reporter reporter, byte[] body, boolean batch) {
    List<ReportedEvent> events = new EventReader(names, clock.instant()).read(body, batch);
    events.forEach(event -> allowed(reporter, event));
    return events.stream().map(event -> taken(reporter, event)).toList();
  }

  private void allowed(Reporter reporter, ReportedEvent event) {
    if (!reporter.namespaces().contains(event.namespace()) || names.own(event.namespace())) {
      throw LedgerProblem.LINEAGE_NAMESPACE.problem(
          "client " + reporter.client() + " may not report jobs of the namespace of this event");
    }
    Stream.concat(
            event.outputs().stream(), event.inputs().stream().filter(used -> used.alias() != null))
        .filter(used -> used.hubName() != null)
        .forEach(used -> ownSource(reporter, used));
  }

  /**
   * What the hub itself makes nobody else can have written, and what lands in a Source is its
   * department's to tell.
   */
  private void ownSource(Reporter reporter, Used used) {
    String name = used.alias() == null ? used.name() : used.alias();
    String source = name.startsWith(SOURCE) ? name.substring(SOURCE.length()).split("/", 2)[0] : "";
    boolean own =
        definitions
            .find(SourceSpec.class, source)
            .map(Definition::spec)
            .filter(spec -> spec.department().equals(reporter.department()))
            .isPresent();
    if (!own) {
      throw LedgerProblem.LINEAGE_NAMESPACE.problem(
          "at "
              + used.pointer()
              + ": in the hub's namespace that client may only name what lies in Sources of its"
              + " department, source/<name>/…");
    }
  }

  private Taken taken(Reporter reporter, ReportedEvent event) {
    Optional<Taken> known = jdbi.withHandle(handle -> entry(handle, event)).map(known(event));
    if (known.isPresent()) {
      return known.get();
    }
    jdbi.useHandle(handle -> stored(handle, reporter, event, ""));
    jdbi.useHandle(handle -> aliases(handle, reporter, event, false));
    Receipt receipt = ledger.append(entry(reporter, event));
    return keep(reporter, event, receipt)
        ? new Taken(event.run(), event.digest(), false, receipt)
        // the same event came twice at once
        : jdbi.withHandle(handle -> entry(handle, event)).map(known(event)).orElseThrow();
  }

  private Function<UUID, Taken> known(ReportedEvent event) {
    return entry ->
        new Taken(event.run(), event.digest(), true, ledger.receipt(entry).orElseThrow());
  }

  private static Optional<UUID> entry(Handle handle, ReportedEvent event) {
    return handle
        .createQuery(
            "SELECT entry FROM ledger.reported_event WHERE run = :run AND digest = :digest")
        .bind("run", event.run())
        .bind("digest", event.digest())
        .mapTo(UUID.class)
        .findOne();
  }

  /** The run, if it is known; another's is refused. */
  private static Optional<Stored> stored(
      Handle handle, Reporter reporter, ReportedEvent event, String lock) {
    Optional<Stored> found =
        handle
            .createQuery(
                "SELECT reporter, job, events, state FROM ledger.reported_run WHERE run = :run"
                    + lock)
            .bind("run", event.run())
            .mapTo(Stored.class)
            .findOne();
    boolean others =
        found.isPresent()
            ? !found.get().reporter().equals(reporter.client())
                || !found.get().job().equals(event.job())
            : ownRun(handle, event.run());
    if (others) {
      throw LedgerProblem.LINEAGE_RUN_TAKEN.problem(
          "the run " + event.run() + " was told of before, of another job or by another client");
    }
    if (found.isPresent() && found.get().events() >= MOST_EVENTS_OF_A_RUN) {
      throw LedgerProblem.LINEAGE_RUN_FULL.problem(
          "of the run " + event.run() + " there are " + MOST_EVENTS_OF_A_RUN + " events already");
    }
    return found;
  }

  private static boolean ownRun(Handle handle, UUID run) {
    return handle
        .createQuery("SELECT id FROM ledger.lineage_run WHERE id = :run")
        .bind("run", run)
        .mapTo(UUID.class)
        .findOne()
        .isPresent();
  }

  private LedgerEntry entry(Reporter reporter, ReportedEvent event) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest
        .putObject("actor")
        .put("client", reporter.client())
        .put("department", reporter.department());
    manifest.put("action", "report-lineage").put("target", event.job());
    manifest.put("run", event.run().toString());
    manifest.put("eventType", event.type().name()).put("eventTime", event.at().toString());
    manifest.put("event", event.digest());
    manifest.put("inputs", event.inputs().size()).put("outputs", event.outputs().size());
    return new LedgerEntry(
        ids.next(),
        EntryType.LINEAGE_REPORTED,
        clock.instant(),
        reporter.client(),
        manifest,
        List.of());
  }

  /** Whether it was not known before. Two that begin a run at once are sent one after the other. */
  private boolean keep(Reporter reporter, ReportedEvent event, Receipt receipt) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(handle -> keep(handle, reporter, event, receipt.id()));
      } catch (JdbiException e) {
        if (attempt == TRIES || !uniqueViolation(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean uniqueViolation(JdbiException e) {
    return e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }

  private static boolean keep(Handle handle, Reporter reporter, ReportedEvent event, UUID entry) {
    Optional<Stored> before = stored(handle, reporter, event, " FOR UPDATE");
    if (entry(handle, event).isPresent()) {
      return false;
    }
    RunSoFar known =
        before.map(stored -> read(stored.state())).orElseGet(() -> RunSoFar.none(event, reporter));
    RunSoFar now = known.with(event);
    if (before.isEmpty()) {
      handle.execute(
          "INSERT INTO ledger.reported_run (run, reporter, job, events, state)"
              + " VALUES (?, ?, ?, 1, ?)",
          event.run(),
          reporter.client(),
          event.job(),
          write(now));
    } else {
      handle.execute(
          "UPDATE ledger.reported_run SET events = events + 1, state = ? WHERE run = ?",
          write(now),
          event.run());
    }
    handle.execute(
        "INSERT INTO ledger.reported_event (run, digest, at, entry, body) VALUES (?, ?, ?, ?, ?)",
        event.run(),
        event.digest(),
        event.at(),
        entry,
        event.body());
    aliases(handle, reporter, event, true);
    LineageGraph.keep(handle, now.run());
    return true;
  }

  /** Looks whether a dataset has another name by now, and remembers those that are new. */
  private static void aliases(
      Handle handle, Reporter reporter, ReportedEvent event, boolean remember) {
    Stream.concat(event.inputs().stream(), event.outputs().stream())
        .filter(used -> used.alias() != null && !used.own())
        .distinct()
        .forEach(used -> alias(handle, reporter, used, remember));
  }

  private static void alias(Handle handle, Reporter reporter, Used used, boolean remember) {
    Optional<String> before =
        handle
            .createQuery("SELECT dataset FROM ledger.lineage_alias WHERE alias = :alias")
            .bind("alias", used.name())
            .mapTo(String.class)
            .findOne();
    if (before.isPresent() && !before.get().equals(used.alias())) {
      throw EventReader.invalid(
          List.of(
              new EventFault(
                  used.pointer() + "/facets/symlinks",
                  "that dataset is another of the hub's already",
                  "give the name that was told first")));
    }
    if (before.isEmpty() && remember) {
      handle.execute(
          "INSERT INTO ledger.lineage_alias (alias, dataset, reporter) VALUES (?, ?, ?)",
          used.name(),
          used.alias(),
          reporter.client());
    }
  }

  private static String write(RunSoFar state) {
    try {
      return CanonicalJson.mapper().writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a run is always JSON", e);
    }
  }

  private static RunSoFar read(String json) {
    try {
      return CanonicalJson.mapper().readValue(json, RunSoFar.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored lineage run cannot be read", e);
    }
  }
}
