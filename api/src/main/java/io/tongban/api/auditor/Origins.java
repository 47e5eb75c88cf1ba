package io.tongban.api.auditor;

import io.tongban.api.auditor.ProvenanceOf.SourceOf;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.Claim;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.Lineage.Direction;
import io.tongban.ledger.Lineage.Paths;
import io.tongban.ledger.Lineage.Step;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Finds where a column, a record or a claim comes from. The caller checks who asks and records the
 * look.
 */
@ApplicationScoped
class Origins {
  private static final int MOST_STEPS = 2_000;
  private static final String RESOURCE = "resource/";
  private final Lineage lineage;
  private final Tracer tracer;
  private final Definitions definitions;

  @Inject
  Origins(Lineage lineage, Tracer tracer, Definitions definitions) {
    this.lineage = lineage;
    this.tracer = tracer;
    this.definitions = definitions;
  }

  /**
   * Of a column.
   *
   * @param column null for all of the dataset
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if nothing is known
   */
  ProvenanceOf ofColumn(String dataset, String column) {
    Paths paths = lineage.follow(dataset, column, Direction.BACK, null, MOST_STEPS);
    if (paths.steps().isEmpty()) {
      throw LedgerProblem.TRACE_EMPTY.problem(
          "no job that is known wrote that " + (column == null ? "dataset" : "column"));
    }
    return new ProvenanceOf(
        dataset, column, null, null, null, null, paths.steps(), List.of(), paths.truncated(), null);
  }

  /**
   * Of a record: its source row, and the way of its columns from the very run that loaded it.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if nothing is known
   */
  ProvenanceOf ofRecord(String resource, String key) {
    Trace trace = tracer.ofRecord(resource, key);
    SourceOf source = source(new RowRef(resource, key), trace.origin(), Set.of());
    return new ProvenanceOf(
        null, null, null, null, null, null, List.of(), List.of(source), false, null);
  }

  /** The way of columns; of all columns where none is named. */
  private SourceOf source(RowRef row, Trace.Origin origin, Set<String> columns) {
    UUID run = origin == null ? null : origin.run();
    Set<Step> steps = new LinkedHashSet<>();
    for (String column : columns.isEmpty() ? Arrays.asList((String) null) : columns) {
      steps.addAll(
          lineage
              .follow(RESOURCE + row.resource(), column, Direction.BACK, run, MOST_STEPS)
              .steps());
    }
    return new SourceOf(row.resource(), row.key(), origin, List.copyOf(steps));
  }

  /**
   * Of a certificate's claim.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if there is no such
   *     certificate or claim
   */
  ProvenanceOf ofClaim(UUID certificate, String claim) {
    Trace trace = tracer.ofCertificate(certificate);
    String type = trace.certificate() == null ? null : trace.certificate().type();
    CertificateTypeSpec spec =
        definitions
            .find(CertificateTypeSpec.class, type == null ? "" : type)
            .map(Definition::spec)
            .orElseThrow(
                () -> LedgerProblem.TRACE_EMPTY.problem("the certificate's type is not known"));
    Claim found =
        Stream.ofNullable(spec.claims())
            .flatMap(List::stream)
            .filter(each -> each.name().equals(claim))
            .findFirst()
            .orElseThrow(
                () -> LedgerProblem.TRACE_EMPTY.problem("the type " + type + " has no such claim"));
    Paths paths =
        lineage.follow("certificate/" + type, found.column(), Direction.BACK, null, MOST_STEPS);
    List<SourceOf> records = new ArrayList<>();
    for (Trace made : trace.records()) {
      Set<String> columns = columns(paths.steps(), RESOURCE + made.resource());
      if (!columns.isEmpty() || paths.steps().isEmpty()) {
        records.add(source(new RowRef(made.resource(), made.key()), made.origin(), columns));
      }
    }
    return new ProvenanceOf(
        null,
        null,
        certificate,
        type,
        claim,
        spec.service(),
        paths.steps(),
        records,
        paths.truncated(),
        null);
  }

  /** The columns of a dataset that went in. */
  private static Set<String> columns(List<Step> steps, String dataset) {
    Set<String> columns = new LinkedHashSet<>();
    for (Step step : steps) {
      if (step.direct() && step.from().equals(dataset) && step.fromColumn() != null) {
        columns.add(step.fromColumn());
      }
    }
    return columns;
  }
}
