package io.tongban.connectors.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tongban.connectors.CrosswalkSpec;
import io.tongban.connectors.mapping.CrosswalkTables;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import io.tongban.registry.CodeListSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kind {@code Crosswalk}. */
@ApplicationScoped
class CrosswalkKind implements DefinitionKind<CrosswalkSpec> {
  private static final String AT = "/spec/candidates";

  @Override
  public String kind() {
    return "Crosswalk";
  }

  @Override
  public Class<CrosswalkSpec> specType() {
    return CrosswalkSpec.class;
  }

  @Override
  public void check(Definition<CrosswalkSpec> definition, DefinitionView view, FaultSink faults) {
    CrosswalkSpec spec = definition.spec();
    if (spec.candidates() != null) {
      candidates(spec.candidates(), view, faults);
    } else if (Boolean.TRUE.equals(spec.exact())) {
      faults.fault(
          "/spec/exact", "there are no candidates to be exactly named", "declare candidates");
    }
    entries(spec, faults);
  }

  private static void candidates(
      CrosswalkSpec.Candidates candidates, DefinitionView view, FaultSink faults) {
    boolean rows = candidates.source() != null || candidates.query() != null;
    if ((candidates.codeList() != null) == rows
        || (rows && (candidates.source() == null || candidates.query() == null))) {
      faults.fault(
          AT,
          "candidates are the codes of a list or the rows of a query",
          "write codeList: NAME, or source: NAME and query: SELECT name, value …");
    }
    if (candidates.codeList() != null
        && view.find(CodeListSpec.class, candidates.codeList()).isEmpty()) {
      faults.fault(
          AT + "/codeList",
          "there is no CodeList \"" + candidates.codeList() + "\"",
          Nearest.fix(
              candidates.codeList(), ConnectorKind.names(view, CodeListSpec.class), "code lists"));
    }
    if (candidates.source() != null) {
      database(candidates.source(), AT + "/source", view, faults);
    }
    if (candidates.pattern() != null) {
      pattern(candidates.pattern(), AT + "/pattern", faults);
    }
  }

  static void database(String source, String at, DefinitionView view, FaultSink faults) {
    Optional<Definition<SourceSpec>> found = view.find(SourceSpec.class, source);
    if (found.isEmpty() || found.get().spec().jdbc() == null) {
      faults.fault(
          at,
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

  /** The groups of a pattern of RE2; nothing, and a fault, if it is none. */
  static Optional<Integer> pattern(String pattern, String at, FaultSink faults) {
    try {
      return Optional.of(Pattern.compile(pattern).groupCount());
    } catch (PatternSyntaxException e) {
      faults.fault(
          at,
          "not a regular expression of RE2: " + e.getDescription(),
          "write one without back references and look-around");
      return Optional.empty();
    }
  }

  private static void entries(CrosswalkSpec spec, FaultSink faults) {
    Map<String, Integer> first = new HashMap<>();
    List<CrosswalkSpec.Entry> entries = spec.confirmed();
    for (int i = 0; i < entries.size(); i++) {
      String at = "/spec/entries/" + i;
      CrosswalkSpec.Entry entry = entries.get(i);
      if (entry.from().isBlank() || entry.to().isBlank()) {
        faults.fault(at, "an entry leads from a text to a value", "write both, or remove it");
      }
      Integer before = first.putIfAbsent(CrosswalkTables.normal(entry.from()), i);
      if (before != null) {
        faults.fault(
            at + "/from",
            "entry " + (before + 1) + " has that text already (trimmed and case-blind)",
            "keep one of the two");
      }
    }
  }
}
