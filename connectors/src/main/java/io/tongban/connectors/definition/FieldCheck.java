package io.tongban.connectors.definition;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.ConnectorSpec.FieldMapping;
import io.tongban.connectors.CrosswalkSpec;
import io.tongban.connectors.mapping.DatePattern;
import io.tongban.connectors.mapping.Geodesy;
import io.tongban.connectors.mapping.TextStep;
import io.tongban.connectors.mapping.Units;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.ResourceSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks how items are made. */
final class FieldCheck {
  private static final List<String> AXES = List.of("longitude", "latitude");
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
    checkOrigin(field, at);
    checkSteps(field, at);
    checkDate(field, at);
    if (field.crosswalk() != null) {
      checkCrosswalk(field.crosswalk(), at + "/crosswalk");
    }
    if (field.codeList() != null) {
      checkCodes(field.codeList(), at + "/codeList");
    }
    if (field.division() != null) {
      checkDivision(field.division(), at + "/division");
    }
    if (field.coordinate() != null) {
      checkCoordinate(field.coordinate(), element(field.item()), at + "/coordinate");
    }
    if (field.split() != null) {
      checkSplit(field.split(), at + "/split");
    }
    checkNumber(field, at);
  }

  private void checkOrigin(FieldMapping field, String at) {
    long origins =
        Stream.of(field.from(), field.value(), field.join(), field.division(), field.coordinate())
            .filter(Objects::nonNull)
            .count();
    if (origins != 1) {
      faults.fault(
          at,
          "the field needs exactly one of from, value, join, division and coordinate",
          "write from: COLUMN, or value: CONSTANT, or join: {columns: [A, B]}");
    }
    if (field.join() != null && field.join().columns().size() < 2) {
      faults.fault(
          at + "/join/columns", "there is nothing to join", "name two columns, or write from");
    }
  }

  private void checkDivision(ConnectorSpec.Division division, String at) {
    list(division.list(), at + "/list");
    if (division.columns().isEmpty()) {
      faults.fault(at + "/columns", "no column names a division", "name them, outermost first");
    }
    missing(division.missing(), at);
  }

  private void checkCoordinate(
      ConnectorSpec.Coordinate coordinate, Optional<DataElementSpec> element, String at) {
    if (element.filter(e -> e.type() != DataType.DECIMAL).isPresent()) {
      faults.fault(at, "the item holds no degrees", "fill an item of type DECIMAL");
    }
    system(coordinate.from(), at + "/from");
    system(coordinate.to(), at + "/to");
    if (!AXES.contains(coordinate.take())) {
      faults.fault(
          at + "/take", "unknown \"" + coordinate.take() + "\"", "write longitude or latitude");
    }
  }

  private void system(String name, String at) {
    if (!Geodesy.SYSTEMS.contains(name)) {
      faults.fault(
          at,
          "unknown coordinate system \"" + name + "\"",
          Nearest.fix(name, Geodesy.SYSTEMS, "systems"));
    }
  }

  private void checkSplit(ConnectorSpec.Split split, String at) {
    if ((split.by() == null || split.by().isEmpty()) == (split.pattern() == null)) {
      faults.fault(at, "a split needs exactly one of by and pattern", "write by: \"/\", take: 1");
    }
    if (split.take() != null && (split.take() == 0 || split.pattern() != null)) {
      faults.fault(
          at + "/take",
          split.take() == 0 ? "parts are counted from 1" : "take goes with by",
          "write take: 1 for the first part of by, -1 for its last; group for a pattern");
    }
    if (split.pattern() == null) {
      return;
    }
    int group = split.group() == null ? 1 : split.group();
    CrosswalkKind.pattern(split.pattern(), at + "/pattern", faults)
        .filter(groups -> group < 0 || group > groups)
        .ifPresent(
            groups ->
                faults.fault(
                    at + "/group",
                    "the pattern has " + groups + " groups, not " + group,
                    "put what is wanted in parentheses, or write group: 0"));
  }

  private void checkNumber(FieldMapping field, String at) {
    Optional<DataElementSpec> element = element(field.item());
    boolean number =
        element.map(e -> e.type() == DataType.INTEGER || e.type() == DataType.DECIMAL).orElse(true);
    if (!number && (field.numberFormat() != null || field.unit() != null)) {
      faults.fault(
          at + (field.numberFormat() != null ? "/numberFormat" : "/unit"),
          "the item is no number",
          "leave it out, or fill an item of type INTEGER or DECIMAL");
    }
    if (field.numberFormat() != null) {
      mark(field.numberFormat().grouping(), at + "/numberFormat/grouping");
      mark(field.numberFormat().decimal(), at + "/numberFormat/decimal");
      checkMarks(field.numberFormat(), at);
    }
    if (field.unit() != null) {
      checkUnit(field.unit(), element.map(DataElementSpec::unit), at + "/unit");
    }
  }

  private void mark(String mark, String at) {
    if (mark != null && (mark.length() != 1 || Character.isLetterOrDigit(mark.charAt(0)))) {
      faults.fault(at, "\"" + mark + "\" is no mark", "write one character such as , or .");
    }
  }

  private void checkMarks(ConnectorSpec.NumberFormat format, String at) {
    String decimal = format.decimal() == null ? "." : format.decimal();
    if (decimal.equals(format.grouping())) {
      faults.fault(
          at + "/numberFormat/grouping",
          "grouping and decimal mark are one",
          "write both, for example grouping: \".\", decimal: \",\"");
    }
  }

  private void checkUnit(ConnectorSpec.Unit unit, Optional<String> declared, String at) {
    for (String name : List.of(unit.from(), unit.to())) {
      if (!Units.known(name)) {
        faults.fault(
            at + (name.equals(unit.from()) ? "/from" : "/to"),
            "unknown unit \"" + name + "\"",
            Nearest.fix(name, Units.names(), "units"));
        return;
      }
    }
    if (!Units.convertible(unit.from(), unit.to())) {
      faults.fault(
          at,
          "%s cannot be converted into %s".formatted(unit.from(), unit.to()),
          "write units of one dimension");
    } else if (declared.filter(Units::known).filter(u -> !Units.same(u, unit.to())).isPresent()) {
      faults.fault(
          at + "/to",
          "the item's data element is in " + declared.get(),
          "write to: \"" + declared.get() + "\"");
    }
  }

  /** The data element of an item, if both are known. */
  private Optional<DataElementSpec> element(String item) {
    return resource
        .flatMap(r -> r.items().stream().filter(i -> i.name().equals(item)).findFirst())
        .flatMap(i -> view.find(DataElementSpec.class, i.element()))
        .map(Definition::spec);
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
      checkStep(crosswalk.steps().get(i), at + "/steps/" + i);
    }
  }

  private void checkStep(ConnectorSpec.Step step, String at) {
    boolean rows = step.source() != null || step.query() != null;
    if (rows == (step.table() != null)
        || (rows && (step.source() == null || step.query() == null))) {
      faults.fault(
          at,
          "a step looks up in a Crosswalk or in the rows of a query",
          "write table: NAME, or source: NAME and query: SELECT key, value …");
    }
    if (step.source() != null) {
      CrosswalkKind.database(step.source(), at + "/source", view, faults);
    }
    if (step.table() != null && view.find(CrosswalkSpec.class, step.table()).isEmpty()) {
      faults.fault(
          at + "/table",
          "there is no Crosswalk \"" + step.table() + "\"",
          Nearest.fix(step.table(), ConnectorKind.names(view, CrosswalkSpec.class), "crosswalks"));
    }
  }

  private void checkCodes(ConnectorSpec.CodeCheck check, String at) {
    list(check.list(), at + "/list");
    missing(check.missing(), at);
    if (check.successor() != null && !"follow".equals(check.successor())) {
      faults.fault(
          at + "/successor",
          "unknown \"" + check.successor() + "\"",
          "write follow, or leave it out");
    }
  }

  private void list(String name, String at) {
    if (view.find(CodeListSpec.class, name).isEmpty()) {
      faults.fault(
          at,
          "there is no CodeList \"" + name + "\"",
          Nearest.fix(name, ConnectorKind.names(view, CodeListSpec.class), "code lists"));
    }
  }

  private void missing(String missing, String at) {
    if (missing != null && !ON_MISS.contains(missing)) {
      faults.fault(at + "/missing", "unknown \"" + missing + "\"", "write null or quarantine");
    }
  }
}
