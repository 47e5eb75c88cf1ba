package io.tongban.federation.calcite;

import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code kind: DataService}: published means compiled. */
@ApplicationScoped
class DataServiceKind implements DefinitionKind<DataServiceSpec> {
  private final HubDatabases databases;

  @Inject
  DataServiceKind(HubDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String kind() {
    return "DataService";
  }

  @Override
  public Class<DataServiceSpec> specType() {
    return DataServiceSpec.class;
  }

  @Override
  public void check(Definition<DataServiceSpec> definition, DefinitionView view, FaultSink faults) {
    DataServiceSpec spec = definition.spec();
    if (view.find(DepartmentSpec.class, spec.provider()).isEmpty()) {
      List<String> known = view.all(DepartmentSpec.class).stream().map(Definition::name).toList();
      faults.fault(
          "/spec/provider",
          "there is no Department " + spec.provider(),
          "declare it, or use one of " + known);
    }
    boolean whole = parameters(spec, faults) & budget(spec, faults);
    if (whole) {
      compile(definition, view, faults);
    }
  }

  private static boolean parameters(DataServiceSpec spec, FaultSink faults) {
    Set<String> used = new LinkedHashSet<>(NamedParameters.positional(spec.sql()).names());
    Set<String> declared = new HashSet<>();
    boolean whole = true;
    List<DataServiceSpec.Parameter> parameters = Service.parameters(spec);
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i).name();
      if (!declared.add(name)) {
        faults.fault("/spec/parameters/" + i, name + " is declared twice", "declare it once");
        whole = false;
      } else if (!used.contains(name)) {
        faults.fault(
            "/spec/parameters/" + i,
            "the SQL does not use :" + name,
            "use :" + name + " in the SQL or remove the parameter");
        whole = false;
      }
    }
    used.removeAll(declared);
    for (String name : used) {
      faults.fault(
          "/spec/sql",
          "the SQL uses :" + name + ", which is not declared",
          "declare " + name + " with its type under spec.parameters");
      whole = false;
    }
    return whole;
  }

  private static boolean budget(DataServiceSpec spec, FaultSink faults) {
    DataServiceSpec.Report report = spec.report();
    if (report != null && (report.maxRows() < 1 || report.maxSeconds() < 1)) {
      faults.fault(
          "/spec/report",
          "a report needs a budget of at least one row and one second",
          "set maxRows and maxSeconds");
      return false;
    }
    return true;
  }

  private void compile(
      Definition<DataServiceSpec> definition, DefinitionView view, FaultSink faults) {
    try {
      Service service = Service.of(definition);
      var everything = Policies.everything(new DeclaredCatalogue(view).resources());
      CompiledQuery query =
          new QueryCompiler(databases.declared(view))
              .compile(service.sql(), service.types(), everything);
      if (definition.spec().report() == null) {
        requireBounded(query, faults);
      }
      if (service.engine() == DataServiceSpec.Engine.TRINO) {
        handOver(service, everything, view, faults);
      }
    } catch (ProblemException refused) {
      Problem problem = refused.problem();
      faults.fault("/spec/sql", problem.detail(), problem.remedy().en());
    }
  }

  private void handOver(
      Service service, Policies everything, DefinitionView view, FaultSink faults) {
    try {
      Engines.requireHandOver(service.sql(), service.types(), everything, databases, view);
    } catch (ProblemException refused) {
      Problem problem = refused.problem();
      faults.fault("/spec/engine", problem.detail(), problem.remedy().en());
    }
  }

  private static void requireBounded(CompiledQuery query, FaultSink faults) {
    String unbounded =
        query.statements().stream()
            .filter(SourceStatement::unbounded)
            .map(statement -> statement.database() + ": " + oneLine(statement.sql()))
            .collect(Collectors.joining("; "));
    if (!unbounded.isEmpty()) {
      faults.fault(
          "/spec/sql",
          "the plan reads a whole table of a source: " + unbounded,
          "bind a column of every table by a parameter or through join keys, or declare"
              + " spec.report with its budget");
    }
  }

  private static String oneLine(String sql) {
    return sql.replaceAll("\\s+", " ");
  }
}
