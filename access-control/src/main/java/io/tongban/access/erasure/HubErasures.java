package io.tongban.access.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.ErasureSettings;
import io.tongban.access.Erasures;
import io.tongban.access.PersonalData;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Erasures in the order journal, database, ledger: what is in the journal will be done, whatever
 * happens in between. The journal's lock lets one node erase at a time.
 */
@ApplicationScoped
class HubErasures implements Erasures {
  private static final Logger LOG = Logger.getLogger(HubErasures.class);
  private static final int MOST_BASIS = 200;
  private static final int MOST_CASE = 100;
  private static final int MOST_SUBJECT = 200;

  private final List<PersonalData> modules;
  private final ErasureStore store;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;
  private final Path file;
  private final String origin;
  private final byte[] key;
  private volatile boolean replayed;

  @Inject
  HubErasures(
      @Any Instance<PersonalData> modules,
      ErasureStore store,
      Ledger ledger,
      HubKeys keys,
      HubSettings settings,
      Instance<ErasureSettings> where,
      Ids ids,
      Clock clock) {
    this.modules = modules.stream().toList();
    this.store = store;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
    this.file =
        where.isUnsatisfied()
            ? settings.dataDirectory().resolve("erasures")
            : where.get().journal();
    this.origin = settings.origin();
    this.key = keys.derive("access/erasure-journal", 32);
  }

  @Override
  public synchronized Done erase(Actor actor, Ask ask) {
    check(ask);
    String subject = ask.subject().strip();
    try (ErasureJournal journal = open()) {
      settle(journal);
      record(journal);
      retained(subject)
          .ifPresent(
              why -> {
                throw AccessProblem.ERASURE_RETAINED.problem(why);
              });
      ErasureLine line =
          new ErasureLine(
              journal.lines().size() + 1L,
              clock.instant().truncatedTo(ChronoUnit.MICROS),
              ids.next(),
              actor.client(),
              actor.department(),
              ask.ground(),
              ask.legalBasis().strip(),
              ask.caseReference() == null ? null : ask.caseReference().strip(),
              digests(subject));
      journal.add(line);
      carryOut(line);
      return new Done(line.number(), line.at(), record(journal, line, false));
    }
  }

  private static void check(Ask ask) {
    if (ask == null || blank(ask.subject()) || ask.subject().length() > MOST_SUBJECT) {
      throw AccessProblem.ERASURE_INVALID.problem(
          "subject is missing or longer than " + MOST_SUBJECT + " characters");
    }
    if (ask.ground() == null) {
      throw AccessProblem.ERASURE_INVALID.problem(
          "ground is missing; it is one of " + List.of(Ground.values()));
    }
    text("legalBasis", ask.legalBasis(), MOST_BASIS, ask.subject());
    if (ask.caseReference() != null) {
      text("caseReference", ask.caseReference(), MOST_CASE, ask.subject());
    }
  }

  private static void text(String name, String text, int most, String subject) {
    if (blank(text) || text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
      throw AccessProblem.ERASURE_INVALID.problem(
          name + " is missing, has control characters or more than " + most + " characters");
    }
    if (text.contains(subject.strip())) {
      throw AccessProblem.ERASURE_INVALID.problem(name + " holds the identifier of the person");
    }
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private Optional<String> retained(String subject) {
    return modules.stream().flatMap(module -> module.retained(subject).stream()).findFirst();
  }

  private Map<String, List<String>> digests(String subject) {
    Map<String, List<String>> digests = new TreeMap<>();
    modules.forEach(module -> digests.put(module.module(), module.digests(subject)));
    return digests;
  }

  @Override
  public synchronized int replay() {
    try (ErasureJournal journal = open()) {
      int again = settle(journal);
      replayed = true;
      if (again > 0) {
        LOG.infof("%d erasures of the journal were done again in this database", again);
      }
      recordIfPossible(journal);
      return again;
    }
  }

  /** A log that may not be signed now releases nothing either; what is deleted is deleted. */
  private void recordIfPossible(ErasureJournal journal) {
    try {
      record(journal);
    } catch (ProblemException e) {
      LOG.warnf("erasures could not be recorded in the ledger yet: %s", e.problem().code());
    }
  }

  @Override
  public boolean replayed() {
    return replayed;
  }

  @Override
  public synchronized byte[] journal() {
    try (ErasureJournal journal = open()) {
      return journal.bytes();
    } catch (IOException e) {
      throw AccessProblem.ERASURE_JOURNAL.problem("the journal cannot be read", e);
    }
  }

  /** Opens the journal, which must have every erasure that ledger and database tell of. */
  private ErasureJournal open() {
    long done = store.done().stream().mapToLong(Long::longValue).max().orElse(0);
    return ErasureJournal.open(file, origin, key, Math.max(done, recorded()));
  }

  /** The number of the newest erasure in the ledger. */
  private long recorded() {
    return ledger.newest(EntryType.ERASURE, null, null, 1).stream()
        .mapToLong(entry -> entry.manifest().path("number").asLong())
        .max()
        .orElse(0);
  }

  /** Does what this database has not done. */
  private int settle(ErasureJournal journal) {
    Set<Long> done = store.done();
    int again = 0;
    for (ErasureLine line : journal.lines()) {
      if (!done.contains(line.number())) {
        carryOut(line);
        again++;
      }
    }
    return again;
  }

  private void carryOut(ErasureLine line) {
    for (PersonalData module : modules) {
      module.erase(line.digests().getOrDefault(module.module(), List.of()));
    }
    store.add(line.number(), clock.instant());
  }

  /** Records what was done and is not in the ledger, in order. */
  private void record(ErasureJournal journal) {
    for (long number : new java.util.TreeSet<>(store.unrecorded())) {
      ErasureLine line = journal.lines().get((int) number - 1);
      if (ledger.find(line.entry()).isPresent()) {
        store.record(number, line.entry());
      } else {
        record(journal, line, true);
      }
    }
  }

  private Receipt record(ErasureJournal journal, ErasureLine line, boolean again) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.putObject("actor").put("client", line.client()).put("department", line.department());
    manifest.put("action", "erase").put("number", line.number());
    manifest.put("ground", line.ground().name());
    if (line.caseReference() != null) {
      manifest.put("case", line.caseReference());
    }
    manifest.putObject("basis").put("kind", "erasure").put("law", line.legalBasis());
    manifest.put("written", line.at().toString()).put("journal", journal.standing());
    if (again) {
      manifest.put("recordedLater", true);
    }
    Receipt receipt =
        ledger.append(
            new LedgerEntry(
                line.entry(),
                EntryType.ERASURE,
                clock.instant(),
                line.client(),
                manifest,
                List.of()));
    store.record(line.number(), line.entry());
    return receipt;
  }
}
