package io.tongban.registry.elements;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.ValueCheck;
import io.tongban.registry.naming.Suggestion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks one data element. */
final class ElementCheck {
  /** In the order of a life (ISO/IEC 11179-6, 7.2): it only goes on. */
  private static final List<String> STATUSES = List.of("draft", "standard", "retired");

  private static final Set<DataType> NUMBERS = EnumSet.of(DataType.INTEGER, DataType.DECIMAL);

  private final Definition<DataElementSpec> definition;
  private final DataElementSpec spec;
  private final DefinitionView view;
  private final DefinitionView applied;
  private final FaultSink faults;

  /**
   * @param view the set of files over what is applied
   * @param applied what is applied
   */
  ElementCheck(
      Definition<DataElementSpec> definition,
      DefinitionView view,
      DefinitionView applied,
      FaultSink faults) {
    this.definition = definition;
    this.spec = definition.spec();
    this.view = view;
    this.applied = applied;
    this.faults = faults;
  }

  void run() {
    format();
    pattern();
    range();
    codeList();
    check();
    status();
    identifier();
    relations();
  }

  private void format() {
    if (spec.format() == null) {
      return;
    }
    try {
      ValueFormat format = ValueFormat.parse(spec.format());
      if (!fits(format, spec.type())) {
        faults.fault(
            "/spec/format",
            "the format " + spec.format() + " does not fit the type " + spec.type(),
            "write " + example(spec.type()));
      }
    } catch (IllegalArgumentException e) {
      faults.fault(
          "/spec/format",
          "\"" + spec.format() + "\" " + e.getMessage(),
          "write " + example(spec.type()));
    }
  }

  private static boolean fits(ValueFormat format, DataType type) {
    boolean digits = format.kind() == ValueFormat.Kind.DIGITS;
    return switch (type) {
      case STRING ->
          format.decimals() == 0
              && format.kind() != ValueFormat.Kind.DATE
              && format.kind() != ValueFormat.Kind.DATE_TIME;
      case INTEGER -> digits && format.decimals() == 0 && format.most() >= 1 && format.most() <= 19;
      case DECIMAL -> digits && format.most() >= 1 && format.most() <= ElementRule.MOST_DIGITS;
      case BOOLEAN -> format.most() == 1;
      case DATE -> format.kind() == ValueFormat.Kind.DATE || (digits && format.most() == 8);
      case TIMESTAMP ->
          format.kind() == ValueFormat.Kind.DATE_TIME || (digits && format.most() == 14);
    };
  }

  private static String example(DataType type) {
    return switch (type) {
      case STRING -> "a2, n8, an18, an..18, an3..8, an..ul or ul";
      case INTEGER -> "n8 or n..8, with at most 19 digits";
      case DECIMAL -> "n..10,2: at most 10 digits in all, 2 of them after the point";
      case BOOLEAN -> "n1 or leave it out";
      case DATE -> "YYYYMMDD, YYYY-MM-DD, d8 or leave it out";
      case TIMESTAMP -> "YYYYMMDDhhmmss, dt14 or leave it out";
    };
  }

  private void pattern() {
    if (spec.pattern() == null) {
      return;
    }
    if (spec.type() != DataType.STRING) {
      faults.fault(
          "/spec/pattern",
          "a pattern is for texts, and this is " + spec.type(),
          "leave it out, or set type: STRING");
    }
    try {
      Pattern.compile(spec.pattern());
    } catch (PatternSyntaxException e) {
      faults.fault(
          "/spec/pattern",
          "not a regular expression: " + e.getDescription() + " near index " + e.getIndex(),
          "write a Java regular expression that the whole value must match");
    }
  }

  private void range() {
    boolean bounded = spec.minimum() != null || spec.maximum() != null;
    if (bounded && !NUMBERS.contains(spec.type())) {
      faults.fault(
          spec.minimum() != null ? "/spec/minimum" : "/spec/maximum",
          "a range is for numbers, and this is " + spec.type(),
          "leave it out, or set type: INTEGER or DECIMAL");
    }
    if (spec.minimum() != null
        && spec.maximum() != null
        && spec.minimum().compareTo(spec.maximum()) > 0) {
      faults.fault("/spec/minimum", "the minimum is above the maximum", "exchange the two");
    }
  }

  private void codeList() {
    if (spec.codeList() == null) {
      return;
    }
    if (spec.type() != DataType.STRING && spec.type() != DataType.INTEGER) {
      faults.fault(
          "/spec/codeList",
          "codes are texts or whole numbers, and this is " + spec.type(),
          "set type: STRING");
    }
    if (view.find(CodeListSpec.class, spec.codeList()).isEmpty()) {
      List<String> known = view.all(CodeListSpec.class).stream().map(Definition::name).toList();
      faults.fault(
          "/spec/codeList",
          "there is no CodeList \"" + spec.codeList() + "\"",
          Suggestion.fix(spec.codeList(), known, "declare that CodeList"));
    }
  }

  private void check() {
    if (spec.check() == null) {
      return;
    }
    if (spec.type() != DataType.STRING) {
      faults.fault(
          "/spec/check",
          "identifiers with a check are texts, and this is " + spec.type(),
          "leave it out, or set type: STRING");
    }
    if (ValueCheck.find(spec.check()).isEmpty()) {
      faults.fault(
          "/spec/check",
          "\"" + spec.check() + "\" is not a check",
          Suggestion.fix(
              spec.check(),
              ValueCheck.names(),
              "write " + String.join(" or ", ValueCheck.names())));
    }
  }

  private void status() {
    if (spec.status() != null && !STATUSES.contains(spec.status())) {
      faults.fault(
          "/spec/status",
          "\"" + spec.status() + "\" is not a status",
          Suggestion.fix(spec.status(), STATUSES, "write draft, standard or retired"));
      return;
    }
    applied
        .find(DataElementSpec.class, definition.name())
        .map(before -> statusOf(before.spec()))
        .filter(before -> STATUSES.indexOf(before) > STATUSES.indexOf(statusOf(spec)))
        .ifPresent(
            before ->
                faults.fault(
                    "/spec/status",
                    "the status goes back from " + before + " to " + statusOf(spec),
                    before.equals("retired")
                        ? "declare a new data element; who knows this one knows it as retired"
                        : "keep " + before + ", or retire it"));
  }

  private static String statusOf(DataElementSpec spec) {
    return spec.status() == null ? "standard" : spec.status();
  }

  private void identifier() {
    if (spec.identifier() == null) {
      return;
    }
    view.all(DataElementSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> spec.identifier().equals(other.spec().identifier()))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/identifier",
                    "the data element \"" + other.name() + "\" has that identifier as well",
                    "give each data element an identifier of its own"));
  }

  private void relations() {
    List<DataElementSpec.Relation> relations =
        spec.relations() == null ? List.of() : spec.relations();
    for (int i = 0; i < relations.size(); i++) {
      String target = relations.get(i).element();
      if (view.find(DataElementSpec.class, target).isEmpty()) {
        List<String> known =
            view.all(DataElementSpec.class).stream().map(Definition::name).toList();
        faults.fault(
            "/spec/relations/" + i + "/element",
            "there is no DataElement \"" + target + "\"",
            Suggestion.fix(target, known, "declare that DataElement"));
      }
    }
  }
}
