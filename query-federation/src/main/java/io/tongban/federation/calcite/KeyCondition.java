package io.tongban.federation.calcite;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * "This column is one of the keys that the other side of a join has": a condition that only makes a
 * source send less. The join compares the keys again, so a source may let more rows through (as a
 * collation that ignores case does), never fewer.
 */
final class KeyCondition {
  /** The keys come out of rows that are themselves bounded. */
  private static final SqlOperator OF_BOUNDED = operator("KEYS");

  /** The keys are sent if they are few; else the source is read whole. */
  private static final SqlOperator IF_FEW = operator("KEYS_IF_FEW");

  private static final SqlOperator ANY =
      new SqlSpecialOperator(
          "ANY", SqlKind.OTHER, 30, true, ReturnTypes.BOOLEAN, null, OperandTypes.ANY) {
        @Override
        public void unparse(SqlWriter writer, SqlCall call, int left, int right) {
          call.operand(0).unparse(writer, left, right);
          writer.sep("= ANY");
          SqlWriter.Frame frame = writer.startList("(", ")");
          call.operand(1).unparse(writer, 0, 0);
          writer.endList(frame);
        }
      };

  private KeyCondition() {}

  private static SqlOperator operator(String name) {
    return new SqlSpecialOperator(
        name, SqlKind.OTHER, 30, true, ReturnTypes.BOOLEAN, null, OperandTypes.ANY);
  }

  /**
   * The condition on a column.
   *
   * @param slot which keys, see {@link KeySlots}
   */
  static RexNode on(RexNode column, int slot, boolean bounded, RexBuilder rex) {
    RelDataType truth = rex.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN);
    return rex.makeCall(
        truth,
        bounded ? OF_BOUNDED : IF_FEW,
        List.of(column, rex.makeDynamicParam(column.getType(), slot)));
  }

  /** Whether it bounds what a source is asked. */
  static boolean bounds(RexCall call) {
    return call.getOperator() == OF_BOUNDED;
  }

  /** Whether it is such a condition. A source may evaluate it as loosely as it likes. */
  static boolean is(RexCall call) {
    return isKeys(call.getOperator());
  }

  /** How a statement writes its key conditions. */
  interface Form {
    /** How many keys a list of that slot holds, 0 to leave the condition out. */
    int size(int slot);
  }

  /** The slots whose keys a statement wants. */
  static List<Integer> slots(SqlNode statement) {
    java.util.LinkedHashSet<Integer> slots = new java.util.LinkedHashSet<>();
    statement.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlCall call) {
            if (isKeys(call.getOperator())) {
              slots.add(slot(call));
            }
            return super.visit(call);
          }
        });
    return List.copyOf(slots);
  }

  /** A statement with its key conditions written as comparison with an array. */
  static SqlNode asArrays(SqlNode statement, Form form) {
    return write(
        statement,
        call ->
            form.size(slot(call)) == 0
                ? always()
                : ANY.createCall(call.getParserPosition(), call.operand(0), call.operand(1)));
  }

  /** A statement with its key conditions written as IN lists. */
  static SqlNode asLists(SqlNode statement, Form form) {
    return write(
        statement,
        call -> {
          int size = form.size(slot(call));
          if (size == 0) {
            return always();
          }
          SqlNodeList list = new SqlNodeList(call.getParserPosition());
          for (int i = 0; i < size; i++) {
            list.add(new SqlDynamicParam(slot(call), SqlParserPos.ZERO));
          }
          return SqlStdOperatorTable.IN.createCall(call.getParserPosition(), call.operand(0), list);
        });
  }

  private interface Writing {
    SqlNode write(SqlCall condition);
  }

  private static SqlNode write(SqlNode statement, Writing writing) {
    return statement.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlCall call) {
            return isKeys(call.getOperator()) ? writing.write(call) : super.visit(call);
          }

          @Override
          public SqlNode visit(SqlIdentifier identifier) {
            return identifier;
          }
        });
  }

  private static boolean isKeys(SqlOperator operator) {
    return operator == OF_BOUNDED || operator == IF_FEW;
  }

  private static int slot(SqlCall call) {
    return ((SqlDynamicParam) call.operand(1)).getIndex();
  }

  private static SqlNode always() {
    SqlNode one = SqlLiteral.createExactNumeric("1", SqlParserPos.ZERO);
    return SqlStdOperatorTable.EQUALS.createCall(SqlParserPos.ZERO, one, one);
  }
}
