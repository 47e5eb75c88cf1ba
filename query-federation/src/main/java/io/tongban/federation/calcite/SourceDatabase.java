package io.tongban.federation.calcite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.calcite.sql.SqlDialect;

/** One physical database: the hub's own or a department's. No caller can name it. */
final class SourceDatabase {
  /** Name under which the hub's own database appears in explanations. */
  static final String HUB = "hub";

  /** Handing a look-up to another thread costs some hundredths of this. */
  private static final long SLOW_NANOS = 1_000_000;

  private final String name;
  private final Product product;
  private final Supplier<DataSource> pool;
  private final ZoneId zone;
  private final Runnable failed;
  private final SourceConvention convention;
  private volatile long usualNanos;

  /**
   * @param name name of the Source, or {@link #HUB}
   * @param product {@code h2}, {@code postgresql} …
   * @param pool asked at every use, since a pool is remade when its definition changes
   * @param zone in which its timestamps without one are read
   */
  SourceDatabase(String name, String product, Supplier<DataSource> pool, ZoneId zone) {
    this(name, product, pool, zone, () -> {});
  }

  /**
   * @param failed told when it breaks off or takes too long after its connection was made
   */
  SourceDatabase(
      String name, String product, Supplier<DataSource> pool, ZoneId zone, Runnable failed) {
    this.name = name;
    this.product = Product.of(product);
    this.pool = pool;
    this.zone = zone;
    this.failed = failed;
    this.convention = new SourceConvention(this);
  }

  String name() {
    return name;
  }

  boolean postgresql() {
    return product == Product.POSTGRESQL;
  }

  Product product() {
    return product;
  }

  /** Whether a column can be compared with all keys of an array at once, by its index. */
  boolean arrays() {
    return postgresql();
  }

  /** Whether it is a Trino that reads other databases. */
  boolean trino() {
    return product == Product.TRINO;
  }

  boolean h2() {
    return product == Product.H2;
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

  /** Notes how long a look-up took to be answered. */
  void answered(long nanos) {
    usualNanos += (nanos - usualNanos) / 8;
  }

  /** Whether look-ups usually take so long that others are better asked meanwhile. */
  boolean slow() {
    return usualNanos > SLOW_NANOS;
  }

  /** Tells that it broke off or took too long after its connection was made. */
  void failed() {
    failed.run();
  }

  SqlDialect dialect() {
    return product.dialect();
  }

  /** How the product stores a name that was written without quotes. */
  String fold(String identifier) {
    boolean simple = identifier.matches("[a-z_][a-z0-9_]*");
    return simple && product.foldsUpper() ? identifier.toUpperCase(Locale.ROOT) : identifier;
  }

  @Override
  public String toString() {
    return name;
  }
}
