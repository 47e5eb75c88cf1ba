package io.tongban.api.portal;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of the lineage graph that a page shows. */
@ApplicationScoped
class LineageGraph {
  private static final int MOST_NODES = 60;
  private static final int MOST_RUNS = 20;
  private final Lineage lineage;
  private final Definitions definitions;
  private final LineageNames names;

  @Inject
  LineageGraph(Lineage lineage, Definitions definitions, LineageNames names) {
    this.lineage = lineage;
    this.definitions = definitions;
    this.names = names;
  }

  /** The graph as a page draws it. */
  LineageView.Drawing around(LineageState state) {
    Part part = new Part();
    part.add(lineage.around(state.dataset(), state.hops()));
    state.expanded().forEach(node -> part.add(lineage.around(node, 1)));
    List.copyOf(part.nodes.keySet()).forEach(id -> jobs(part, id));
    certificates(part);
    return new LineagePicture(state, part.nodes, part.edges, part.links, more(state, part), names)
        .drawing(part.cut);
  }

  /** The newest runs that a node's panel lists: of a job its own, of a dataset those next to it. */
  List<LineageRun> runs(LineageView.Drawing drawing, String node) {
    Set<String> jobs = new LinkedHashSet<>();
    for (LineageView.Edge edge : drawing.edges()) {
      if (edge.from().equals(node) || edge.to().equals(node)) {
        jobs.add(edge.job());
      }
    }
    boolean one = jobs.contains(node);
    int limit = one ? MOST_RUNS / 2 : 2;
    return (one ? List.of(node) : List.copyOf(jobs))
        .stream().flatMap(job -> lineage.runs(job, limit).stream()).limit(MOST_RUNS).toList();
  }

  /** What is collected for the page; nodes in the order of their distance. */
  private static final class Part {
    private final Map<String, LineageKind> nodes = new LinkedHashMap<>();
    private final Set<Lineage.Edge> edges = new LinkedHashSet<>();
    private final List<ColumnLink> links = new ArrayList<>();
    private boolean cut;

    void add(Lineage.Graph graph) {
      graph.nodes().forEach(node -> add(node.id(), node.kind().equals("job")));
      graph.edges().forEach(this::add);
    }

    boolean add(String id, boolean job) {
      if (nodes.containsKey(id)) {
        return true;
      }
      if (nodes.size() >= MOST_NODES) {
        cut = true;
        return false;
      }
      nodes.put(id, LineageKind.of(id, job));
      return true;
    }

    void add(Lineage.Edge edge) {
      boolean known = edges.stream().anyMatch(e -> joins(e, edge));
      if (!known && nodes.containsKey(edge.from()) && nodes.containsKey(edge.to())) {
        edges.add(edge);
      }
    }

    private static boolean joins(Lineage.Edge one, Lineage.Edge other) {
      return one.from().equals(other.from()) && one.to().equals(other.to());
    }
  }

  /**
   * The stored graph has each job's newest run, and that of a service went to one recipient; here
   * all recipients of its newest runs are shown, and the columns of each dataset that was written.
   */
  private void jobs(Part part, String job) {
    if (!part.nodes.get(job).job()) {
      return;
    }
    Set<String> written = new HashSet<>();
    for (LineageRun run : lineage.runs(job, MOST_RUNS)) {
      boolean fresh = false;
      for (LineageRun.Dataset output : run.outputs()) {
        if (LineageKind.of(output.name(), false) == LineageKind.RECIPIENT
            && part.add(output.name(), false)) {
          part.add(new Lineage.Edge(job, output.name(), run.id()));
        }
        fresh |= written.add(output.name());
      }
      if (fresh) {
        part.links.addAll(ColumnLink.of(run));
      }
    }
  }

  /** Certificates are made of a service's answer, as their types declare it. */
  private void certificates(Part part) {
    for (Definition<CertificateTypeSpec> type : definitions.all(CertificateTypeSpec.class)) {
      if (!type.spec().issuesHere() || type.spec().service() == null) {
        continue;
      }
      String job = LineageKind.SERVICE.id(type.spec().service());
      String node = LineageKind.CERTIFICATE.id(type.name());
      if (part.nodes.containsKey(job) && part.add(node, false)) {
        part.add(new Lineage.Edge(job, node, null));
        part.links.addAll(claims(type.spec(), job, node, part.links));
      }
    }
  }

  private static List<ColumnLink> claims(
      CertificateTypeSpec type, String job, String node, List<ColumnLink> links) {
    List<ColumnLink> claims = new ArrayList<>();
    for (CertificateTypeSpec.Claim claim : type.claims()) {
      claims.addAll(into(claim.column(), claim.name(), job, node, links));
    }
    // what decides which rows there are decides whether there is a certificate
    claims.addAll(into(ColumnLink.ALL, ColumnLink.ALL, job, node, links));
    return claims;
  }

  private static List<ColumnLink> into(
      String column, String claim, String job, String node, List<ColumnLink> links) {
    return links.stream()
        .filter(link -> link.job().equals(job) && link.toColumn().equals(column))
        .map(
            link ->
                new ColumnLink(
                    link.from(),
                    link.fromColumn(),
                    job,
                    node,
                    claim,
                    link.direct(),
                    link.masked(),
                    link.subtypes()))
        .distinct()
        .toList();
  }

  /** How many neighbours of a dataset are not shown yet. */
  private Map<String, Integer> more(LineageState state, Part part) {
    Set<Lineage.Edge> wide =
        new LinkedHashSet<>(lineage.around(state.dataset(), state.hops() + 1).edges());
    state.expanded().forEach(node -> wide.addAll(lineage.around(node, 2).edges()));
    Map<String, Set<String>> hidden = new HashMap<>();
    for (Lineage.Edge edge : wide) {
      hide(edge.from(), edge.to(), part, hidden);
      hide(edge.to(), edge.from(), part, hidden);
    }
    Map<String, Integer> more = new HashMap<>();
    hidden.forEach((node, others) -> more.put(node, others.size()));
    return more;
  }

  private static void hide(String node, String other, Part part, Map<String, Set<String>> hidden) {
    LineageKind kind = part.nodes.get(node);
    if (kind != null && !kind.job() && !part.nodes.containsKey(other)) {
      hidden.computeIfAbsent(node, n -> new HashSet<>()).add(other);
    }
  }
}
