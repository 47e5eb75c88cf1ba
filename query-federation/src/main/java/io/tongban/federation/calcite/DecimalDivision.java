package io.tongban.federation.calcite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.EnumUtils;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * Divides decimals, also in averages, with all the digits that a decimal has, rounded half up:
 * Calcite's own division gives 16 digits, whatever the type.
 */
final class DecimalDivision extends RexShuttle {
  /** More than a decimal holds, so that what is worked out with a quotient has all its places. */
  private static final int DIGITS = SqlTypes.DECIMAL_PRECISION + SqlTypes.DECIMAL_SCALE;

  private static final SqlUserDefinedFunction OPERATOR =
      new SqlUserDefinedFunction(
          new SqlIdentifier("DIVIDE", SqlParserPos.ZERO),
          SqlKind.DIVIDE,
          ReturnTypes.QUOTIENT_NULLABLE,
          InferTypes.FIRST_KNOWN,
          OperandTypes.operandMetadata(List.of(), factory -> List.of(), i -> "a" + i, i -> false),
          new Implementation());

  private final RexBuilder rex;

  private DecimalDivision(RexBuilder rex) {
    this.rex = rex;
  }

  /** The hub's part of a physical plan, with its divisions; sources divide no decimals. */
  static RelNode in(RelNode plan) {
    if (plan instanceof SourceFetch) {
      return plan;
    }
    List<RelNode> inputs = plan.getInputs().stream().map(DecimalDivision::in).toList();
    RelNode node = inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    return node.accept(new DecimalDivision(plan.getCluster().getRexBuilder()));
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RexCall visited = (RexCall) super.visitCall(call);
    boolean decimals =
        visited.getKind() == SqlKind.DIVIDE
            && visited.getType().getSqlTypeName() == SqlTypeName.DECIMAL;
    return decimals ? rex.makeCall(visited.getType(), OPERATOR, visited.getOperands()) : visited;
  }

  /** Generated code knows the platform's types only. */
  private static final class Implementation implements ScalarFunction, ImplementableFunction {
    @Override
    public RelDataType getReturnType(RelDataTypeFactory factory) {
      throw new IllegalStateException("the type is the quotient's");
    }

    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }

    @Override
    public CallImplementor getImplementor() {
      return RexImpTable.createImplementor(Implementation::call, NullPolicy.STRICT, false);
    }

    private static Expression call(
        RexToLixTranslator translator, RexCall call, List<Expression> operands) {
      return Expressions.call(
          EnumUtils.convert(operands.get(0), BigDecimal.class),
          "divide",
          EnumUtils.convert(operands.get(1), BigDecimal.class),
          Expressions.new_(MathContext.class, Expressions.constant(DIGITS)));
    }
  }
}
