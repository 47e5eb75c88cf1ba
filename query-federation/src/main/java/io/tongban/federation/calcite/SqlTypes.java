package io.tongban.federation.calcite;

import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;

/** The hub's data types in SQL, and their values in the form that compiled plans use. */
final class SqlTypes {
  static final int DECIMAL_PRECISION = 38;
  static final int DECIMAL_SCALE = 12;

  private SqlTypes() {}

  /**
   * Decimals of 38 digits, rounded as databases do where a type has fewer places, and no padding
   * when texts of different lengths meet.
   */
  static final class System extends RelDataTypeSystemImpl {
    private final int precision;

    System() {
      this(DECIMAL_PRECISION);
    }

    /** For a database whose decimals have fewer digits. */
    System(int precision) {
      this.precision = precision;
    }

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL ? precision : super.getMaxPrecision(typeName);
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL ? DECIMAL_SCALE : super.getMaxScale(typeName);
    }

    /** Calcite's own cuts digits off, in casts and in averages. */
    @Override
    public RoundingMode roundingMode() {
      return RoundingMode.HALF_UP;
    }

    /** All places: Calcite's own gives six to a quotient of long numbers. */
    @Override
    public RelDataType deriveDecimalDivideType(
        RelDataTypeFactory factory, RelDataType dividend, RelDataType divisor) {
      RelDataType own = super.deriveDecimalDivideType(factory, dividend, divisor);
      return own == null
          ? null
          : factory.createTypeWithNullability(
              factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION, DECIMAL_SCALE),
              own.isNullable());
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }
  }

  /** Types of expressions over several: what they have in common. */
  static final class Factory extends JavaTypeFactoryImpl {
    Factory() {
      super(new System());
    }

    /** Decimals keep their places: beside 38 digits of a whole number Calcite would leave none. */
    @Override
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
      RelDataType common = super.leastRestrictive(types, rule);
      return common != null
              && common.getSqlTypeName() == SqlTypeName.DECIMAL
              && types.stream().anyMatch(type -> exactScale(type) > common.getScale())
          ? createTypeWithNullability(
              createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION, DECIMAL_SCALE),
              common.isNullable())
          : common;
    }

    private static int exactScale(RelDataType type) {
      return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
    }
  }

  /**
   * The SQL type. Texts have no length: a parameter would be cut to its column's and then match a
   * shorter key. All are nullable: a source's word for it is not taken.
   */
  static RelDataType of(DataType type, RelDataTypeFactory factory) {
    RelDataType sql =
        switch (type) {
          case STRING -> factory.createSqlType(SqlTypeName.VARCHAR);
          case INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
          case DECIMAL ->
              factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION, DECIMAL_SCALE);
          case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case DATE -> factory.createSqlType(SqlTypeName.DATE);
          case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
        };
    return factory.createTypeWithNullability(sql, true);
  }

  /** The name of a type's SQL type. */
  static SqlTypeName name(DataType type) {
    return switch (type) {
      case STRING -> SqlTypeName.VARCHAR;
      case INTEGER -> SqlTypeName.BIGINT;
      case DECIMAL -> SqlTypeName.DECIMAL;
      case BOOLEAN -> SqlTypeName.BOOLEAN;
      case DATE -> SqlTypeName.DATE;
      case TIMESTAMP -> SqlTypeName.TIMESTAMP;
    };
  }

  /** The hub's type of an SQL type; nothing for types that an answer cannot carry. */
  static Optional<DataType> dataType(SqlTypeName type) {
    return Optional.ofNullable(
        switch (type) {
          case CHAR, VARCHAR, NULL -> DataType.STRING;
          case TINYINT, SMALLINT, INTEGER, BIGINT -> DataType.INTEGER;
          case DECIMAL, FLOAT, REAL, DOUBLE -> DataType.DECIMAL;
          case BOOLEAN -> DataType.BOOLEAN;
          case DATE -> DataType.DATE;
          case TIMESTAMP -> DataType.TIMESTAMP;
          default -> null;
        });
  }

  /** A plan's value as the hub's. */
  static Object external(Object value, DataType type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case STRING, BOOLEAN -> value;
      case INTEGER -> value instanceof Long ? value : Long.valueOf(((Number) value).longValue());
      case DECIMAL -> decimal((Number) value);
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case TIMESTAMP -> Instant.ofEpochMilli(((Number) value).longValue());
    };
  }

  private static BigDecimal decimal(Number value) {
    if (value instanceof BigDecimal decimal) {
      BigDecimal stripped = decimal.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
    return value instanceof Double || value instanceof Float
        ? BigDecimal.valueOf(value.doubleValue())
        : BigDecimal.valueOf(value.longValue());
  }

  /**
   * A hub's value as a plan's parameter of that SQL type.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  static Object internal(Object value, SqlTypeName type) {
    if (value == null) {
      return null;
    }
    try {
      return switch (type) {
        case CHAR, VARCHAR -> text(value);
        case TINYINT -> exact(value).byteValueExact();
        case SMALLINT -> exact(value).shortValueExact();
        case INTEGER -> exact(value).intValueExact();
        case BIGINT -> exact(value).longValueExact();
        case DECIMAL -> plain(exact(value));
        case FLOAT, DOUBLE -> exact(value).doubleValue();
        case REAL -> exact(value).floatValue();
        case BOOLEAN -> bool(value);
        case DATE -> (int) date(value).toEpochDay();
        case TIMESTAMP -> instant(value).toEpochMilli();
        default -> throw new IllegalArgumentException("a parameter cannot have the type " + type);
      };
    } catch (ArithmeticException | java.time.DateTimeException wrong) {
      throw new IllegalArgumentException("the value is not a " + type, wrong);
    }
  }

  /**
   * One form for equal numbers: joins compare by {@code equals}, to which 1.0 is not 1.00. It is
   * the scale that {@link EqualNumbers} gives to what is computed; digits beyond it stay.
   */
  static BigDecimal plain(BigDecimal value) {
    if (value.scale() <= DECIMAL_SCALE) {
      return value.setScale(DECIMAL_SCALE);
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() <= DECIMAL_SCALE ? stripped.setScale(DECIMAL_SCALE) : stripped;
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a text is needed");
  }

  private static BigDecimal exact(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Number || value instanceof String) {
      return new BigDecimal(value.toString());
    }
    throw new IllegalArgumentException("a number is needed");
  }

  private static Boolean bool(Object value) {
    if (value instanceof Boolean known) {
      return known;
    }
    return switch (value.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false is needed");
    };
  }

  private static LocalDate date(Object value) {
    return value instanceof LocalDate date ? date : LocalDate.parse(value.toString());
  }

  private static Instant instant(Object value) {
    return value instanceof Instant instant ? instant : Instant.parse(value.toString());
  }
}
