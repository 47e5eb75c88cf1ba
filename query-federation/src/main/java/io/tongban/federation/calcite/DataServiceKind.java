package io.tongban.federation.calcite;

import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.registry.DataType;
import io.tongban.registry.ResourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code kind: DataService}: published means compiled. */
@ApplicationScoped
class DataServiceKind implements DefinitionKind<DataServiceSpec> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
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
    subject(spec, faults);
    version(definition, view, faults);
    boolean whole = parameters(spec, faults) & budget(spec, faults);
    if (whole) {
      compile(definition, view, faults);
    }
  }

  private static void version(
      Definition<DataServiceSpec> definition, DefinitionView view, FaultSink faults) {
    DataServiceSpec spec = definition.spec();
    String service = spec.serviceName(definition.name());
    if (!NAME.matcher(service).matches() || spec.versionNumber() < 1) {
      faults.fault(
          "/spec/service",
          service + " v" + spec.versionNumber() + " cannot be the path of a service",
          "name the service in kebab-case and number its versions from 1");
    }
    view.all(DataServiceSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> other.spec().serviceName(other.name()).equals(service))
        .filter(other -> other.spec().versionNumber() == spec.versionNumber())
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/majorVersion",
                    "version " + spec.versionNumber() + " of " + service + " is " + other.name(),
                    "give this one another majorVersion"));
    if (spec.deprecated() != null) {
      deprecation(definition, view, faults);
    }
  }

  private static void deprecation(
      Definition<DataServiceSpec> definition, DefinitionView view, FaultSink faults) {
    DataServiceSpec.Deprecation deprecated = definition.spec().deprecated();
    if (deprecated.sunset() != null && deprecated.sunset().isBefore(deprecated.since())) {
      faults.fault(
          "/spec/deprecated/sunset", "the sunset lies before since", "let it come after since");
    }
    String successor = deprecated.successor();
    if (successor != null
        && (successor.equals(definition.name())
            || view.find(DataServiceSpec.class, successor).isEmpty())) {
      faults.fault(
          "/spec/deprecated/successor",
          "there is no other DataService " + successor,
          "name the DataService to call instead");
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

  private static void subject(DataServiceSpec spec, FaultSink faults) {
    if (spec.subject() == null) {
      return;
    }
    Optional<DataServiceSpec.Parameter> parameter =
        Service.parameters(spec).stream().filter(p -> p.name().equals(spec.subject())).findFirst();
    if (parameter.isEmpty()) {
      List<String> declared =
          Service.parameters(spec).stream().map(DataServiceSpec.Parameter::name).toList();
      faults.fault(
          "/spec/subject",
          "the subject " + spec.subject() + " is not a parameter",
          "declare it under spec.parameters, or name one of " + declared);
    } else if (parameter.get().type() != DataType.STRING
        || Boolean.FALSE.equals(parameter.get().required())) {
      faults.fault(
          "/spec/subject",
          "the parameter " + spec.subject() + " cannot name a person",
          "make it a required STRING");
    }
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
      QueryCompiler compiler = new QueryCompiler(databases.declared(view));
      // looked up by name, so that the hub knows that the service rests on them
      compiler
          .reads(service.sql(), service.types(), everything)
          .keySet()
          .forEach(resource -> view.find(ResourceSpec.class, resource));
      CompiledQuery query = compiler.compile(service.sql(), service.types(), everything);
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
