package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import io.tongban.registry.DataType;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Masks as expressions of their column's type. */
final class MaskExpressions {
  private MaskExpressions() {}

  /**
   * The masked form of a column.
   *
   * @param slots takes what a run must bring along
   * @throws IllegalArgumentException if the mask does not fit the column's type
   */
  static RexNode apply(Mask mask, RexNode column, RexBuilder rex, AttributeSlots slots) {
    RelDataType type = column.getType();
    DataType of = SqlTypes.dataType(type.getSqlTypeName()).orElse(null);
    if (of == null || !mask.fits(of)) {
      throw new IllegalArgumentException(
          "mask " + mask.text() + " does not fit the type " + of + "; " + Mask.FITTING);
    }
    return rex.ensureType(type, masked(mask, column, rex, slots), true);
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
}
