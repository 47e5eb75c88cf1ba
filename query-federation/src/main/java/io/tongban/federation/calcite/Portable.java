package io.tongban.federation.calcite;

import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Which values another database may compute because it computes the same. What is allowed under a
 * group may fail (an overflow): nothing above can turn it into a filter beside a row condition.
 */
final class Portable {
  private static final Set<SqlKind> ARITHMETIC =
      Set.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.MINUS_PREFIX);
  private static final Set<TimeUnitRange> PARTS =
      Set.of(TimeUnitRange.YEAR, TimeUnitRange.MONTH, TimeUnitRange.DAY);
  private static final Set<String> TEXTS = Set.of("CHAR_LENGTH", "CHARACTER_LENGTH", "||");

  private Portable() {}

  /** What a database that is exact may compute to group by it or to add it up. */
  static boolean underGroups(RexNode node, SourceDatabase database) {
    return everywhere(node)
        || decimals(node, database)
        || branches(node) && operands(node).allMatch(o -> branch(o, database))
        || database.trino() && inTrino(node);
  }

  private static boolean branch(RexNode operand, SourceDatabase database) {
    return Safety.pushable(operand) && ExactTerms.possible(operand, database.product())
        || underGroups(operand, database);
  }

  private static boolean decimals(RexNode node, SourceDatabase database) {
    boolean here =
        node instanceof RexCall call
            && (ARITHMETIC.contains(call.getKind()) || rounds(call))
            && call.getType().getSqlTypeName() == SqlTypeName.DECIMAL;
    return here && database.exact() && operands(node).allMatch(o -> underGroups(o, database));
  }

  /** As {@link EqualNumbers} rounds what is computed. */
  private static boolean rounds(RexCall call) {
    return call.getOperator() == SqlStdOperatorTable.ROUND
        && call.getOperands().size() == 2
        && call.getOperands().get(1) instanceof RexLiteral;
  }

  private static boolean everywhere(RexNode node) {
    return node instanceof RexInputRef
        || node instanceof RexLiteral literal && plain(literal)
        || part(node);
  }

  private static boolean plain(RexLiteral literal) {
    return switch (literal.getType().getSqlTypeName()) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, CHAR, VARCHAR, DATE -> true;
      default -> false;
    };
  }

  /** The year, month or day of a date. */
  private static boolean part(RexNode node) {
    return node instanceof RexCall call
        && call.getKind() == SqlKind.EXTRACT
        && unit(call.getOperands().get(0))
        && call.getOperands().get(1) instanceof RexInputRef date
        && date.getType().getSqlTypeName() == SqlTypeName.DATE;
  }

  /** What Trino may compute anywhere: it cannot fail. Enough for the masks. */
  static boolean inTrino(RexNode node) {
    if (everywhere(node) || Safety.pushable(node)) {
      return true;
    }
    if (!(node instanceof RexCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case EXTRACT -> unit(call.getOperands().get(0)) && date(call.getOperands().get(1));
      case CASE, COALESCE -> operands(call).allMatch(Portable::branchInTrino);
      case CAST -> Safety.widening(call) && inTrino(call.getOperands().get(0));
      case FLOOR -> date(call.getOperands().get(0)) && unit(call.getOperands().get(1));
      case MINUS -> length(call.getOperands().get(0)) && whole(call.getOperands().get(1));
      default -> text(call);
    };
  }

  private static boolean branchInTrino(RexNode node) {
    return inTrino(node) || shortText(node);
  }

  /** Whether a text has at most so many characters. */
  private static boolean shortText(RexNode node) {
    return node instanceof RexCall call
        && call.getKind() == SqlKind.LESS_THAN_OR_EQUAL
        && length(call.getOperands().get(0))
        && whole(call.getOperands().get(1));
  }

  private static boolean text(RexCall call) {
    return switch (call.getOperator().getName()) {
      case "SUBSTRING" -> substring(call.getOperands());
      case "REPEAT" -> operands(call).allMatch(Portable::inTrino);
      default ->
          TEXTS.contains(call.getOperator().getName())
              && operands(call).allMatch(Portable::inTrino);
    };
  }

  /** From the beginning, or up to the end: elsewhere it means something else in Trino. */
  private static boolean substring(List<RexNode> operands) {
    boolean first =
        operands.size() == 3
            && operands.get(1) instanceof RexLiteral from
            && Long.valueOf(1).equals(from.getValueAs(Long.class))
            && whole(operands.get(2));
    boolean last =
        operands.size() == 2
            && (length(operands.get(1))
                || operands.get(1).getKind() == SqlKind.MINUS && inTrino(operands.get(1)));
    return (first || last) && inTrino(operands.get(0));
  }

  private static boolean length(RexNode node) {
    return node instanceof RexCall call
        && call.getOperator().getName().startsWith("CHAR")
        && inTrino(call);
  }

  private static boolean whole(RexNode node) {
    return node instanceof RexLiteral literal
        && SqlTypeUtil.isExactNumeric(literal.getType())
        && literal.getValueAs(Long.class) != null
        && literal.getValueAs(Long.class) >= -1;
  }

  private static boolean date(RexNode node) {
    return node.getType().getSqlTypeName() == SqlTypeName.DATE && inTrino(node);
  }

  private static boolean unit(RexNode node) {
    return node instanceof RexLiteral unit
        && unit.getTypeName() == SqlTypeName.SYMBOL
        && PARTS.contains(unit.getValueAs(TimeUnitRange.class));
  }

  private static boolean branches(RexNode node) {
    return node.getKind() == SqlKind.CASE;
  }

  private static java.util.stream.Stream<RexNode> operands(RexNode node) {
    return ((RexCall) node).getOperands().stream();
  }
}
