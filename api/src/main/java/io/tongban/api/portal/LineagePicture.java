package io.tongban.api.portal;

import io.tongban.hub.Label;
import io.tongban.ledger.Lineage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Draws a part of the lineage graph: boxes in layers, edges, and the path of a column. */
final class LineagePicture {
  private static final int HEAD = 52;
  private static final int ROW = 26;
  private static final int FOOT = 8;
  private static final int MOST_ROWS = 40;
  private final LineageState state;
  private final Map<String, LineageKind> nodes;
  private final Collection<Lineage.Edge> edges;
  private final List<ColumnLink> links;
  private final Map<String, Integer> more;
  private final LineageNames names;
  private final ColumnPath path;
  private final Map<String, LineageView.Box> boxes = new LinkedHashMap<>();

  /**
   * A picture.
   *
   * @param nodes in the order of their distance
   * @param links columns and what they were made of
   * @param more how many neighbours of a node are not among these
   */
  LineagePicture(
      LineageState state,
      Map<String, LineageKind> nodes,
      Collection<Lineage.Edge> edges,
      Collection<ColumnLink> links,
      Map<String, Integer> more,
      LineageNames names) {
    this.state = state;
    this.nodes = nodes;
    this.edges = edges;
    this.links =
        links.stream()
            .filter(link -> nodes.containsKey(link.from()) && nodes.containsKey(link.to()))
            .distinct()
            .toList();
    this.more = more;
    this.names = names;
    this.path = ColumnPath.of(state.of(), state.column(), this.links);
  }

  /** The columns of a node: those a definition names, then those that runs read or wrote. */
  private record Columns(Map<String, Label> titles, List<String> shown, int hidden) {}

  LineageView.Drawing drawing(boolean cut) {
    Map<String, Columns> columns = new LinkedHashMap<>();
    nodes.forEach((id, kind) -> columns.put(id, columns(id, kind)));
    Map<String, Integer> heights = new LinkedHashMap<>();
    columns.forEach((id, each) -> heights.put(id, height(each.shown().size())));
    LineageLayout.Layout layout =
        LineageLayout.of(
            heights, edges.stream().map(e -> new LineageLayout.Link(e.from(), e.to())).toList());
    layout.places().forEach((id, place) -> boxes.put(id, box(id, place, columns.get(id))));
    return new LineageView.Drawing(
        layout.width(),
        layout.height(),
        List.copyOf(boxes.values()),
        edges.stream().map(this::edge).toList(),
        strands(),
        List.copyOf(path.links()),
        cut,
        state.column() == null ? null : state.dark().url());
  }

  private static int height(int rows) {
    return rows == 0 ? HEAD : HEAD + rows * ROW + FOOT;
  }

  private Columns columns(String id, LineageKind kind) {
    Map<String, Label> titles = kind.job() ? Map.of() : names.columns(kind, id);
    Set<String> all = new LinkedHashSet<>(titles.keySet());
    Set<String> used = new TreeSet<>();
    for (ColumnLink link : links) {
      if (link.from().equals(id)) {
        used.add(link.fromColumn());
      }
      if (link.to().equals(id) && !link.toColumn().equals(ColumnLink.ALL)) {
        used.add(link.toColumn());
      }
    }
    all.addAll(used);
    boolean open = id.equals(state.open());
    List<String> shown = new ArrayList<>();
    for (String name : all) {
      if (path.has(id, name) || open && shown.size() < MOST_ROWS) {
        shown.add(name);
      }
    }
    return new Columns(titles, shown, all.size() - shown.size());
  }

  private LineageView.Box box(String id, LineageLayout.Place place, Columns columns) {
    List<LineageView.Row> rows = new ArrayList<>();
    for (String name : columns.shown()) {
      rows.add(
          new LineageView.Row(
              name,
              columns.titles().get(name),
              path.has(id, name),
              id.equals(state.of()) && name.equals(state.column()),
              HEAD + rows.size() * ROW,
              state.chosen(id, name).url()));
    }
    LineageKind kind = nodes.get(id);
    return new LineageView.Box(
        id,
        kind,
        names.title(kind, id),
        id.equals(state.open()),
        id.equals(state.dataset()),
        tone(path.touches(id)),
        place.x(),
        place.y(),
        height(rows.size()),
        rows,
        columns.hidden(),
        more.getOrDefault(id, 0),
        state.opened(id).url(),
        state.expanding(id).url(),
        kind.job() || kind == LineageKind.CERTIFICATE ? null : state.centred(id).url());
  }

  private String tone(boolean lit) {
    return path.links().isEmpty() ? "" : lit ? "lit" : "dim";
  }

  private LineageView.Edge edge(Lineage.Edge edge) {
    String job = nodes.get(edge.from()).job() ? edge.from() : edge.to();
    boolean lit =
        path.links().stream()
            .anyMatch(
                link ->
                    link.job().equals(job)
                        && (link.from().equals(edge.from()) || link.to().equals(edge.to())));
    return new LineageView.Edge(
        edge.from(),
        edge.to(),
        job,
        edge.run(),
        tone(lit),
        line(out(edge.from(), null), in(edge.to(), null)),
        edge.run() == null ? state.opened(job).url() : state.at(job, edge.run()).url());
  }

  /** Where lines leave or reach a box: at a column's row, or at its head. */
  private record Point(int x, int y) {}

  private Point out(String id, String column) {
    LineageView.Box box = boxes.get(id);
    return new Point(box.x() + box.width(), middle(box, column));
  }

  private Point in(String id, String column) {
    LineageView.Box box = boxes.get(id);
    return new Point(box.x(), middle(box, column));
  }

  private static int middle(LineageView.Box box, String column) {
    return box.rows().stream()
        .filter(row -> row.name().equals(column))
        .map(row -> box.y() + row.y() + ROW / 2)
        .findFirst()
        .orElse(box.y() + HEAD / 2);
  }

  private static String line(Point from, Point to) {
    int bend = Math.max(32, Math.abs(to.x() - from.x()) / 2);
    return "M%d %dC%d %d %d %d %d %d"
        .formatted(
            from.x(), from.y(), from.x() + bend, from.y(), to.x() - bend, to.y(), to.x(), to.y());
  }

  /** Each link runs from a column to the job and from there on to a column. */
  private List<LineageView.Strand> strands() {
    Map<String, LineageView.Strand> strands = new LinkedHashMap<>();
    for (ColumnLink link : path.links()) {
      if (boxes.containsKey(link.job())) {
        strand(out(link.from(), link.fromColumn()), in(link.job(), null), link, false, strands);
        strand(out(link.job(), null), in(link.to(), link.toColumn()), link, true, strands);
      }
    }
    return List.copyOf(strands.values());
  }

  /** Where several links take the same way, one that carries the value decides how it is drawn. */
  private static void strand(
      Point from, Point to, ColumnLink link, boolean end, Map<String, LineageView.Strand> strands) {
    String line = line(from, to);
    LineageView.Strand before = strands.get(line);
    strands.put(
        line,
        new LineageView.Strand(
            line,
            link.direct() || before != null && before.direct(),
            end && link.masked() || before != null && before.masked(),
            (from.x() + to.x()) / 2,
            (from.y() + to.y()) / 2));
  }
}
