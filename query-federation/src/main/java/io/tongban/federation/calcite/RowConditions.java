package io.tongban.federation.calcite;

import io.tongban.access.RowCondition;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.ProblemException;
import io.tongban.registry.Column;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Row conditions as expressions over a raw table, the caller's attributes as parameters. */
final class RowConditions {
  private RowConditions() {}

  /**
   * Compiles a condition over all of the resource's columns, also the ones that are not granted.
   *
   * @throws ProblemException {@link FederationProblem#POLICY_INVALID}; nothing may be read then
   */
  static RexNode compile(
      RowCondition condition, RawTable raw, Workshop workshop, AttributeSlots slots) {
    String resource = raw.resource().name();
    Map<String, RelDataType> types = new HashMap<>();
    Map<String, RexNode> nodes = new HashMap<>();
    columns(raw, workshop, types, nodes);
    String text =
        NamedParameters.replace(
                condition.sql(), name -> attribute(name, resource, workshop, slots, types, nodes))
            .text();
    RexNode compiled = convert(text, resource, workshop, types, nodes);
    if (compiled.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw invalid(resource, "the row condition is not true or false");
    }
    if (!Safety.total(compiled)) {
      throw invalid(
          resource,
          "the row condition uses an expression that can fail or a subquery; comparisons, IN,"
              + " LIKE, AND, OR, NOT, IS NULL, UPPER, LOWER and TRIM are allowed");
    }
    return compiled;
  }

  private static void columns(
      RawTable raw, Workshop workshop, Map<String, RelDataType> types, Map<String, RexNode> nodes) {
    var fields = raw.getRowType(workshop.types()).getFieldList();
    for (Column column : raw.resource().columns()) {
      int position = raw.position(column.name());
      RelDataType type = fields.get(position).getType();
      types.put(column.name(), type);
      nodes.put(column.name(), workshop.cluster().getRexBuilder().makeInputRef(type, position));
    }
  }

  private static String attribute(
      String name,
      String resource,
      Workshop workshop,
      AttributeSlots slots,
      Map<String, RelDataType> types,
      Map<String, RexNode> nodes) {
    String identifier = "$" + name;
    RelDataType type = SqlTypes.of(io.tongban.registry.DataType.STRING, workshop.types());
    types.put(identifier, type);
    nodes.put(
        identifier,
        workshop.cluster().getRexBuilder().makeDynamicParam(type, slots.index(resource, name)));
    return '"' + identifier + '"';
  }

  private static RexNode convert(
      String text,
      String resource,
      Workshop workshop,
      Map<String, RelDataType> types,
      Map<String, RexNode> nodes) {
    try {
      SqlNode parsed = SqlParser.create(text, Workshop.PARSER).parseExpression();
      requireNoQuery(parsed, resource);
      var catalogue = workshop.catalogue();
      var validator = workshop.validator(catalogue);
      SqlNode valid = validator.validateParameterizedExpression(parsed, types);
      return workshop.converter(validator, catalogue).convertExpression(valid, nodes);
    } catch (SqlParseException
        | CalciteContextException
        | UnsupportedOperationException
        | AssertionError e) {
      throw invalid(resource, "the row condition is not valid SQL over the resource's columns");
    }
  }

  private static void requireNoQuery(SqlNode condition, String resource) {
    condition.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call.getKind().belongsTo(SqlKind.QUERY)) {
              throw invalid(resource, "the row condition has a subquery");
            }
            return super.visit(call);
          }
        });
  }

  static ProblemException invalid(String resource, String what) {
    return FederationProblem.POLICY_INVALID
        .problem("resource " + resource + ": " + what)
        .with("resource", resource);
  }
}
