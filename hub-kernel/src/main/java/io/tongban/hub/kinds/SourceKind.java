package io.tongban.hub.kinds;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code kind: Source}: exactly one way to reach it, and a department it belongs to. */
@ApplicationScoped
class SourceKind implements DefinitionKind<SourceSpec> {
  @Override
  public String kind() {
    return "Source";
  }

  @Override
  public Class<SourceSpec> specType() {
    return SourceSpec.class;
  }

  @Override
  public void check(Definition<SourceSpec> definition, DefinitionView view, FaultSink faults) {
    SourceSpec spec = definition.spec();
    department(spec, view, faults);
    long ways = Stream.of(spec.file(), spec.http(), spec.jdbc()).filter(Objects::nonNull).count();
    if (ways != 1) {
      faults.fault(
          "/spec",
          ways == 0 ? "nothing says how to reach the source" : "there are " + ways + " ways to it",
          "give exactly one of file, http and jdbc");
    }
    SourceRules.check(spec, faults);
  }

  private static void department(SourceSpec spec, DefinitionView view, FaultSink faults) {
    if (view.find(DepartmentSpec.class, spec.department()).isEmpty()) {
      List<String> known = view.all(DepartmentSpec.class).stream().map(Definition::name).toList();
      faults.fault(
          "/spec/department",
          "there is no department \"" + spec.department() + "\"",
          Nearest.fix(spec.department(), known, "departments"));
    }
  }
}
