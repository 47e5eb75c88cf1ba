package io.tongban.api.portal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.api.auditor.Trace;
import io.tongban.api.login.Role;
import io.tongban.hub.Label;
import io.tongban.ledger.LineageRun;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The lineage page.
 *
 * @param state which part is shown
 * @param datasets to begin with
 * @param drawing the graph, or null before a dataset is chosen
 * @param panel what is told of the open node, or null
 * @param receipts what the check of receipts needs
 */
record LineageView(
    LineageState state,
    List<TraceView.Choice> datasets,
    Drawing drawing,
    Panel panel,
    ReceiptWords receipts) {
  /** Who may look at lineage. */
  public List<Role> roles() {
    return TracePage.ROLES;
  }

  /** How far the graph may reach. */
  public List<Integer> reach() {
    return java.util.stream.IntStream.rangeClosed(1, LineageState.MOST_HOPS).boxed().toList();
  }

  /** The dataset's name without its kind, for the choice. */
  public boolean chosen(String resource) {
    return LineageKind.RESOURCE.id(resource).equals(state.dataset());
  }

  /**
   * The graph, drawn.
   *
   * @param boxes in reading order: layer by layer, from the top
   * @param strands the path of the chosen column
   * @param path the same as a table
   * @param cut whether there are more nodes than are shown at once
   * @param dark the address without a chosen column; null where none is chosen
   */
  record Drawing(
      int width,
      int height,
      List<Box> boxes,
      List<Edge> edges,
      List<Strand> strands,
      List<ColumnLink> path,
      boolean cut,
      String dark) {
    /** Five layers; wider drawings would become too small to read. */
    private static final int FITS = 1240;

    /** Whether it may be made a little smaller where the page is narrower. */
    public boolean fits() {
      return width <= FITS;
    }

    /** What a node is called. */
    public Label title(String node) {
      return boxes.stream()
          .filter(box -> box.id().equals(node))
          .map(Box::title)
          .findFirst()
          .orElseGet(() -> new Label(node, node));
    }

    /** A text that fits on a line of that many full-width characters. */
    public String fit(String text, int room) {
      double used = 0;
      for (int i = 0; i < text.length(); i++) {
        used += text.charAt(i) < 0x2E80 ? 0.56 : 1;
        if (used > room) {
          return text.substring(0, Math.max(0, i - 1)) + "…";
        }
      }
      return text;
    }
  }

  /**
   * A node.
   *
   * @param open whether its columns and evidence are shown
   * @param centre whether the graph is drawn around it
   * @param tone {@code lit} on the chosen path, {@code dim} beside it, else empty
   * @param hidden how many columns it has that are not shown
   * @param more how many neighbours it has that are not shown
   * @param url opens or closes it
   * @param expand shows its neighbours
   * @param middle draws the graph around it; null where it is not a dataset
   */
  record Box(
      String id,
      LineageKind kind,
      Label title,
      boolean open,
      boolean centre,
      String tone,
      int x,
      int y,
      int height,
      List<Row> rows,
      int hidden,
      int more,
      String url,
      String expand,
      String middle) {
    /** The width of every node. */
    public int width() {
      return LineageLayout.WIDTH;
    }
  }

  /**
   * A column.
   *
   * @param title by its definition, or null
   * @param y below the node's upper edge
   * @param url chooses it
   */
  record Row(String name, Label title, boolean lit, boolean chosen, int y, String url) {}

  /**
   * An edge in the direction the data flows.
   *
   * @param job the one of both that runs
   * @param run its newest run, or null where a definition connects both
   * @param line its course, as SVG path data
   * @param url shows the run
   */
  record Edge(String from, String to, String job, UUID run, String tone, String line, String url) {}

  /**
   * A part of the chosen column's path.
   *
   * @param x of its middle
   * @param y of its middle
   */
  record Strand(String line, boolean direct, boolean masked, int x, int y) {}

  /**
   * What is told of the open node.
   *
   * @param page that tells more, or null
   * @param runs the newest
   * @param asked the run whose evidence is asked for, or null
   * @param evidence once a reason is given, else null
   * @param why what was typed
   * @param whyMissing whether the reason is missing
   */
  record Panel(
      Box node,
      String page,
      List<RunLine> runs,
      LineageRun asked,
      Evidence evidence,
      String why,
      boolean whyMissing) {}

  /** A run and the address that shows its evidence. */
  record RunLine(LineageRun run, boolean asked, String url) {}

  /**
   * What proves a run.
   *
   * @param look the ledger entry of this look
   * @param figures facts but those of a use that its ledger entry tells
   * @param entry the ledger entry of the run, or null
   * @param events as OpenLineage 2-0-2
   */
  record Evidence(UUID look, Map<String, String> figures, Trace.Use entry, List<JsonNode> events) {}
}
