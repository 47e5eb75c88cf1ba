package io.tongban.federation.calcite;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.UUID;
import org.duckdb.DuckDBDriver;

/** A DuckDB in memory with tables of its own: what the product means, apart from files. */
final class DuckDatabase {
  private DuckDatabase() {}

  static SourceDatabase named(String name) {
    String url = "jdbc:duckdb::memory:" + UUID.randomUUID();
    try {
      AgroalDataSource pool =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      connections ->
                          connections
                              .maxSize(8)
                              .initialSize(1)
                              .connectionFactoryConfiguration(
                                  each ->
                                      each.connectionProviderClass(DuckDBDriver.class)
                                          .jdbcUrl(url))));
      return new SourceDatabase(name, "duckdb", () -> pool, ZoneOffset.UTC);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
