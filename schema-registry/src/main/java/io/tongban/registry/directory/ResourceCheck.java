package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import io.tongban.registry.naming.SqlNames;
import io.tongban.registry.naming.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks one directory item by itself and against what it names. */
final class ResourceCheck {
  private static final Set<String> CATEGORIES = Set.of("base", "topic", "department");
  private static final Set<String> MODES = Set.of("interface", "table", "file");
  private static final Set<String> GRADES = Set.of("core", "important", "general");
  private static final int MOST_ITEMS = 1000;

  /** A cited law: 《…》, 第…条, or an English act, law, regulation, decision, order, section. */
  private static final Pattern CITATION =
      Pattern.compile(
          "《[^》]+》|第.{1,8}条|国[发办令函]|\\b(Act|Law|Regulations?|Decision|Order|Code|Article"
              + "|Section|Directive|Statute)\\b|§");

  private final Definition<ResourceSpec> definition;
  private final ResourceSpec spec;
  private final DefinitionView view;
  private final DefinitionView applied;
  private final FaultSink faults;
  private final List<String> itemNames;

  /**
   * @param view the set of files over what is applied
   * @param applied what is applied
   */
  ResourceCheck(
      Definition<ResourceSpec> definition,
      DefinitionView view,
      DefinitionView applied,
      FaultSink faults) {
    this.definition = definition;
    this.spec = definition.spec();
    this.view = view;
    this.applied = applied;
    this.faults = faults;
    this.itemNames = spec.items().stream().map(ResourceSpec.Item::name).toList();
  }

  void run() {
    name();
    provider();
    items();
    key();
    named("/spec/indexed", spec.indexed());
    subject();
    sharing();
    oneOf("/spec/category", spec.category(), CATEGORIES);
    oneOf("/spec/sharingMode", spec.sharingMode(), MODES);
    oneOf("/spec/grade", spec.grade(), GRADES);
    oneOf("/spec/compatibility", spec.compatibility(), Promise.NAMES);
    directoryCode();
    related();
    if (spec.live() != null) {
      new LiveCheck(spec, itemNames, view, faults).run();
    }
  }

  private void name() {
    String table = definition.name().replace('-', '_') + "_v" + Binding.majorVersion(spec);
    if (table.length() > SqlNames.MOST_CHARACTERS) {
      faults.fault(
          "/metadata/name",
          "the table " + table + " would have a name of more than 63 characters",
          "choose a shorter name");
    }
    if (SqlNames.reserved(definition.name().replace('-', '_'))) {
      faults.fault(
          "/metadata/name",
          "\"" + definition.name() + "\" is a reserved word of SQL",
          "choose another name, for example " + definition.name() + "-register");
    }
    if (Binding.majorVersion(spec) < 1) {
      faults.fault("/spec/majorVersion", "major versions begin with 1", "write 1 or more");
    }
  }

  private void provider() {
    if (view.find(DepartmentSpec.class, spec.provider()).isEmpty()) {
      faults.fault(
          "/spec/provider",
          "there is no Department \"" + spec.provider() + "\"",
          Suggestion.fix(spec.provider(), names(DepartmentSpec.class), "declare that Department"));
    }
  }

  private <T> List<String> names(Class<T> kind) {
    return view.all(kind).stream().map(Definition::name).toList();
  }

  private void items() {
    if (spec.items().isEmpty() || spec.items().size() > MOST_ITEMS) {
      faults.fault(
          "/spec/items",
          "a resource has 1 to " + MOST_ITEMS + " items, not " + spec.items().size(),
          "declare its information items");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < spec.items().size(); i++) {
      item("/spec/items/" + i, spec.items().get(i), seen);
    }
  }

  private void item(String pointer, ResourceSpec.Item item, Set<String> seen) {
    SqlNames.fault(item.name())
        .ifPresent(
            fault ->
                faults.fault(
                    pointer + "/name",
                    "\"" + item.name() + "\" " + fault,
                    "write a name such as approval_number or report_date"));
    if (!seen.add(item.name())) {
      faults.fault(
          pointer + "/name",
          "there is an item \"" + item.name() + "\" before this one",
          "give each item a name of its own");
    }
    element(pointer + "/element", item);
  }

