package io.tongban.federation.calcite;

import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.Definition;
import io.tongban.hub.ProblemException;
import io.tongban.registry.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A declared data service with its parameters resolved to the places they are used.
 *
 * @param sql with {@code ?} for parameters
 * @param used the parameter of each {@code ?}
 */
record Service(
    Definition<DataServiceSpec> definition,
    String sql,
    List<DataServiceSpec.Parameter> used,
    Map<String, DataServiceSpec.Parameter> declared) {

  static Service of(Definition<DataServiceSpec> definition) {
    Map<String, DataServiceSpec.Parameter> declared = new LinkedHashMap<>();
    for (DataServiceSpec.Parameter parameter : parameters(definition.spec())) {
      declared.put(parameter.name(), parameter);
    }
    NamedParameters text = NamedParameters.positional(definition.spec().sql());
    List<DataServiceSpec.Parameter> used = new ArrayList<>();
    for (String name : text.names()) {
      DataServiceSpec.Parameter parameter = declared.get(name);
      if (parameter == null) {
        throw invalid("the SQL uses :" + name + ", which is not declared", name);
      }
      used.add(parameter);
    }
    return new Service(definition, text.text(), List.copyOf(used), declared);
  }

  static List<DataServiceSpec.Parameter> parameters(DataServiceSpec spec) {
    return spec.parameters() == null ? List.of() : spec.parameters();
  }

  String name() {
    return definition.name();
  }

  DataServiceSpec.Report report() {
    return definition.spec().report();
  }

  boolean allowPartial() {
    return Boolean.TRUE.equals(definition.spec().allowPartial());
  }

  /** The person a call is about; null if it names none. */
  String subject(Map<String, ?> values) {
    String parameter = definition.spec().subject();
    return parameter != null && values.get(parameter) instanceof String person ? person : null;
  }

  DataServiceSpec.Engine engine() {
    DataServiceSpec.Engine engine = definition.spec().engine();
    return engine == null ? DataServiceSpec.Engine.LOCAL : engine;
  }

  /** Types of the {@code ?} in order. */
  List<DataType> types() {
    return used.stream().map(DataServiceSpec.Parameter::type).toList();
  }

  /**
   * The values for a plan.
   *
   * @throws ProblemException naming the parameter that is missing, unknown or of the wrong type;
   *     never its value
   */
  Object[] bind(Map<String, ?> values, SqlTypeName[] types) {
    for (String name : values.keySet()) {
      if (!declared.containsKey(name)) {
        throw invalid(
            "the service has no parameter " + name + "; it has " + declared.keySet(), name);
      }
    }
    for (DataServiceSpec.Parameter parameter : declared.values()) {
      boolean required = !Boolean.FALSE.equals(parameter.required());
      if (required && values.get(parameter.name()) == null) {
        throw invalid("the parameter " + parameter.name() + " is missing", parameter.name());
      }
    }
    Object[] bound = new Object[used.size()];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = value(used.get(i), values, types[i]);
    }
    return bound;
  }

  private static Object value(
      DataServiceSpec.Parameter parameter, Map<String, ?> values, SqlTypeName type) {
    try {
      return SqlTypes.internal(values.get(parameter.name()), type);
    } catch (IllegalArgumentException wrong) {
      throw invalid(
          "the parameter " + parameter.name() + " is not of the type " + parameter.type(),
          parameter.name());
    }
  }

  private static ProblemException invalid(String detail, String parameter) {
    return FederationProblem.PARAMETER_INVALID.problem(detail).with("parameter", parameter);
  }
}
