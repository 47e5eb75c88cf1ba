package io.tongban.federation.calcite;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.dialect.DuckDBSqlDialect;
import org.apache.calcite.sql.dialect.H2SqlDialect;
import org.apache.calcite.sql.dialect.MssqlSqlDialect;
import org.apache.calcite.sql.dialect.MysqlSqlDialect;
import org.apache.calcite.sql.dialect.OracleSqlDialect;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** A database product: how its SQL is written, and how far it means what the hub means. */
enum Product {
  H2,
  POSTGRESQL,
  /** MySQL and MariaDB. */
  MYSQL,
  SQLSERVER,
  ORACLE,
  /** Not a database but an engine over several: joins and groups in the hub's stead. */
  TRINO,
  /** CSV and Parquet files; sums and averages are made in the hub, as its averages are floating. */
  DUCKDB,
  /** Any other: only numbers are compared there. */
  OTHER;

  /** The product a JDBC URL names, for example {@code mariadb}. */
  static Product of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "h2" -> H2;
      case "postgresql" -> POSTGRESQL;
      case "mysql", "mariadb" -> MYSQL;
      case "sqlserver" -> SQLSERVER;
      case "oracle" -> ORACLE;
      case "trino" -> TRINO;
      case "duckdb" -> DUCKDB;
      default -> OTHER;
    };
  }

  /**
   * Whether texts compare there as in the hub: character by character, case and trailing blanks
   * included, and dates are days.
   */
  boolean exact() {
    return this == H2 || this == POSTGRESQL || this == TRINO || this == DUCKDB;
  }

  /**
   * Whether {@code _} in a pattern stands for any character there, not for a half of a rare one.
   */
  boolean matchesCharacters() {
    return this != H2;
  }

  /** Whether it stores a name that was written without quotes in upper case. */
  boolean foldsUpper() {
    return this == H2 || this == ORACLE;
  }

  /** Whether its schemas are what JDBC calls catalogues. */
  boolean schemasAreCatalogues() {
    return this == MYSQL;
  }

  /** Whether values of the type may be grouped and counted there. */
  boolean groups(RelDataType type) {
    return exact() || SqlTypeUtil.isExactNumeric(type);
  }

  SqlDialect dialect() {
    return switch (this) {
      case H2 -> Dialects.H2;
      case POSTGRESQL -> Dialects.POSTGRESQL;
      case MYSQL -> Dialects.MYSQL;
      case SQLSERVER -> Dialects.SQLSERVER;
      case ORACLE -> Dialects.ORACLE;
      case TRINO -> HandOverDialect.INSTANCE;
      case DUCKDB -> Dialects.DUCKDB;
      case OTHER -> Dialects.STANDARD;
    };
  }

  /** Whether a column of that type may be compared at all. */
  boolean compares(RelDataType type) {
    return switch (this) {
      case H2, POSTGRESQL, TRINO, DUCKDB -> true;
      case MYSQL -> type.getSqlTypeName() != SqlTypeName.BOOLEAN;
      case SQLSERVER, ORACLE -> SqlTypeUtil.isExactNumeric(type) || SqlTypeUtil.inCharFamily(type);
      case OTHER -> SqlTypeUtil.isExactNumeric(type);
    };
  }

  /** Dialects whose literals do not depend on a session's settings or encoding. */
  private static final class Dialects {
    /** Calcite would write an aggregate of an aggregate as one, {@code MAX(COUNT(*))}. */
    static final SqlDialect H2 =
        new H2SqlDialect(typed(H2SqlDialect.DEFAULT_CONTEXT)) {
          @Override
          public boolean supportsNestedAggregations() {
            return false;
          }
        };

    static final SqlDialect POSTGRESQL =
        new PostgresqlSqlDialect(typed(PostgresqlSqlDialect.DEFAULT_CONTEXT));

    static final SqlDialect MYSQL =
        new MysqlSqlDialect(typed(MysqlSqlDialect.DEFAULT_CONTEXT)) {
          /** A backslash escapes or does not, by sql_mode: such texts are written in hex. */
          @Override
          public void quoteStringLiteral(StringBuilder to, String charset, String text) {
            if (text.chars().allMatch(c -> c != '\\' && c >= ' ')) {
              quoted(to, text);
            } else {
              byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
              to.append("_utf8mb4 X'").append(HexFormat.of().formatHex(bytes)).append('\'');
            }
          }
        };

    /** It has no literals of code points, and reads what is not ASCII as it stands. */
    static final SqlDialect DUCKDB =
        new DuckDBSqlDialect(typed(DuckDBSqlDialect.DEFAULT_CONTEXT)) {
          @Override
          public boolean supportsNestedAggregations() {
            return false;
          }

          @Override
          public void quoteStringLiteral(StringBuilder to, String charset, String text) {
            quoted(to, text);
          }
        };

    /** Db2 and Derby have no more. */
    private static final int LEAST_PRECISION = 31;

    /** Calcite's own quotes with backticks, which is no standard. */
    static final SqlDialect STANDARD =
        new AnsiSqlDialect(
            AnsiSqlDialect.DEFAULT_CONTEXT
                .withIdentifierQuoteString("\"")
                .withDataTypeSystem(new SqlTypes.System(LEAST_PRECISION)));

    static final SqlDialect SQLSERVER =
        new MssqlSqlDialect(typed(MssqlSqlDialect.DEFAULT_CONTEXT)) {
          @Override
          public boolean supportsNestedAggregations() {
            return false;
          }

          @Override
          public void quoteStringLiteral(StringBuilder to, String charset, String text) {
            quoted(to.append('N'), text);
          }
        };

    static final SqlDialect ORACLE =
        new OracleSqlDialect(typed(OracleSqlDialect.DEFAULT_CONTEXT)) {
          @Override
          public boolean supportsNestedAggregations() {
            return false;
          }

          /** What is not ASCII may be missing in the database's own encoding. */
          @Override
          public void quoteStringLiteral(StringBuilder to, String charset, String text) {
            if (text.chars().allMatch(c -> c < 0x80)) {
              quoted(to, text);
              return;
            }
            to.append("UNISTR('");
            text.chars().forEach(c -> to.append(String.format(Locale.ROOT, "\\%04X", c)));
            to.append("')");
          }
        };

    private Dialects() {}

    /** Calcite's own types would cut DECIMAL(38, 12) down to 19 digits where a cast is written. */
    private static SqlDialect.Context typed(SqlDialect.Context context) {
      return context.withDataTypeSystem(new SqlTypes.System());
    }

    static void quoted(StringBuilder to, String text) {
      to.append('\'').append(text.replace("'", "''")).append('\'');
    }
  }
}
