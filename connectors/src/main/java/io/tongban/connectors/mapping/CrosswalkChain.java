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
      links.add(new Link(tables.table(step), Boolean.TRUE.equals(step.optional())));
    }
  }

  private record Link(Map<String, String> table, boolean optional) {}

  /** How it ended: {@code blank}, {@code unknown}, {@code unresolved}, {@code resolved}. */
  record Result(String outcome, String value) {}

  Result resolve(String text) {
    if (text == null) {
      return new Result("blank", null);
    }
    String value = text;
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      String found = link.table().get(CrosswalkTables.normal(value));
      if (found == null && !link.optional()) {
        return new Result(i == 0 ? "unknown" : "unresolved", null);
      }
      value = found == null ? value : found;
    }
    return new Result("resolved", value);
  }
}
