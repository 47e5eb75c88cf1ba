package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.SourceSpec;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.naming.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks where a live resource is queried. */
final class LiveCheck {
  private final ResourceSpec.Live live;
  private final List<String> itemNames;
  private final DefinitionView view;
  private final FaultSink faults;

  LiveCheck(ResourceSpec.Live live, List<String> itemNames, DefinitionView view, FaultSink faults) {
    this.live = live;
    this.itemNames = itemNames;
    this.view = view;
    this.faults = faults;
  }

  void run() {
    source();
    if (live.table().isBlank()) {
      faults.fault("/spec/live/table", "the table has no name", "name the source's table or view");
    }
    Map<String, String> columns = live.columns() == null ? Map.of() : live.columns();
    for (String item : columns.keySet()) {
      if (!itemNames.contains(item)) {
        faults.fault(
            "/spec/live/columns/" + item.replace("~", "~0").replace("/", "~1"),
            "the resource has no item \"" + item + "\"",
            Suggestion.fix(item, itemNames, "write item: COLUMN for items of this resource"));
      }
    }
  }

  private void source() {
    Optional<Definition<SourceSpec>> source = view.find(SourceSpec.class, live.source());
    if (source.isEmpty()) {
      List<String> known = view.all(SourceSpec.class).stream().map(Definition::name).toList();
      faults.fault(
          "/spec/live/source",
          "there is no Source \"" + live.source() + "\"",
          Suggestion.fix(live.source(), known, "declare that Source"));
    } else if (source.get().spec().jdbc() == null) {
      faults.fault(
          "/spec/live/source",
          "the Source \"" + live.source() + "\" is not a database",
          "name a Source with jdbc, or load its records with a Connector");
    }
  }
}
