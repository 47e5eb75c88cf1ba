package io.tongban.api.portal;

import io.tongban.api.auditor.Trace;
import io.tongban.api.auditor.Tracer;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the trace page shows: the traces of what was asked for, and the graph around them. */
@ApplicationScoped
class Traces {
  private static final int NOT_FOUND = 404;
  private final Tracer tracer;
  private final Certificates certificates;
  private final Definitions definitions;
  private final LineageGraph graph;
  private final ReceiptChecks checks;

  @Inject
  Traces(
      Tracer tracer,
      Certificates certificates,
      Definitions definitions,
      LineageGraph graph,
      ReceiptChecks checks) {
    this.tracer = tracer;
    this.certificates = certificates;
    this.definitions = definitions;
    this.graph = graph;
    this.checks = checks;
  }

  /**
   * What was found, before the look is recorded.
   *
   * @param dataset where the lineage graph is centred, or null
   */
  record Found(List<Trace> certificates, List<Trace> records, String dataset) {
    /** The records that the page will show, for the entry that records the look. */
    List<RowRef> rows() {
      return Stream.concat(certificates.stream(), records.stream())
          .map(trace -> new RowRef(trace.resource(), trace.key()))
          .distinct()
          .toList();
    }
  }

  /** Of a record. */
  Found ofRecord(String resource, String key) {
    return new Found(
        List.of(),
        known(() -> tracer.ofRecord(resource, key)).map(List::of).orElse(List.of()),
        LineageKind.RESOURCE.id(resource));
  }

  /** Of a certificate, by its id or its number. */
  Found ofCertificate(String given) {
    List<Trace> found =
        ids(given).flatMap(id -> known(() -> tracer.ofCertificate(id)).stream()).toList();
    List<Trace> records = found.stream().flatMap(t -> t.records().stream()).distinct().toList();
    String dataset =
        records.stream()
            .findFirst()
            .map(record -> LineageKind.RESOURCE.id(record.resource()))
            .orElse(null);
    return new Found(found, records, dataset);
  }

  /** As the page shows it. */
  TraceView.Result result(Found found, UUID receipt) {
    List<Trace.Use> uses = new ArrayList<>();
    found.certificates().forEach(trace -> uses.addAll(trace.uses()));
    found.records().forEach(trace -> uses.addAll(trace.uses()));
    return new TraceView.Result(
        receipt,
        found.certificates(),
        found.records(),
        uses.stream().distinct().sorted(Comparator.comparingLong(Trace.Use::index)).toList(),
        found.dataset() == null ? null : graph.around(LineageState.of(found.dataset())),
        checks.words());
  }

  private Stream<UUID> ids(String given) {
    try {
      return Stream.of(UUID.fromString(given));
    } catch (IllegalArgumentException aNumber) {
      return definitions.all(CertificateTypeSpec.class).stream()
          .flatMap(type -> certificates.byNumber(type.name(), given).stream())
          .map(Issued::id);
    }
  }

  /** Nothing known is an answer of this page, not a failure. */
  private static Optional<Trace> known(Supplier<Trace> question) {
    try {
      return Optional.of(question.get());
    } catch (ProblemException unknown) {
      if (unknown.problem().status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw unknown;
    }
  }
}
