package io.tongban.api.portal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.connectors.Connectors;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import io.tongban.registry.ResourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Follows a record or a certificate back to its source and forward to everyone who had it. */
@ApplicationScoped
class Traces {
  private static final int MOST_USES = 200;
  private static final int DEPTH = 3;
  private final Registry registry;
  private final RecordStore records;
  private final Connectors connectors;
  private final Certificates certificates;
  private final Definitions definitions;
  private final Ledger ledger;
  private final Lineage lineage;

  @Inject
  Traces(
      Registry registry,
      RecordStore records,
      Connectors connectors,
      Certificates certificates,
      Definitions definitions,
      Ledger ledger,
      Lineage lineage) {
    this.registry = registry;
    this.records = records;
    this.connectors = connectors;
    this.certificates = certificates;
    this.definitions = definitions;
    this.ledger = ledger;
    this.lineage = lineage;
  }

  /** Of a record. */
  TraceView.Result ofRecord(String resource, String key, UUID receipt) {
    List<TraceView.Provenance> origins = origins(resource, key);
    return result(
        receipt, origins, List.of(), uses(new RowRef(resource, key)), "resource/" + resource);
  }

  /** Of a certificate, by its id or its number. */
  TraceView.Result ofCertificate(String given, UUID receipt) {
    List<Issued> found = certificates(given);
    List<TraceView.Provenance> origins = new ArrayList<>();
    List<TraceView.Use> uses = new ArrayList<>();
    String dataset = null;
    for (Issued certificate : found) {
      uses.addAll(uses(new RowRef("certificate", certificate.id().toString())));
      dataset =
          definitions
              .find(CertificateTypeSpec.class, certificate.type())
              .map(type -> "service/" + type.spec().service())
              .orElse(dataset);
      origins.addAll(originsOfNumber(certificate.number()));
    }
    return result(receipt, origins.stream().distinct().toList(), found, uses, dataset);
  }

  /** A certificate's number is the key of the record it attests in every resource keyed so. */
  private List<TraceView.Provenance> originsOfNumber(String number) {
    return registry.resources().stream()
        .filter(resource -> !resource.live())
        .flatMap(resource -> origins(resource.name(), number).stream())
        .toList();
  }

  private List<Issued> certificates(String given) {
    List<Issued> found = new ArrayList<>();
    try {
      certificates.find(UUID.fromString(given)).ifPresent(found::add);
    } catch (IllegalArgumentException aNumber) {
      for (Definition<CertificateTypeSpec> type : definitions.all(CertificateTypeSpec.class)) {
        found.addAll(certificates.byNumber(type.name(), given));
      }
    }
    return found;
  }

  private List<TraceView.Provenance> origins(String resource, String key) {
    return records.origin(resource, key).stream()
        .map(
            origin ->
                new TraceView.Provenance(
                    origin,
                    OverviewPage.title(definitions, ResourceSpec.class, resource),
                    connectors.run(origin.run()).orElse(null)))
        .toList();
  }

  private List<TraceView.Use> uses(RowRef row) {
    return ledger.uses(row, MOST_USES).stream()
        .map(
            entry ->
                new TraceView.Use(
                    entry, text(entry.manifest(), "purpose"), basis(entry.manifest())))
        .toList();
  }

  private static String basis(JsonNode manifest) {
    JsonNode basis = manifest.path("basis");
    String agreement = text(basis, "agreement");
    return agreement == null ? text(basis, "kind") : agreement;
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isTextual() ? value.asText() : null;
  }

  private TraceView.Result result(
      UUID receipt,
      List<TraceView.Provenance> origins,
      List<Issued> found,
      List<TraceView.Use> uses,
      String dataset) {
    Lineage.Graph graph =
        dataset == null
            ? new Lineage.Graph(List.of(), List.of())
            : lineage.around(dataset, DEPTH);
    return new TraceView.Result(receipt, origins, found, uses, nodes(graph), graph.edges());
  }

  private static List<TraceView.Node> nodes(Lineage.Graph graph) {
    Map<String, TraceView.Node> nodes = new LinkedHashMap<>();
    for (Lineage.Node node : graph.nodes()) {
      nodes.putIfAbsent(
          node.id(),
          new TraceView.Node(
              nodes.size() + 1,
              node.id(),
              node.kind(),
              link(node, graph),
              neighbours(graph, node.id(), true),
              neighbours(graph, node.id(), false)));
    }
    return List.copyOf(nodes.values());
  }

  private static List<String> neighbours(Lineage.Graph graph, String id, boolean before) {
    return graph.edges().stream()
        .filter(edge -> (before ? edge.to() : edge.from()).equals(id))
        .map(edge -> before ? edge.from() : edge.to())
        .distinct()
        .toList();
  }

  private static String link(Lineage.Node node, Lineage.Graph graph) {
    if (node.id().startsWith("resource/")) {
      return "/directory/" + node.id().substring("resource/".length());
    }
    return node.id().startsWith("connector/")
        ? graph.edges().stream()
            .filter(edge -> edge.from().equals(node.id()) && edge.run() != null)
            .findFirst()
            .map(edge -> "/runs/" + edge.run())
            .orElse(null)
        : null;
  }
}
