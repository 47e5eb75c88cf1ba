package io.tongban.federation.calcite;

import java.lang.reflect.Type;
import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * {@code MASK(value, ?function, 'text')}: a mask that each run brings along as a value of the plan,
 * so that one plan serves every recipient and holds nobody's key. The text says which mask it is,
 * for the plan's digest and for people. It is in no operator table: no SQL can name it.
 */
final class MaskFunction {
  static final SqlUserDefinedFunction OPERATOR =
      new SqlUserDefinedFunction(
          new SqlIdentifier("MASK", SqlParserPos.ZERO),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0_NULLABLE,
          InferTypes.FIRST_KNOWN,
          OperandTypes.operandMetadata(List.of(), factory -> List.of(), i -> "a" + i, i -> false),
          new Implementation());

  private static final JavaTypeFactory TYPES = new JavaTypeFactoryImpl();

  private MaskFunction() {}

  /** Calls what the run brought; generated code knows Calcite's types only. */
  private static final class Implementation implements ScalarFunction, ImplementableFunction {
    @Override
    public RelDataType getReturnType(RelDataTypeFactory factory) {
      throw new IllegalStateException("the type is the masked column's");
    }

    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }

    @Override
    public CallImplementor getImplementor() {
      return RexImpTable.createImplementor(Implementation::call, NullPolicy.NONE, false);
    }

    private static Expression call(
        RexToLixTranslator translator, RexCall call, List<Expression> operands) {
      Type result = TYPES.getJavaClass(call.getType());
      Expression function = Expressions.convert_(operands.get(1), Function1.class);
      Expression value = Expressions.convert_(Expressions.box(operands.get(0)), Object.class);
      return Expressions.convert_(Expressions.call(function, "apply", value), result);
    }
  }
}
