package io.tongban.connectors.definition;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.ConnectorSpec.FieldMapping;
import io.tongban.connectors.camel.Schedule;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import io.tongban.registry.ResourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kind {@code Connector}. */
@ApplicationScoped
class ConnectorKind implements DefinitionKind<ConnectorSpec> {
  private static final List<String> MODES = List.of("full", "merge");

  @Override
  public String kind() {
    return "Connector";
  }

  @Override
  public Class<ConnectorSpec> specType() {
    return ConnectorSpec.class;
  }

  @Override
  public void check(Definition<ConnectorSpec> definition, DefinitionView view, FaultSink faults) {
    ConnectorSpec spec = definition.spec();
    Optional<Definition<SourceSpec>> source = view.find(SourceSpec.class, spec.source());
    if (source.isEmpty()) {
      faults.fault(
          "/spec/source",
          "there is no Source \"" + spec.source() + "\"",
          Nearest.fix(spec.source(), names(view, SourceSpec.class), "sources"));
    }
    InputCheck.check(spec.input(), source.map(Definition::spec), faults);
    if (spec.mode() != null && !MODES.contains(spec.mode())) {
      faults.fault("/spec/mode", "unknown mode \"" + spec.mode() + "\"", "write full or merge");
    }
    if (spec.schedule() != null && Schedule.parse(spec.schedule()).isEmpty()) {
      faults.fault(
          "/spec/schedule",
          "\"" + spec.schedule() + "\" is neither a duration nor a cron expression",
          "write a duration of at least a second such as 15m, or a Quartz cron such as"
              + " \"0 0 2 * * ?\"");
    }
    if (spec.survivorship() != null) {
      SurvivorshipCheck.check(spec.survivorship(), faults);
    }
    checkResource(spec, view, faults);
  }

  private static void checkResource(ConnectorSpec spec, DefinitionView view, FaultSink faults) {
    Optional<Definition<ResourceSpec>> resource = view.find(ResourceSpec.class, spec.resource());
    if (resource.isEmpty()) {
      faults.fault(
          "/spec/resource",
          "there is no Resource \"" + spec.resource() + "\"",
          Nearest.fix(spec.resource(), names(view, ResourceSpec.class), "resources"));
    } else if (resource.get().spec().live() != null) {
      faults.fault(
          "/spec/resource",
          "Resource \"" + spec.resource() + "\" is queried live and stores nothing",
          "drop the connector, or the resource's live");
    }
    FieldCheck fields = new FieldCheck(view, faults, resource.map(Definition::spec));
    for (int i = 0; i < spec.fields().size(); i++) {
      fields.check(spec.fields().get(i), "/spec/fields/" + i);
    }
    resource.ifPresent(r -> checkItems(spec, r.spec(), faults));
  }

  static <T> List<String> names(DefinitionView view, Class<T> spec) {
    return view.all(spec).stream().map(Definition::name).toList();
  }

  /** No item twice, and every item that must have a value is filled. */
  private static void checkItems(ConnectorSpec spec, ResourceSpec resource, FaultSink faults) {
    Set<String> mapped = new HashSet<>();
    for (int i = 0; i < spec.fields().size(); i++) {
      FieldMapping field = spec.fields().get(i);
      if (!mapped.add(field.item())) {
        faults.fault(
            "/spec/fields/" + i + "/item",
            "item \"" + field.item() + "\" is made twice",
            "keep one of the fields");
      }
    }
    for (ResourceSpec.Item item : resource.items()) {
      boolean key = resource.key().contains(item.name());
      if ((key || Boolean.TRUE.equals(item.required())) && !mapped.contains(item.name())) {
        faults.fault(
            "/spec/fields",
            (key ? "key item \"" : "required item \"") + item.name() + "\" is not made",
            "add a field with item: " + item.name());
      }
    }
  }
}
