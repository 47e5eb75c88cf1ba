package io.tongban.connectors.definition;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.ConnectorSpec.FieldMapping;
import io.tongban.connectors.mapping.DatePattern;
import io.tongban.connectors.mapping.TextStep;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.ResourceSpec;
import java.util.List;
import java.util.Optional;

/** Checks how items are made. */
final class FieldCheck {
  private static final List<String> ON_MISS = List.of("null", "quarantine");
  private final DefinitionView view;
  private final FaultSink faults;
  private final Optional<ResourceSpec> resource;

  FieldCheck(DefinitionView view, FaultSink faults, Optional<ResourceSpec> resource) {
    this.view = view;
    this.faults = faults;
    this.resource = resource;
  }

  void check(FieldMapping field, String at) {
    checkItem(field, at);
    if ((field.from() == null) == (field.value() == null)) {
      faults.fault(
          at,
          "the field needs exactly one of from and value",
          "write from: COLUMN, or value: CONSTANT");
    }
    checkSteps(field, at);
    checkDate(field, at);
    if (field.crosswalk() != null) {
      checkCrosswalk(field.crosswalk(), at + "/crosswalk");
    }
    if (field.codeList() != null) {
      checkCodes(field.codeList(), at + "/codeList");
    }
  }

  private void checkItem(FieldMapping field, String at) {
    if (resource.isEmpty()) {
      return;
    }
    List<String> items = resource.get().items().stream().map(ResourceSpec.Item::name).toList();
    if (!items.contains(field.item())) {
      faults.fault(
          at + "/item",
          "the resource has no item \"" + field.item() + "\"",
          Nearest.fix(field.item(), items, "items"));
    }
  }

  private void checkSteps(FieldMapping field, String at) {
    List<String> steps = field.steps() == null ? List.of() : field.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (TextStep.find(steps.get(i)).isEmpty()) {
        faults.fault(
            at + "/steps/" + i,
            "unknown step \"" + steps.get(i) + "\"",
            Nearest.fix(steps.get(i), TextStep.NAMES, "steps"));
      }
    }
  }

  private void checkDate(FieldMapping field, String at) {
    if (field.dateFormat() == null) {
      return;
    }
    try {
      DatePattern.of(field.dateFormat(), field.locale());
    } catch (IllegalArgumentException e) {
      faults.fault(
          at + "/dateFormat",
          "\"" + field.dateFormat() + "\" is not a date pattern: " + e.getMessage(),
          "write letters of java.time.format.DateTimeFormatter such as d-MMM-uu or uuuu/MM/dd");
    }
  }

  private void checkCrosswalk(ConnectorSpec.Crosswalk crosswalk, String at) {
    if (crosswalk.onMiss() != null && !ON_MISS.contains(crosswalk.onMiss())) {
      faults.fault(
          at + "/onMiss", "unknown \"" + crosswalk.onMiss() + "\"", "write null or quarantine");
    }
    if (crosswalk.steps().isEmpty()) {
      faults.fault(at + "/steps", "a crosswalk needs a step", "add source and query");
    }
    for (int i = 0; i < crosswalk.steps().size(); i++) {
      String source = crosswalk.steps().get(i).source();
      Optional<Definition<SourceSpec>> found = view.find(SourceSpec.class, source);
      if (found.isEmpty() || found.get().spec().jdbc() == null) {
        faults.fault(
            at + "/steps/" + i + "/source",
            "there is no database Source \"" + source + "\"",
            Nearest.fix(
                source,
                view.all(SourceSpec.class).stream()
                    .filter(s -> s.spec().jdbc() != null)
                    .map(Definition::name)
                    .toList(),
                "database sources"));
      }
    }
  }

  private void checkCodes(ConnectorSpec.CodeCheck check, String at) {
    if (view.find(CodeListSpec.class, check.list()).isEmpty()) {
      faults.fault(
          at + "/list",
          "there is no CodeList \"" + check.list() + "\"",
          Nearest.fix(check.list(), ConnectorKind.names(view, CodeListSpec.class), "code lists"));
    }
    if (check.missing() != null && !ON_MISS.contains(check.missing())) {
      faults.fault(
          at + "/missing", "unknown \"" + check.missing() + "\"", "write null or quarantine");
    }
  }
}
