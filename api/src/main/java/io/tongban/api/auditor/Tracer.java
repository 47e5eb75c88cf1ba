package io.tongban.api.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.PersonRows;
import io.tongban.certificates.Certificates;
import io.tongban.connectors.Connectors;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Follows a datum back to its source row and forward to everyone who received it. The caller checks
 * who asks and records the look before it shows anything.
 */
@ApplicationScoped
public class Tracer {
  private static final String CERTIFICATE = "certificate";
  private static final int MOST_USES = 500;
  private static final int MOST_RECORDS = 50;
  private final Registry registry;
  private final RecordStore records;
  private final Connectors connectors;
  private final Certificates certificates;
  private final Ledger ledger;
  private final PersonRows persons;

  @Inject
  Tracer(
      Registry registry,
      RecordStore records,
      Connectors connectors,
      Certificates certificates,
      Ledger ledger,
      PersonRows persons) {
    this.registry = registry;
    this.records = records;
    this.connectors = connectors;
    this.certificates = certificates;
    this.ledger = ledger;
    this.persons = persons;
  }

  /**
   * Traces a record of a resource.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if nothing is known
   */
  public Trace ofRecord(String resource, String key) {
    Trace trace = trace(new RowRef(resource, key));
    if (trace.origin() == null && trace.uses().isEmpty()) {
      throw LedgerProblem.TRACE_EMPTY.problem(
          "neither the resource " + resource + " nor the ledger knows that key");
    }
    return trace;
  }

  /**
   * Traces a certificate and the records it was made of.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if nothing is known
   */
  public Trace ofCertificate(UUID id) {
    RowRef self = new RowRef(CERTIFICATE, id.toString());
    List<Ledger.Recorded> entries = ledger.uses(self, MOST_USES);
    Certificates.Issued issued = certificates.find(id).orElse(null);
    if (issued == null && entries.isEmpty()) {
      throw LedgerProblem.TRACE_EMPTY.problem("there is no certificate of that id");
    }
    List<Trace> made = madeOf(entries, issued).stream().map(this::trace).toList();
    return new Trace(CERTIFICATE, id.toString(), issued, null, uses(entries), made, null);
  }

  /** A ledger entry as a use, with its receipt; nothing where there is none of that id. */
  public Optional<Trace.Use> ofEntry(UUID id) {
    return ledger.find(id).map(this::use);
  }

  /** The records behind a trace, for the entry that records the look. */
  static List<RowRef> rows(Trace trace) {
    List<RowRef> rows = new ArrayList<>();
    rows.add(new RowRef(trace.resource(), trace.key()));
    trace.records().forEach(each -> rows.add(new RowRef(each.resource(), each.key())));
    return rows;
  }

  private Trace trace(RowRef row) {
    return new Trace(
        row.resource(),
        row.key(),
        null,
        origin(row).orElse(null),
        uses(ledger.uses(persons.sought(row), MOST_USES)),
        List.of(),
        null);
  }

  /** What the certificate's entries name; where none does, the records that bear its number. */
  private Set<RowRef> madeOf(List<Ledger.Recorded> entries, Certificates.Issued issued) {
    Set<RowRef> rows = new LinkedHashSet<>();
    for (Ledger.Recorded entry : entries) {
      for (JsonNode named : entry.manifest().path("rows")) {
        RowRef row =
            persons.resolved(
                new RowRef(named.path("resource").asText(), named.path("key").asText()));
        if (!row.resource().equals(CERTIFICATE) && rows.size() < MOST_RECORDS) {
          rows.add(row);
        }
      }
    }
    if (rows.isEmpty() && issued != null) {
      registry.resources().stream()
          .filter(resource -> !resource.live())
          .map(resource -> new RowRef(resource.name(), issued.number()))
          .filter(row -> records.origin(row.resource(), row.key()).isPresent())
          .forEach(rows::add);
    }
    return rows;
  }

  /** Where a record came from, if its resource is stored here and still holds it. */
  Optional<Trace.Origin> origin(RowRef row) {
    boolean stored =
        registry.resources().stream()
            .anyMatch(resource -> resource.name().equals(row.resource()) && !resource.live());
    return stored ? records.origin(row.resource(), row.key()).map(this::origin) : Optional.empty();
  }

  private Trace.Origin origin(RecordStore.Origin from) {
    Connectors.Run run = connectors.run(from.run()).orElse(null);
    Map<String, String> source = connectors.sourceRow(from.run(), from.row()).orElse(Map.of());
    return run == null
        ? new Trace.Origin(
            from.run(), from.row(), from.hash(), null, null, null, null, null, source)
        : new Trace.Origin(
            from.run(),
            from.row(),
            from.hash(),
            run.connector(),
            run.inputName(),
            run.inputDigest(),
            run.ended(),
            run.receiptId(),
            source);
  }

  private List<Trace.Use> uses(List<Ledger.Recorded> entries) {
    return entries.stream().map(this::use).toList();
  }

  private Trace.Use use(Ledger.Recorded entry) {
    JsonNode manifest = entry.manifest();
    JsonNode actor = manifest.path("actor");
    String client = text(actor, "client");
    return new Trace.Use(
        entry.id(),
        entry.index(),
        entry.type(),
        entry.at(),
        client == null ? entry.actor() : client,
        text(actor, "department"),
        text(manifest, "action"),
        text(manifest, "target"),
        text(manifest, "purpose"),
        text(manifest, "case"),
        basis(manifest.path("basis")),
        ledger.receipt(entry.id()).orElse(null));
  }

  private static String basis(JsonNode basis) {
    return java.util.stream.Stream.of("agreement", "law", "kind")
        .map(member -> text(basis, member))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** A text member, or null. */
  static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isTextual() ? value.asText() : null;
  }
}
