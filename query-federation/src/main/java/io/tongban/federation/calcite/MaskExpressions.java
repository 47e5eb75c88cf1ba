package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Masks as expressions of their column's type. */
final class MaskExpressions {
  private MaskExpressions() {}

  /**
   * The masked form of a column.
   *
   * @param slots takes what a run must bring along
   * @param trino whether Trino is to evaluate it, to which no function can be brought along
   * @throws IllegalArgumentException if the mask does not fit the column's type
   */
  static RexNode apply(
      Mask mask, RexNode column, RexBuilder rex, AttributeSlots slots, boolean trino) {
    RelDataType type = column.getType();
    DataType of = SqlTypes.dataType(type.getSqlTypeName()).orElse(null);
    if (of == null || !mask.fits(of)) {
      throw new IllegalArgumentException(
          "mask " + mask.text() + " does not fit the type " + of + "; " + Mask.FITTING);
    }
    RexNode masked =
        trino && mask instanceof Mask.Partial partial
            ? partial(partial, column, rex)
            : masked(mask, column, rex, slots);
    return rex.ensureType(type, masked, true);
  }

  private static RexNode masked(Mask mask, RexNode column, RexBuilder rex, AttributeSlots slots) {
    if (HubMasks.function(mask)) {
      return function(mask, column, rex, slots);
    }
    if (mask instanceof Mask.Constant constant) {
      // a literal is not nullable, and a simplifying cast would leave it so
      return rex.makeAbstractCast(column.getType(), rex.makeLiteral(constant.value()), false);
    }
    if (mask instanceof Mask.Year) {
      return floor(column, TimeUnitRange.YEAR, rex);
    }
    if (mask instanceof Mask.Month) {
      return floor(column, TimeUnitRange.MONTH, rex);
    }
    if (mask instanceof Mask.Day) {
      return floor(column, TimeUnitRange.DAY, rex);
    }
    if (mask instanceof Mask.Hour) {
      return floor(column, TimeUnitRange.HOUR, rex);
    }
    // nullify, and whatever mask nobody has taught this how to lay on
    return rex.makeNullLiteral(column.getType());
  }

  private static RexNode floor(RexNode column, TimeUnitRange unit, RexBuilder rex) {
    return rex.makeCall(SqlStdOperatorTable.FLOOR, column, rex.makeFlag(unit));
  }

  private static RexNode function(Mask mask, RexNode column, RexBuilder rex, AttributeSlots slots) {
    RelDataTypeFactory types = rex.getTypeFactory();
    RelDataType any = types.createTypeWithNullability(types.createSqlType(SqlTypeName.ANY), true);
    return rex.makeCall(
        column.getType(),
        MaskFunction.OPERATOR,
        List.of(
            column, rex.makeDynamicParam(any, slots.index(mask)), rex.makeLiteral(mask.text())));
  }

  /** As {@link ValueMasks#partial}; Trino counts characters by code points as well. */
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
