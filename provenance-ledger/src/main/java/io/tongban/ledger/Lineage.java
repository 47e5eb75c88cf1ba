package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
   * A run in PROV-JSON (W3C Member Submission, 24 April 2013): what it used and made, who answers
   * for it on whose behalf, and the receipts' ids.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#LINEAGE_UNKNOWN}
   */
  ObjectNode prov(UUID run);

  /**
   * The graph around a dataset: up to {@code depth} hops both ways, merged over the newest run of
   * each job.
   *
   * @param dataset name as in {@link LineageRun.Dataset}
   */
  Graph around(String dataset, int depth);

  /**
   * Follows columns over jobs, several hops, by whatever name a dataset has. Of each job its newest
   * run counts; of one that gives data to clients the newest for each client and purpose.
   *
   * @param dataset name as in {@link LineageRun.Dataset}
   * @param column its column, or null for all of it
   * @param direction to what was made of it, or to what it was made of
   * @param madeBy the run that made it, where one is meant that is not the newest; null for the
   *     newest. Looked at on the way back only
   * @param most steps at most, up to 5,000
   */
  Paths follow(String dataset, String column, Direction direction, UUID madeBy, int most);

  /** Which way columns are followed. */
  enum Direction {
    /** To what was made of it. */
    FORWARD,
    /** To what it was made of. */
    BACK
  }

  /**
   * Steps, the nearest first.
   *
   * @param truncated whether there are more than were asked for
   */
  record Paths(List<Step> steps, boolean truncated) {
    public Paths {
      steps = List.copyOf(steps);
    }
  }

  /**
   * That a column was made of another.
   *
   * @param hop how many jobs away, from 1
   * @param from dataset that was read
   * @param fromColumn its column, or null where only the dataset is known
   * @param fromDigest lower-case hex SHA-256 of what was read, or null
   * @param to dataset that was written
   * @param toColumn its column, or null for all of it or where only the dataset is known
   * @param direct whether the value went in; else it only decided (filter, join, order), or nothing
   *     is known of columns
   * @param masked whether it was masked on the way
   * @param subtypes how, as OpenLineage names it ({@link LineageRun.Subtype}); empty where that is
   *     not known
   */
  record Step(
      int hop,
      String from,
      String fromColumn,
      String fromDigest,
      String to,
      String toColumn,
      String job,
      UUID run,
      boolean direct,
      boolean masked,
      List<String> subtypes) {}

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
