package io.tongban.federation.calcite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.dialect.H2SqlDialect;
import org.apache.calcite.sql.dialect.MssqlSqlDialect;
import org.apache.calcite.sql.dialect.MysqlSqlDialect;
import org.apache.calcite.sql.dialect.OracleSqlDialect;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;

/** One physical database: the hub's own or a department's. No caller can name it. */
final class SourceDatabase {
  /** Name under which the hub's own database appears in explanations. */
  static final String HUB = "hub";

  private static final String TRINO = "trino";

  private final String name;
  private final String product;
  private final Supplier<DataSource> pool;
  private final ZoneId zone;
  private final SourceConvention convention;

  /**
   * @param name name of the Source, or {@link #HUB}
   * @param product {@code h2}, {@code postgresql} …
   * @param pool asked at every use, since a pool is remade when its definition changes
   * @param zone in which its timestamps without one are read
   */
  SourceDatabase(String name, String product, Supplier<DataSource> pool, ZoneId zone) {
    this.name = name;
    this.product = product.toLowerCase(Locale.ROOT);
    this.pool = pool;
    this.zone = zone;
    this.convention = new SourceConvention(this);
  }

  String name() {
    return name;
  }

  boolean postgresql() {
    return product.equals("postgresql");
  }

  /** Whether a column can be compared with all keys of an array at once, by its index. */
  boolean arrays() {
    return postgresql();
  }

  /** Whether it is a Trino that reads other databases. */
  boolean trino() {
    return product.equals(TRINO);
  }

  boolean h2() {
    return product.equals("h2");
  }

  /** Whether it calculates with decimals exactly, as the hub does. */
  boolean exact() {
    return postgresql() || h2() || trino();
  }

  SourceConvention convention() {
    return convention;
  }

  ZoneId zone() {
    return zone;
  }

  Connection connection() throws SQLException {
    return pool.get().getConnection();
  }

  SqlDialect dialect() {
    return switch (product) {
      case "h2" -> H2SqlDialect.DEFAULT;
      case "postgresql" -> PostgresqlSqlDialect.DEFAULT;
      case "mysql", "mariadb" -> MysqlSqlDialect.DEFAULT;
      case "sqlserver" -> MssqlSqlDialect.DEFAULT;
      case "oracle" -> OracleSqlDialect.DEFAULT;
      case TRINO -> HandOverDialect.INSTANCE;
      default -> AnsiSqlDialect.DEFAULT;
    };
  }

  /** How the product stores a name that was written without quotes. */
  String fold(String identifier) {
    boolean simple = identifier.matches("[a-z_][a-z0-9_]*");
    boolean upper = product.equals("h2") || product.equals("oracle");
    return simple && upper ? identifier.toUpperCase(Locale.ROOT) : identifier;
  }

  @Override
  public String toString() {
    return name;
  }
}
