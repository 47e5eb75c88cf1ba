package io.tongban.api.portal;

import io.tongban.ledger.Lineage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lineage graph around a dataset, ready for the page. */
@ApplicationScoped
class LineageGraph {
  private static final int DEPTH = 4;
  private static final String RESOURCE = "resource/";
  private final Lineage lineage;

  @Inject
  LineageGraph(Lineage lineage) {
    this.lineage = lineage;
  }

  /** The graph; empty where there is no dataset. */
  Lineage.Graph around(String dataset) {
    return dataset == null
        ? new Lineage.Graph(List.of(), List.of())
        : lineage.around(dataset, DEPTH);
  }

  /** Its nodes with their neighbours and the page that tells more. */
  static List<TraceView.Node> nodes(Lineage.Graph graph) {
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
    if (node.id().startsWith(RESOURCE)) {
      return "/directory/" + node.id().substring(RESOURCE.length());
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
