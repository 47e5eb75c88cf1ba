package io.tongban.api.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.access.ClientSpec;
import io.tongban.access.PersonRows;
import io.tongban.access.PurposeSpec;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.access.Subjects;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.AuditPack;
import io.tongban.ledger.AuditPackWriter;
import io.tongban.ledger.Leaf;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerDisclosure;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/** Finds what an audit pack is of, records the export, then lets it be written. */
@ApplicationScoped
class AuditPackDesk {
  private static final int PAGE = 256;
  private static final String AUDIT = "audit";
  private final Ledger ledger;
  private final LedgerDisclosure disclosure;
  private final Audit audit;
  private final Subjects subjects;
  private final PersonRows persons;
  private final Registry registry;
  private final Definitions definitions;
  private final Tracer tracer;
  private final Lineage lineage;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  AuditPackDesk(
      Ledger ledger,
      LedgerDisclosure disclosure,
      Audit audit,
      Subjects subjects,
      PersonRows persons,
      Registry registry,
      Definitions definitions,
      Tracer tracer,
      Lineage lineage,
      HubSettings settings,
      Clock clock) {
    this.ledger = ledger;
    this.disclosure = disclosure;
    this.audit = audit;
    this.subjects = subjects;
    this.persons = persons;
    this.registry = registry;
    this.definitions = definitions;
    this.tracer = tracer;
    this.lineage = lineage;
    this.settings = settings;
    this.clock = clock;
  }

  /** A recorded export that may be written. */
  record Ready(Receipt export, Body body) {
    void write(OutputStream out) throws IOException {
      body.write(out);
    }
  }

  /** Writes a pack. */
  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  /** What was found of a selection. */
  private record Found(
      AuditPack.Selection selection, long[] indexes, LedgerDisclosure.Span range) {}

  /**
   * Finds the entries and records the export. What is returned may leave the hub.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#QUERY_INVALID}, {@link
   *     LedgerProblem#PACK_EMPTY} or {@link LedgerProblem#PACK_LARGE}
   */
  Ready prepare(Actor auditor, AuditPackResource.Ask ask) {
    String purpose = purpose(ask);
    Found found = found(ask);
    if (found.indexes().length == 0) {
      throw LedgerProblem.PACK_EMPTY.problem("no entry is of that " + found.selection().kind());
    }
    Receipt receipt =
        audit.export(auditor, selected(found), purpose, blankToNull(ask.caseReference()));
    AuditPack.Export export =
        new AuditPack.Export(
            auditor.client(),
            auditor.department(),
            purpose,
            blankToNull(ask.caseReference()),
            clock.instant(),
            receipt);
    Set<UUID> told = new HashSet<>();
    AuditPackWriter writer =
        new AuditPackWriter(ledger, disclosure, used -> origins(used, told), this::definition);
    return new Ready(
        receipt,
        out -> writer.write(found.selection(), export, found.indexes(), found.range(), out));
  }

  private String purpose(AuditPackResource.Ask ask) {
    String purpose = blankToNull(ask == null ? null : ask.purpose());
    if (purpose == null || purpose.equals(AUDIT)) {
      return AUDIT;
    }
    if (definitions.find(PurposeSpec.class, purpose).isEmpty()) {
      throw LedgerProblem.QUERY_INVALID.problem("purpose names no Purpose of this hub");
    }
    return purpose;
  }

  private Found found(AuditPackResource.Ask ask) {
    String subject = blankToNull(ask == null ? null : ask.subject());
    String agreement = blankToNull(ask == null ? null : ask.agreement());
    boolean period = ask != null && (ask.from() != null || ask.to() != null);
    if ((subject != null ? 1 : 0) + (agreement != null ? 1 : 0) + (period ? 1 : 0) != 1) {
      throw LedgerProblem.QUERY_INVALID.problem("give one of subject, agreement, or from and to");
    }
    if (subject != null) {
      return ofSubject(subject);
    }
    if (agreement != null) {
      return new Found(
          new AuditPack.OfAgreement(agreement),
          scan(entry -> entry.manifest().at("/basis/agreement").asText().equals(agreement)),
          null);
    }
    if (ask.from() == null || ask.to() == null || ask.to().isBefore(ask.from())) {
      throw LedgerProblem.QUERY_INVALID.problem("give from and to, the first and the last day");
    }
    return ofPeriod(
        ask.from().atStartOfDay(settings.zone()).toInstant(),
        ask.to().plusDays(1).atStartOfDay(settings.zone()).toInstant());
  }

