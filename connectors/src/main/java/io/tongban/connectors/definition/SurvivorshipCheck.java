package io.tongban.connectors.definition;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import java.util.List;

/** Checks which row of a key stays. */
final class SurvivorshipCheck {
  private static final List<String> RULES =
      List.of("first", "last", "latest", "most-complete", "priority");
  private static final String AT = "/spec/survivorship";

  private SurvivorshipCheck() {}

  static void check(ConnectorSpec.Survivorship rule, FaultSink faults) {
    if (!RULES.contains(rule.keep())) {
      faults.fault(
          AT + "/keep",
          "unknown rule \"" + rule.keep() + "\"",
          Nearest.fix(rule.keep(), RULES, "rules"));
      return;
    }
    boolean column = "latest".equals(rule.keep()) || "priority".equals(rule.keep());
    if (column != (rule.by() != null)) {
      faults.fault(
          AT + "/by",
          column ? rule.keep() + " needs a column" : rule.keep() + " looks at no column",
          column ? "write by: COLUMN" : "leave by out");
    }
    boolean order = "priority".equals(rule.keep());
    if (order != (rule.order() != null && !rule.order().isEmpty())) {
      faults.fault(
          AT + "/order",
          order ? "priority needs an order" : rule.keep() + " has no order",
          order ? "write the values of by, best first" : "leave order out");
    }
  }
}
