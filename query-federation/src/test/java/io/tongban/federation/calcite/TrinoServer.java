package io.tongban.federation.calcite;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;

/** A real Trino that {@code ./tongban test --trino} started. */
final class TrinoServer {
  static final String PROPERTY = "tongban.test.trino";

  /** A user whose queries {@code ./tongban} lets Trino put into a group that takes none. */
  static final String NO_PLACE = "tongban-no-place";

  private TrinoServer() {}

  static String url() {
    return System.getProperty(PROPERTY);
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "tongban", null);
  }

  static void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes Trino read the departments' databases, by the names that {@link Departments} gives. */
  static void read(Departments departments) throws SQLException {
    for (String name : List.of("hub", "labour", "housing")) {
      try (Connection connection = departments.database(name).connection()) {
        catalogue("tongban_" + name, connection.getMetaData().getURL());
      }
    }
  }

  static void catalogue(String name, String url) throws SQLException {
    run("DROP CATALOG IF EXISTS " + name);
    run(
        """
        CREATE CATALOG %s USING postgresql
        WITH ("connection-url" = '%s', "connection-user" = 'postgres')"""
            .formatted(name, url));
  }

  /** As the hub knows it, through a pool as the hub has one. */
  static SourceDatabase database(AgroalDataSource pool) {
    return new SourceDatabase("trino", "trino", () -> pool, ZoneOffset.UTC);
  }

  /** Connections of a user, made when they are wanted. */
  static AgroalDataSource pool(String url, String user) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                connections ->
                    connections
                        .maxSize(2)
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    .principal(new NamePrincipal(user))
                                    .readOnly(true))));
  }
}
