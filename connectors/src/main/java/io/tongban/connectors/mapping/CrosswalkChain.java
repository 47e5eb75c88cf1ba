package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chain of look-ups, each in the result of the one before. */
final class CrosswalkChain {
  private final List<Link> links = new ArrayList<>();

  CrosswalkChain(ConnectorSpec.Crosswalk crosswalk, CrosswalkTables tables) {
    for (ConnectorSpec.Step step : crosswalk.steps()) {
      links.add(new Link(tables.table(step), step.table(), Boolean.TRUE.equals(step.optional())));
    }
  }

  private record Link(Map<String, String> table, String crosswalk, boolean optional) {}

  /**
   * How it ended: {@code blank}, {@code unknown}, {@code unresolved}, {@code resolved}.
   *
   * @param crosswalk the Crosswalk that did not know the key, or null
   * @param key what it was asked for
   */
  record Result(String outcome, String value, String crosswalk, String key) {}

  Result resolve(String text) {
    if (text == null) {
      return new Result("blank", null, null, null);
    }
    String value = text;
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      String found = link.table().get(CrosswalkTables.normal(value));
      if (found == null && !link.optional()) {
        return new Result(i == 0 ? "unknown" : "unresolved", null, link.crosswalk(), value);
      }
      value = found == null ? value : found;
    }
    return new Result("resolved", value, null, null);
  }
}
