package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The lineage graph. */
public interface Lineage {
  /** Records a run and what it connects. Repeating a run id replaces it. */
  void record(LineageRun run);

  /** A run. */
  Optional<LineageRun> run(UUID id);

  /** The newest runs of a job, newest first; all jobs where job is null. */
  List<LineageRun> runs(String job, int limit);

  /** The OpenLineage events (START and COMPLETE or FAIL) of a run. */
  List<JsonNode> openLineage(UUID run);

  /**
   * The graph around a dataset: up to {@code depth} hops both ways, merged over the newest run of
   * each job.
   *
   * @param dataset name as in {@link LineageRun.Dataset}
   */
  Graph around(String dataset, int depth);

  /** Nodes and edges, ready to draw. */
  record Graph(List<Node> nodes, List<Edge> edges) {}

  /**
   * A node.
   *
   * @param id dataset or job name
   * @param kind {@code dataset} or {@code job}
   */
  record Node(String id, String kind) {}

  /** An edge in the direction the data flows. */
  record Edge(String from, String to, UUID run) {}
}
