package io.tongban.registry.directory;

import io.tongban.hub.FaultSink;
import io.tongban.registry.ResourceSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The compatibility rule: within a major version a resource only gains items. What would break who
 * reads it (an item removed, another type, another key) needs a new major version, which has a
 * table of its own.
 */
final class Compatibility {
  private final Binding before;
  private final Binding after;
  private final FaultSink faults;
  private final String raise;

  Compatibility(Binding before, Binding after, FaultSink faults) {
    this.before = before;
    this.after = after;
    this.faults = faults;
    this.raise = "set majorVersion: " + (before.table().majorVersion() + 1);
  }

  void check() {
    int was = before.table().majorVersion();
    int becomes = after.table().majorVersion();
    if (becomes < was) {
      faults.fault(
          "/spec/majorVersion",
          "the major version goes back from " + was + " to " + becomes,
          "keep " + was + ", or raise it");
    }
    if (becomes == was) {
      items();
      key();
    }
  }

  private void items() {
    Map<String, RecordTable.Field> next =
        after.table().fields().stream()
            .collect(Collectors.toMap(RecordTable.Field::name, Function.identity(), (a, b) -> a));
    for (RecordTable.Field field : before.table().fields()) {
      RecordTable.Field same = next.get(field.name());
      if (same == null) {
        faults.fault(
            "/spec/items",
            "the item \"" + field.name() + "\" is removed within a major version",
            "keep it, or " + raise);
      } else if (same.type() != field.type() || same.decimals() != field.decimals()) {
        faults.fault(
            "/spec/items/" + place(field.name()) + "/element",
            "the type of \"%s\" changes from %s to %s within a major version"
                .formatted(field.name(), type(field), type(same)),
            "keep its type, add an item of another name, or " + raise);
      }
    }
  }

  private void key() {
    List<String> was = before.resource().spec().key();
    List<String> becomes = after.resource().spec().key();
    if (!was.equals(becomes)) {
      faults.fault(
          "/spec/key",
          "the key changes from " + was + " to " + becomes + " within a major version",
          "keep it, or " + raise);
    }
  }

  private int place(String item) {
    List<String> names =
        after.resource().spec().items().stream().map(ResourceSpec.Item::name).toList();
    return names.indexOf(item);
  }

  private static String type(RecordTable.Field field) {
    return switch (field.type()) {
      case DECIMAL -> "DECIMAL with " + field.decimals() + " decimals";
      case STRING, INTEGER, BOOLEAN, DATE, TIMESTAMP -> field.type().name();
    };
  }
}
