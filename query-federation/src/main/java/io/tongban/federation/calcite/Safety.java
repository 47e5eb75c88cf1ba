package io.tongban.federation.calcite;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Sarg;

/**
 * Which expressions may be evaluated where.
 *
 * <p>A <em>total</em> expression never fails. One that can fail must not be evaluated beside a row
 * condition, since its error would tell of a row the caller may not see. A <em>pushable</em>
 * expression is total and means the same in every database; only those leave the hub.
 */
final class Safety {
  private static final Set<SqlKind> COMPARISONS =
      Set.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL);
  private static final Set<SqlKind> LOGIC =
      Set.of(
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE);
  private static final Set<SqlKind> TOTAL_IN_THE_HUB =
      Set.of(
          SqlKind.IS_DISTINCT_FROM, SqlKind.IS_NOT_DISTINCT_FROM, SqlKind.CASE, SqlKind.COALESCE);
  private static final Set<String> TOTAL_FUNCTIONS =
      Set.of("UPPER", "LOWER", "CHAR_LENGTH", "CHARACTER_LENGTH", "||");

  private Safety() {}

  /** Whether it can be evaluated on any row without an error. */
  static boolean total(RexNode node) {
    if (leaf(node) || ofOuterRow(node)) {
      return true;
    }
    if (!(node instanceof RexCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case LIKE -> plainPattern(call) && all(call, true);
      case PLUS, MINUS, TIMES -> exact(call) && all(call, true);
      case DIVIDE, MOD -> exact(call) && notZero(call.getOperands().get(1)) && all(call, true);
      case EXTRACT, FLOOR, CEIL -> all(call, true);
      case SEARCH, TRIM -> all(call, true);
      case CAST -> widening(call) && all(call, true);
      default -> totalOperator(call) && all(call, true);
    };
  }

  private static boolean totalOperator(RexCall call) {
    return COMPARISONS.contains(call.getKind())
        || LOGIC.contains(call.getKind())
        || TOTAL_IN_THE_HUB.contains(call.getKind())
        || TOTAL_FUNCTIONS.contains(call.getOperator().getName());
  }

  /** Whether a source may evaluate it. */
  static boolean pushable(RexNode node) {
    if (leaf(node)) {
      return true;
    }
    if (!(node instanceof RexCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case LIKE -> plainPattern(call) && all(call, false);
      case SEARCH -> sameOrderEverywhere(call) || pointSearch(call);
      case CAST -> widening(call) && !columnToDecimal(call) && all(call, false);
      case EQUALS, NOT_EQUALS -> comparable(call) && all(call, false);
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          sameOrderEverywhere(call) && comparable(call) && all(call, false);
      case IS_NULL, IS_NOT_NULL -> call.getOperands().get(0) instanceof RexInputRef;
      case AND, OR, NOT, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> all(call, false);
      default -> false;
    };
  }

  private static boolean all(RexCall call, boolean inTheHub) {
    List<RexNode> operands = call.getOperands();
    return operands.stream().allMatch(o -> inTheHub ? total(o) : pushable(o));
  }

  private static boolean leaf(RexNode node) {
    return node instanceof RexInputRef
        || node instanceof RexLiteral
        || node instanceof RexDynamicParam;
  }

  private static boolean ofOuterRow(RexNode node) {
    return node instanceof RexFieldAccess access
        && access.getReferenceExpr() instanceof RexCorrelVariable;
  }

  /** Sums and products of integers and decimals may wrap around, but have a value. */
  private static boolean exact(RexCall call) {
    return SqlTypeUtil.isExactNumeric(call.getType())
        && call.getOperands().stream().allMatch(o -> SqlTypeUtil.isExactNumeric(o.getType()));
  }

  private static boolean notZero(RexNode divisor) {
    return divisor instanceof RexLiteral literal
        && literal.getValueAs(java.math.BigDecimal.class) != null
        && literal.getValueAs(java.math.BigDecimal.class).signum() != 0;
  }

  /** A pattern that ends in an escape fails only on rows that match so far. */
  private static boolean plainPattern(RexCall like) {
    return like.getOperands().size() == 2
        && like.getOperands().get(1) instanceof RexLiteral pattern
        && pattern.getValueAs(String.class) != null
        && pattern.getValueAs(String.class).indexOf('\\') < 0;
  }

  /** IN and NOT IN ask for equality alone, which means the same everywhere. */
  private static boolean pointSearch(RexCall search) {
    if (!(search.getOperands().get(0) instanceof RexInputRef column)
        || timestamp(column)
        || !(search.getOperands().get(1) instanceof RexLiteral literal)) {
      return false;
    }
    Sarg<?> values = literal.getValueAs(Sarg.class);
    return values.isPoints() || values.isComplementedPoints();
  }

  /** Texts sort by the source's collation, which differs from the hub's. */
  private static boolean sameOrderEverywhere(RexCall call) {
    RexNode first = call.getOperands().get(0);
    return !SqlTypeUtil.inCharFamily(first.getType()) && !timestamp(first) && leaf(first);
  }

  /** A column against something: a parameter alone has no type a source could guess. */
  private static boolean comparable(RexCall call) {
    boolean column = call.getOperands().stream().anyMatch(Safety::overColumn);
    return column && call.getOperands().stream().noneMatch(Safety::timestamp);
  }

  private static boolean overColumn(RexNode node) {
    return node instanceof RexInputRef
        || (node instanceof RexCall cast
            && cast.getKind() == SqlKind.CAST
            && cast.getOperands().get(0) instanceof RexInputRef);
  }

  private static boolean timestamp(RexNode node) {
    return node.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  /**
   * What a source keeps in the column may be more than is declared, also on rows that are hidden.
   */
  private static boolean columnToDecimal(RexCall cast) {
    return cast.getType().getSqlTypeName() == SqlTypeName.DECIMAL
        && cast.getOperands().stream().anyMatch(Safety::overColumn);
  }

  /** A cast that keeps every value as it is. */
  static boolean widening(RexCall cast) {
    var from = cast.getOperands().get(0).getType();
    var to = cast.getType();
    if (SqlTypeUtil.inCharFamily(from) && to.getSqlTypeName() == SqlTypeName.VARCHAR) {
      return to.getPrecision() < 0
          || from.getPrecision() >= 0 && from.getPrecision() <= to.getPrecision();
    }
    if (SqlTypeFamily.INTEGER.contains(from)) {
      return to.getSqlTypeName() == SqlTypeName.BIGINT
          || to.getSqlTypeName() == SqlTypeName.DECIMAL && to.getPrecision() - to.getScale() >= 19;
    }
    return from.getSqlTypeName() == to.getSqlTypeName()
        && from.getPrecision() == to.getPrecision()
        && from.getScale() == to.getScale();
  }
}
