package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import java.math.BigDecimal;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Masks as expressions of their column's type. */
final class MaskExpressions {
  private MaskExpressions() {}

  /**
   * The masked form of a column.
   *
   * @throws IllegalArgumentException if the mask does not fit the column's type
   */
  static RexNode apply(Mask mask, RexNode column, RexBuilder rex) {
    RelDataType type = column.getType();
    RexNode masked;
    if (mask instanceof Mask.Nullify) {
      masked = rex.makeNullLiteral(type);
    } else if (mask instanceof Mask.Partial partial) {
      require(SqlTypeUtil.inCharFamily(type), "only a text can be masked in part");
      masked = partial(partial, column, rex);
    } else if (mask instanceof Mask.Constant constant) {
      require(SqlTypeUtil.inCharFamily(type), "only a text can be replaced by a constant");
      // a literal is not nullable, and a simplifying cast would leave it so
      masked = rex.makeAbstractCast(type, rex.makeLiteral(constant.value()), false);
    } else if (mask instanceof Mask.Year) {
      require(type.getSqlTypeName() == SqlTypeName.DATE, "only a date can be cut to its year");
      masked = rex.makeCall(SqlStdOperatorTable.FLOOR, column, rex.makeFlag(TimeUnitRange.YEAR));
    } else {
      throw new IllegalArgumentException("an unknown mask");
    }
    return rex.ensureType(type, masked, true);
  }

  private static void require(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** A text no longer than what may be shown is hidden whole. */
  private static RexNode partial(Mask.Partial mask, RexNode text, RexBuilder rex) {
    int shown = mask.first() + mask.last();
    RexNode length = rex.makeCall(SqlStdOperatorTable.CHAR_LENGTH, text);
    RexNode tooShort =
        rex.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, length, number(shown, rex));
    RexNode first =
        rex.makeCall(
            SqlStdOperatorTable.SUBSTRING, text, number(1, rex), number(mask.first(), rex));
    RexNode last =
        rex.makeCall(
            SqlStdOperatorTable.SUBSTRING,
            text,
            rex.makeCall(SqlStdOperatorTable.MINUS, length, number(mask.last() - 1, rex)));
    RexNode hidden =
        stars(rex.makeCall(SqlStdOperatorTable.MINUS, length, number(shown, rex)), rex);
    RexNode kept =
        rex.makeCall(
            SqlStdOperatorTable.CONCAT,
            rex.makeCall(SqlStdOperatorTable.CONCAT, first, hidden),
            last);
    return rex.makeCall(SqlStdOperatorTable.CASE, tooShort, stars(length, rex), kept);
  }

  private static RexNode stars(RexNode count, RexBuilder rex) {
    RelDataType varchar = rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
    RexNode star = rex.makeCast(varchar, rex.makeLiteral("*"));
    return rex.makeCall(SqlLibraryOperators.REPEAT, star, count);
  }

  private static RexNode number(int value, RexBuilder rex) {
    return rex.makeExactLiteral(
        BigDecimal.valueOf(value), rex.getTypeFactory().createSqlType(SqlTypeName.INTEGER));
  }
}
