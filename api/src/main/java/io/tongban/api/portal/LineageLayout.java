package io.tongban.api.portal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Places nodes in layers from left to right: each one right of all it comes from (longest path), in
 * each layer ordered by the middle of their neighbours (barycentre), so that few edges cross.
 */
final class LineageLayout {
  static final int WIDTH = 192;
  private static final int GAP_X = 60;
  private static final int GAP_Y = 24;
  private static final int MARGIN = 16;
  private static final int SWEEPS = 4;

  private final Map<String, Integer> heights;
  private final List<Link> links;
  private final Map<String, List<String>> before;
  private final Map<String, List<String>> after;

  /** An edge. */
  record Link(String from, String to) {}

  /** Where a node's upper left corner lies. */
  record Place(int layer, int x, int y) {}

  /**
   * A layout.
   *
   * @param places by node, layer by layer from the top
   */
  record Layout(Map<String, Place> places, int width, int height) {}

  private LineageLayout(Map<String, Integer> heights, List<Link> all) {
    this.heights = heights;
    this.links = acyclic(heights.keySet(), all);
    this.before = links.stream().collect(neighbours(Link::to, Link::from));
    this.after = links.stream().collect(neighbours(Link::from, Link::to));
  }

  private static java.util.stream.Collector<Link, ?, Map<String, List<String>>> neighbours(
      Function<Link, String> of, Function<Link, String> other) {
    return Collectors.groupingBy(of, Collectors.mapping(other, Collectors.toList()));
  }

  /**
   * Lays out a graph.
   *
   * @param heights of the nodes, in the order in which they shall be taken where nothing else
   *     decides
   * @param links between them; one that closes a circle moves nothing
   */
  static Layout of(Map<String, Integer> heights, List<Link> links) {
    return new LineageLayout(new LinkedHashMap<>(heights), links).layout();
  }

  private Layout layout() {
    Map<String, Integer> layer = layers();
    Map<Integer, List<String>> columns = new java.util.TreeMap<>();
    heights
        .keySet()
        .forEach(id -> columns.computeIfAbsent(layer.get(id), l -> new ArrayList<>()).add(id));
    List<List<String>> ordered = new ArrayList<>(columns.values());
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      order(ordered, sweep % 2 == 0);
    }
    return placed(ordered);
  }

  /** Without the edges that lead back to where a walk came from. */
  private static List<Link> acyclic(Set<String> ids, List<Link> all) {
    Map<String, List<String>> next =
        all.stream()
            .filter(link -> ids.contains(link.from()) && ids.contains(link.to()))
            .distinct()
            .collect(neighbours(Link::from, Link::to));
    List<Link> kept = new ArrayList<>();
    Set<String> done = new HashSet<>();
    ids.forEach(id -> walk(id, next, new HashSet<>(), done, kept));
    return kept;
  }

  private static void walk(
      String id,
      Map<String, List<String>> next,
      Set<String> above,
      Set<String> done,
      List<Link> kept) {
    if (!done.add(id)) {
      return;
    }
    above.add(id);
    for (String to : next.getOrDefault(id, List.of())) {
      if (!above.contains(to)) {
        kept.add(new Link(id, to));
        walk(to, next, above, done, kept);
      }
    }
    above.remove(id);
  }

  private Map<String, Integer> layers() {
    Map<String, Integer> layer = new HashMap<>();
    heights.keySet().forEach(id -> depth(id, layer));
    // what comes from nowhere stands next to what it goes into, not at the far left
    for (String id : heights.keySet()) {
      if (!before.containsKey(id) && after.containsKey(id)) {
        int next = after.get(id).stream().mapToInt(layer::get).min().orElse(1);
        layer.put(id, next - 1);
      }
    }
    return layer;
  }

  private int depth(String id, Map<String, Integer> layer) {
    Integer known = layer.get(id);
    if (known != null) {
      return known;
    }
    int depth =
        before.getOrDefault(id, List.of()).stream()
            .mapToInt(from -> depth(from, layer) + 1)
            .max()
            .orElse(0);
    layer.put(id, depth);
    return depth;
  }

  private void order(List<List<String>> columns, boolean forth) {
    Map<String, Integer> row = new HashMap<>();
    columns.forEach(column -> number(column, row));
    for (int i = 0; i < columns.size(); i++) {
      List<String> column = columns.get(forth ? i : columns.size() - 1 - i);
      Map<String, Double> middle = new HashMap<>();
      for (String id : column) {
        List<String> neighbours = (forth ? before : after).getOrDefault(id, List.of());
        middle.put(id, neighbours.stream().mapToInt(row::get).average().orElse(row.get(id)));
      }
      column.sort(Comparator.comparing(middle::get));
      number(column, row);
    }
  }

  private static void number(List<String> column, Map<String, Integer> row) {
    for (int i = 0; i < column.size(); i++) {
      row.put(column.get(i), i);
    }
  }

  private Layout placed(List<List<String>> columns) {
    int height = columns.stream().mapToInt(this::tall).max().orElse(0);
    Map<String, Place> places = new LinkedHashMap<>();
    for (int layer = 0; layer < columns.size(); layer++) {
      int y = MARGIN + (height - tall(columns.get(layer))) / 2;
      for (String id : columns.get(layer)) {
        places.put(id, new Place(layer, MARGIN + layer * (WIDTH + GAP_X), y));
        y += heights.get(id) + GAP_Y;
      }
    }
    int width = 2 * MARGIN + columns.size() * (WIDTH + GAP_X) - GAP_X;
    return new Layout(places, Math.max(2 * MARGIN, width), height + 2 * MARGIN);
  }

  private int tall(List<String> column) {
    return column.stream().mapToInt(id -> heights.get(id) + GAP_Y).sum() - GAP_Y;
  }
}
