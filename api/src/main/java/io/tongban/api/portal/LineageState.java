package io.tongban.api.portal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which part of the lineage graph a page shows. All of it stands in the page's address, so that
 * every step is a link that works without script, can be kept and leads back.
 *
 * @param dataset in the middle, as lineage names it; null before one is chosen
 * @param hops how many datasets away from it are shown, 1 to {@link #MOST_HOPS}
 * @param expanded further datasets whose neighbours are shown
 * @param open the node whose columns and evidence are shown, or null
 * @param of the dataset of the chosen column, or null
 * @param column the column whose path lights up, or null
 * @param run the run whose evidence is asked for, or null
 */
record LineageState(
    String dataset,
    int hops,
    List<String> expanded,
    String open,
    String of,
    String column,
    UUID run) {
  static final int MOST_HOPS = 4;
  private static final int MOST_EXPANDED = 20;

  LineageState {
    hops = Math.max(1, Math.min(MOST_HOPS, hops));
    expanded = expanded.stream().distinct().limit(MOST_EXPANDED).toList();
  }

  /** A dataset with its next neighbours. */
  static LineageState of(String dataset) {
    return new LineageState(dataset, 1, List.of(), null, null, null, null);
  }

  /** Opens a node, or closes it if it is open. */
  LineageState opened(String node) {
    String next = node.equals(open) && run == null ? null : node;
    return new LineageState(dataset, hops, expanded, next, of, column, null);
  }

  /** Chooses a column, or leaves it if it is chosen. */
  LineageState chosen(String node, String name) {
    return node.equals(of) && name.equals(column)
        ? new LineageState(dataset, hops, expanded, open, null, null, run)
        : new LineageState(dataset, hops, expanded, open, node, name, run);
  }

  /** Without a chosen column. */
  LineageState dark() {
    return new LineageState(dataset, hops, expanded, open, null, null, run);
  }

  LineageState expanding(String node) {
    List<String> more = new ArrayList<>(expanded);
    more.add(node);
    return new LineageState(dataset, hops, more, open, of, column, run);
  }

  /** As far from the dataset as that. */
  LineageState within(int further) {
    return new LineageState(dataset, further, expanded, open, of, column, run);
  }

  LineageState at(String node, UUID asked) {
    return new LineageState(dataset, hops, expanded, node, of, column, asked);
  }

  LineageState centred(String node) {
    return new LineageState(node, hops, List.of(), node, of, column, null);
  }

  /** The address of the page that shows this. */
  public String url() {
    StringBuilder url = new StringBuilder("/lineage?hops=").append(hops);
    add(url, "dataset", dataset);
    expanded.forEach(node -> add(url, "expand", node));
    add(url, "open", open);
    add(url, "of", of);
    add(url, "column", column);
    add(url, "run", run == null ? null : run.toString());
    return url.toString();
  }

  private static void add(StringBuilder url, String name, String value) {
    if (value != null) {
      url.append('&').append(name).append('=');
      url.append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }
  }
}
