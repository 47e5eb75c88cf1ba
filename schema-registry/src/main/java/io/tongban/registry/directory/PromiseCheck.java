package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Definitions;
import io.tongban.hub.FaultSink;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.elements.ValueSpace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds a resource to its {@link Promise}. */
final class PromiseCheck {
  private final Promise promise;
  private final Definitions applied;
  private final FaultSink faults;
  private final Set<String> told = new LinkedHashSet<>();

  PromiseCheck(Promise promise, Definitions applied, FaultSink faults) {
    this.promise = promise;
    this.applied = applied;
    this.faults = faults;
  }

  void check(Definition<ResourceSpec> after, DefinitionView view) {
    compare(applied, after, view);
    if (promise.transitive()) {
      earlier(after).forEach(version -> compare(applied.at(version), after, view));
    }
  }

  /** The versions of the catalogue in which the resource or one of its elements was another. */
  private Set<Long> earlier(Definition<ResourceSpec> resource) {
    Set<Long> versions = new TreeSet<>(applied.changes(ResourceSpec.class, resource.name()));
    for (ResourceSpec.Item item : resource.spec().items()) {
      versions.addAll(applied.changes(DataElementSpec.class, item.element()));
    }
    return versions;
  }

  private void compare(
      DefinitionView earlier, Definition<ResourceSpec> after, DefinitionView view) {
    Optional<ResourceSpec> before =
        earlier.find(ResourceSpec.class, after.name()).map(Definition::spec);
    if (before.isEmpty()
        || Binding.majorVersion(before.get()) != Binding.majorVersion(after.spec())) {
      return;
    }
    if (promise.backward()) {
      reads(after.spec(), after.spec(), view, before.get(), earlier, "backward");
    }
    if (promise.forward()) {
      reads(after.spec(), before.get(), earlier, after.spec(), view, "forward");
    }
  }

  /** Whether what is right for the writer is right for the reader. */
  private void reads(
      ResourceSpec declared,
      ResourceSpec reader,
      DefinitionView readerView,
      ResourceSpec writer,
      DefinitionView writerView,
      String way) {
    for (ResourceSpec.Item item : reader.items()) {
      Optional<ResourceSpec.Item> written =
          writer.items().stream().filter(i -> i.name().equals(item.name())).findFirst();
      boolean optional = !required(reader, item);
      if (written.isEmpty()) {
        if (!optional) {
          fault(declared, item, way, "is required on one side and not there on the other");
        }
        continue;
      }
      if (!optional && !required(writer, written.get())) {
        fault(declared, item, way, "is required on one side and may be missing on the other");
      }
      narrower(space(item, readerView), space(written.get(), writerView))
          .ifPresent(reason -> fault(declared, item, way, reason));
    }
  }

  private static Optional<String> narrower(
      Optional<ValueSpace> reader, Optional<ValueSpace> writer) {
    return reader.isEmpty() || writer.isEmpty()
        ? Optional.empty()
        : reader.get().refuses(writer.get());
  }

  private static Optional<ValueSpace> space(ResourceSpec.Item item, DefinitionView view) {
    return view.find(DataElementSpec.class, item.element()).flatMap(e -> ValueSpace.of(e.spec()));
  }

  private static boolean required(ResourceSpec resource, ResourceSpec.Item item) {
    return Boolean.TRUE.equals(item.required()) || resource.key().contains(item.name());
  }

  private void fault(ResourceSpec declared, ResourceSpec.Item item, String way, String reason) {
    String message = "\"%s\" %s: not %s compatible".formatted(item.name(), reason, way);
    if (told.add(message)) {
      List<String> names = declared.items().stream().map(ResourceSpec.Item::name).toList();
      int place = names.indexOf(item.name());
      faults.fault(
          place < 0 ? "/spec/items" : "/spec/items/" + place,
          message,
          "keep what was promised, or set majorVersion: " + (Binding.majorVersion(declared) + 1));
    }
  }
}