  private void element(String pointer, ResourceSpec.Item item) {
    Optional<Definition<DataElementSpec>> element =
        view.find(DataElementSpec.class, item.element());
    if (element.isEmpty()) {
      faults.fault(
          pointer,
          "there is no DataElement \"" + item.element() + "\"",
          Suggestion.fix(item.element(), names(DataElementSpec.class), "declare that DataElement"));
    } else if ("retired".equals(element.get().spec().status()) && !usedBefore(item)) {
      faults.fault(
          pointer,
          "the data element \"" + item.element() + "\" is retired",
          "name another one; what used it before may go on");
    }
  }

  private boolean usedBefore(ResourceSpec.Item item) {
    return applied
        .find(ResourceSpec.class, definition.name())
        .filter(
            before ->
                before.spec().items().stream().anyMatch(i -> i.element().equals(item.element())))
        .isPresent();
  }

  private void key() {
    if (spec.key().isEmpty()) {
      faults.fault("/spec/key", "a resource needs a key", "name the items that identify a record");
    }
    named("/spec/key", spec.key());
    for (int i = 0; i < spec.items().size(); i++) {
      ResourceSpec.Item item = spec.items().get(i);
      if (spec.key().contains(item.name()) && Boolean.FALSE.equals(item.required())) {
        faults.fault(
            "/spec/items/" + i + "/required",
            "\"" + item.name() + "\" is part of the key, whose values are never missing",
            "write required: true, or take it out of the key");
      }
    }
  }

  private void named(String pointer, List<String> names) {
    if (names == null) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!itemNames.contains(name)) {
        noSuchItem(pointer + "/" + i, name);
      }
      if (!seen.add(name)) {
        faults.fault(pointer + "/" + i, "\"" + name + "\" is named twice", "name it once");
      }
    }
  }

  private void noSuchItem(String pointer, String name) {
    faults.fault(
        pointer,
        "the resource has no item \"" + name + "\"",
        Suggestion.fix(name, itemNames, "name one of its items"));
  }

  /** An identifier is text, also where it is made of digits: zeros in front belong to it. */
  private void subject() {
    String subject = spec.subject();
    if (subject == null) {
      return;
    }
    if (!itemNames.contains(subject)) {
      noSuchItem("/spec/subject", subject);
      return;
    }
    spec.items().stream()
        .filter(item -> item.name().equals(subject))
        .findFirst()
        .flatMap(item -> view.find(DataElementSpec.class, item.element()))
        .filter(element -> element.spec().type() != DataType.STRING)
        .ifPresent(
            element ->
                faults.fault(
                    "/spec/subject",
                    "the item \"" + subject + "\" is " + element.spec().type() + ", not STRING",
                    "name the item that holds the person's identifier as text"));
  }

  private void sharing() {
    if (spec.sharing() != SharingType.NOT_SHARED) {
      return;
    }
    String condition = spec.sharingCondition();
    if (condition == null || !CITATION.matcher(condition).find()) {
      faults.fault(
          condition == null ? "/spec/sharing" : "/spec/sharingCondition",
          "不予共享 (NOT_SHARED) rests on a law, regulation or State Council decision that is cited",
          "cite it in sharingCondition, for example \"《中华人民共和国档案法》第二十七条\"");
    }
    if (Boolean.TRUE.equals(spec.open())) {
      faults.fault(
          "/spec/open",
          "a resource that is not shared cannot be open to the public",
          "write open: false, or another sharing type");
    }
  }

  private void oneOf(String pointer, String value, Set<String> allowed) {
    if (value != null && !allowed.contains(value)) {
      String choices = String.join(", ", allowed.stream().sorted().toList());
      faults.fault(
          pointer,
          "\"" + value + "\" is not one of " + choices,
          Suggestion.fix(value, allowed, "write one of " + choices));
    }
  }

  private void directoryCode() {
    if (spec.code() == null) {
      return;
    }
    view.all(ResourceSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> spec.code().equals(other.spec().code()))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/code",
                    "the resource \"" + other.name() + "\" has that directory code as well",
                    "give each directory item a code of its own"));
  }

  private void related() {
    List<String> related = spec.related() == null ? List.of() : spec.related();
    for (int i = 0; i < related.size(); i++) {
      if (view.find(ResourceSpec.class, related.get(i)).isEmpty()) {
        faults.fault(
            "/spec/related/" + i,
            "there is no Resource \"" + related.get(i) + "\"",
            Suggestion.fix(related.get(i), names(ResourceSpec.class), "declare that Resource"));
      }
    }
  }
}
