package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.connectors.RunEnded;
import io.tongban.connectors.format.RowReaders;
import io.tongban.connectors.jdbc.RunStore;
import io.tongban.connectors.mapping.CrosswalkTables;
import io.tongban.connectors.mapping.MappingContext;
import io.tongban.connectors.mapping.RowMapper;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Jobs;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import io.tongban.registry.CodeLists;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistryProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Does runs: keeps the input, maps it, loads it whole or not at all. The order is: evidence
 * durable, then commit, then the run's record; so nothing is ever seen that has no entry in the
 * ledger.
 */
@ApplicationScoped
class Loader {
  private static final Logger LOG = Logger.getLogger(Loader.class);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int ATTEMPTS = 1200;
  private final Intake intake;
  private final Archive archive;
  private final RunStore store;
  private final RecordStore records;
  private final Registry registry;
  private final CodeLists codeLists;
  private final Sources sources;
  private final Definitions definitions;
  private final Evidence evidence;
  private final HubSettings settings;
  private final Clock clock;
  private final Event<RunEnded> ended;

  @Inject
  Loader(
      Intake intake,
      Archive archive,
      RunStore store,
      RecordStore records,
      Registry registry,
      CodeLists codeLists,
      Sources sources,
      Definitions definitions,
      Evidence evidence,
      HubSettings settings,
      Clock clock,
      Event<RunEnded> ended) {
    this.intake = intake;
    this.archive = archive;
    this.store = store;
    this.records = records;
    this.registry = registry;
    this.codeLists = codeLists;
    this.sources = sources;
    this.definitions = definitions;
    this.evidence = evidence;
    this.settings = settings;
    this.clock = clock;
    this.ended = ended;
  }

  /**
   * Does a run.
   *
   * @throws ProblemException why it failed; by then nothing has changed and the run's record says
   *     so
   */
  Run run(LoadPlan plan, Jobs.Progress progress) {
    Instant started = clock.instant();
    store.begin(plan.run(), plan.connector().name(), plan.resource().name(), started);
    Run run;
    try {
      run = load(plan, progress);
    } catch (ProblemException e) {
      failed(plan, e);
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.errorf(e, "run %s of connector %s failed", plan.run(), plan.connector().name());
      ProblemException problem =
          ConnectorProblem.RUN_FAILED.problem("the hub could not finish the load", e);
      failed(plan, problem);
      throw problem;
    }
    finish(run, plan);
    return run;
  }

  private Run load(LoadPlan plan, Jobs.Progress progress) throws IOException {
    Archive.About input =
        archive.keep(
            plan.run(),
            plan.spec().input(),
            target -> intake.fetch(plan.connector(), plan.file(), target));
    store.reading(plan.run(), input.name(), input.digest());
    RowMapper mapper = mapper(plan);
    QuarantineWriter quarantine = new QuarantineWriter(plan.run(), store);
    try (RecordStore.Load load = open(plan)) {
      long before = records.count(plan.resource().name());
      Survivors survivors = Survivors.find(plan, archive.bytes(plan.run()), () -> mapper(plan));
      Batch batch = new Batch(plan.spec(), mapper, load, quarantine, progress, survivors);
      RowReaders.of(plan.spec().input()).read(archive.bytes(plan.run()), batch);
      quarantine.flush();
      Tally.Figures figures = batch.figures();
      if (!plan.mayShrink()) {
        ShrinkGuard.check(before, figures, quarantine.reasons());
      }
      progress.at(figures.read() + figures.filtered(), figures.read() + figures.filtered());
      UUID receipt = evidence.load(plan, input, figures, quarantine.reasons());
      RecordStore.Counts counts = load.commit();
      store.unmatched(plan.run(), plan.connector().name(), mapper.lookups().unmatched());
      return record(
          plan,
          RunState.COMPLETE,
          input,
          figures,
          counts.deleted(),
          mapper.lookups().byItem(),
          null,
          receipt);
    }
  }

  /** One load a resource at a time: another connector's may be under way. */
  private RecordStore.Load open(LoadPlan plan) {
    for (int i = 0; ; i++) {
      try {
        return records.open(plan.resource().name(), plan.run(), plan.mode());
      } catch (ProblemException e) {
        if (!RegistryProblem.LOAD_UNDER_WAY.code().equals(e.problem().code())
            || i >= ATTEMPTS
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private RowMapper mapper(LoadPlan plan) {
    return new RowMapper(plan.resource(), plan.spec(), context());
  }

  MappingContext context() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    return new MappingContext(
        registry,
        codeLists,
        new CrosswalkTables(sources, definitions, codeLists, today),
        today,
        settings.zone());
  }

  private void failed(LoadPlan plan, ProblemException e) {
    store.clearQuarantine(plan.run());
    Archive.About input = archive.about(plan.run()).orElse(new Archive.About(null, null, null));
    String problem =
        e.problem().title().en() + ": " + e.problem().detail() + ". " + e.problem().remedy().en();
    Run run = record(plan, RunState.FAILED, input, Tally.Figures.NONE, 0, Map.of(), problem, null);
    LOG.warnf(
        "run %s of connector %s failed: %s",
        plan.run(), plan.connector().name(), e.problem().code());
    finish(run, plan);
  }

  private void finish(Run run, LoadPlan plan) {
    store.end(run);
    evidence.lineage(run, plan.connector().spec());
    ended.fire(new RunEnded(run));
  }

  private Run record(
      LoadPlan plan,
      RunState state,
      Archive.About input,
      Tally.Figures figures,
      long deleted,
      Map<String, Map<String, Long>> lookups,
      String problem,
      UUID receipt) {
    return new Run(
        plan.run(),
        plan.connector().name(),
        plan.resource().name(),
        state,
        store.find(plan.run()).map(Run::started).orElseGet(clock::instant),
        clock.instant(),
        figures.read(),
        figures.filtered(),
        figures.accepted(),
        figures.unchanged(),
        figures.quarantined(),
        deleted,
        lookups,
        input.name(),
        input.digest(),
        problem,
        receipt);
  }
}