  /**
   * Entries that name the person's commitment, and those that name a record whose key is the
   * person's identifier. A person whose salt was destroyed is not found.
   */
  private Found ofSubject(String subject) {
    String commitment =
        subjects
            .find(subject)
            .orElseThrow(() -> LedgerProblem.PACK_EMPTY.problem("the hub knows no such person"));
    Set<Long> named = new TreeSet<>();
    for (Resource resource : registry.resources()) {
      named.addAll(disclosure.indexes(persons.sought(new RowRef(resource.name(), subject))));
    }
    long[] indexes =
        scan(
            entry ->
                named.contains(entry.index())
                    || entry.manifest().at("/basis/subject").asText().equals(commitment)
                    || entry.manifest().path("subject").asText().equals(commitment)
                    || names(entry.manifest().path("rows"), commitment));
    return new Found(new AuditPack.OfSubject(commitment), indexes, null);
  }

  private static boolean names(JsonNode rows, String commitment) {
    for (JsonNode row : rows) {
      if (row.path("key").asText().contains(commitment)) {
        return true;
      }
    }
    return false;
  }

  private Found ofPeriod(Instant from, Instant to) {
    LedgerDisclosure.Span span = disclosure.span(from, to);
    if (span.count() > AuditPack.MOST_ENTRIES) {
      throw tooLarge();
    }
    List<Long> indexes = new ArrayList<>();
    each(
        span,
        entry -> {
          Instant at = Leaf.parse(entry.leaf()).at();
          return !at.isBefore(from) && at.isBefore(to);
        },
        indexes);
    return new Found(new AuditPack.OfPeriod(from, to), array(indexes), span);
  }

  private long[] scan(Predicate<LedgerDisclosure.Disclosed> wanted) {
    List<Long> indexes = new ArrayList<>();
    each(new LedgerDisclosure.Span(0, ledger.size()), wanted, indexes);
    return array(indexes);
  }

  private void each(
      LedgerDisclosure.Span span,
      Predicate<LedgerDisclosure.Disclosed> wanted,
      List<Long> indexes) {
    for (long from = span.first(); from < span.end(); from += PAGE) {
      int most = (int) Math.min(PAGE, span.end() - from);
      for (LedgerDisclosure.Disclosed entry : disclosure.disclosed(from, most)) {
        if (wanted.test(entry)) {
          indexes.add(entry.index());
        }
      }
      if (indexes.size() > AuditPack.MOST_ENTRIES) {
        throw tooLarge();
      }
    }
  }

  private static ProblemException tooLarge() {
    return LedgerProblem.PACK_LARGE.problem(
        "a pack holds at most " + AuditPack.MOST_ENTRIES + " entries");
  }

  private static long[] array(List<Long> indexes) {
    return indexes.stream().mapToLong(Long::longValue).toArray();
  }

  private static ObjectNode selected(Found found) {
    ObjectNode selected = CanonicalJson.mapper().createObjectNode();
    selected.put("kind", found.selection().kind()).put("entries", found.indexes().length);
    if (found.selection() instanceof AuditPack.OfSubject subject) {
      selected.put("subject", subject.commitment());
    } else if (found.selection() instanceof AuditPack.OfAgreement agreement) {
      selected.put("agreement", agreement.agreement());
    } else if (found.selection() instanceof AuditPack.OfPeriod period) {
      selected.put("from", period.from().toString()).put("to", period.to().toString());
    }
    return selected;
  }

  /** The origin of each record without its source row, and each run's events once. */
  private List<JsonNode> origins(AuditPack.Used used, Set<UUID> told) {
    List<JsonNode> lines = new ArrayList<>();
    events(used.entry(), told, lines);
    for (RowRef row : used.rows()) {
      Optional<Trace.Origin> origin = tracer.origin(persons.resolved(row));
      if (origin.isPresent()) {
        ObjectNode line = CanonicalJson.mapper().createObjectNode();
        line.put("entry", used.entry().toString());
        line.put("resource", row.resource()).put("key", row.key());
        ObjectNode from = line.putObject("origin");
        from.put("run", origin.get().run().toString()).put("row", origin.get().row());
        from.put("rowHash", origin.get().rowHash()).put("connector", origin.get().connector());
        from.put("input", origin.get().input()).put("inputDigest", origin.get().inputDigest());
        lines.add(line);
        events(origin.get().run(), told, lines);
      }
    }
    return lines;
  }

  private void events(UUID run, Set<UUID> told, List<JsonNode> lines) {
    if (told.add(run) && lineage.run(run).isPresent()) {
      for (JsonNode event : lineage.openLineage(run)) {
        lines.add(CanonicalJson.mapper().createObjectNode().set("openLineage", event));
      }
    }
  }

  private List<JsonNode> definition(AuditPack.Named named) {
    Class<?> spec =
        switch (named.kind()) {
          case "SharingAgreement" -> SharingAgreementSpec.class;
          case "Purpose" -> PurposeSpec.class;
          default -> ClientSpec.class;
        };
    return definitions.find(spec, named.name()).map(AuditPackDesk::told).stream().toList();
  }

  private static JsonNode told(Definition<?> definition) {
    return CanonicalJson.mapper()
        .createObjectNode()
        .put("kind", definition.kind())
        .put("name", definition.name())
        .put("version", definition.version())
        .put("digest", definition.digest());
  }

  private static String blankToNull(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
