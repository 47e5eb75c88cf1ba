package io.tongban.api.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A column and one that it was made of, as the facet {@code columnLineage} of an OpenLineage event
 * tells it (ColumnLineageDatasetFacet 1-2-0).
 *
 * @param from dataset that was read
 * @param fromColumn its column
 * @param job that made it
 * @param to dataset that was written
 * @param toColumn its column; {@link #ALL} where the other decided which rows there are (INDIRECT
 *     for the whole dataset)
 * @param direct whether the value went in (DIRECT); else it only decided (INDIRECT)
 * @param masked whether the value was masked on its way
 */
record ColumnLink(
    String from,
    String fromColumn,
    String job,
    String to,
    String toColumn,
    boolean direct,
    boolean masked) {
  /** All columns of a dataset. */
  static final String ALL = "*";

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  /**
   * What a run's events tell.
   *
   * @param hub the hub's own namespace; what is in it goes by its name alone
   * @param job the run's job as the graph names it
   */
  static List<ColumnLink> of(String hub, String job, List<JsonNode> events) {
    List<ColumnLink> links = new ArrayList<>();
    for (JsonNode event : events) {
      for (JsonNode output : event.path("outputs")) {
        String to = name(hub, output);
        JsonNode facet = output.at("/facets/columnLineage");
        for (Map.Entry<String, JsonNode> field : facet.path("fields").properties()) {
          field
              .getValue()
              .path("inputFields")
              .forEach(input -> links.add(link(hub, job, to, field.getKey(), input)));
        }
        facet.path("dataset").forEach(input -> links.add(link(hub, job, to, ALL, input)));
      }
    }
    return links.stream().distinct().toList();
  }

  private static ColumnLink link(String hub, String job, String to, String column, JsonNode input) {
    JsonNode transformations = input.path("transformations");
    // where no transformation is told, a value goes into a column, and only decides for a dataset
    boolean direct = transformations.isEmpty() && !column.equals(ALL);
    boolean masked = false;
    for (JsonNode each : transformations) {
      direct |= each.path("type").asText().equals("DIRECT");
      masked |= each.path("masking").asBoolean();
    }
    return new ColumnLink(
        name(hub, input), input.path("field").asText(), job, to, column, direct, masked);
  }

  /** One name for OpenLineage's namespace and name, as the graph has it. */
  private static String name(String hub, JsonNode dataset) {
    String namespace = dataset.path("namespace").asText();
    String name = dataset.path("name").asText();
    if (namespace.equals(hub)) {
      return name;
    }
    String root = URI.matcher(namespace).matches() ? namespace : "//" + namespace;
    return root.endsWith("/") || name.startsWith("/") ? root + name : root + "/" + name;
  }

  /** Whether it leads into a column. */
  boolean into(String dataset, String column) {
    return to.equals(dataset) && (toColumn.equals(column) || toColumn.equals(ALL));
  }

  /** Whether it leads out of a column. */
  boolean outOf(String dataset, String column) {
    return from.equals(dataset) && fromColumn.equals(column);
  }
}
