package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.tongban.access.ResourceGrant;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hub and a real Trino answer the same. {@code ./tongban test --trino} starts one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = TrinoTest.PROPERTY, matches = "jdbc:trino:.+")
class TrinoTest {
  static final String PROPERTY = "tongban.test.trino";
  private static final int PERSONS = 60;
  private Departments departments;
  private AgroalDataSource pool;
  private SourceDatabase trino;

  @BeforeAll
  void open() throws SQLException {
    departments = Departments.onPostgres().filled(PERSONS);
    pool =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                    connections ->
                        connections
                            .maxSize(2)
                            .connectionFactoryConfiguration(
                                factory ->
                                    factory
                                        .jdbcUrl(System.getProperty(PROPERTY))
                                        .principal(new NamePrincipal("tongban"))
                                        .readOnly(true))));
    trino = new SourceDatabase("trino", "trino", () -> pool, ZoneOffset.UTC);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String name : List.of("hub", "labour", "housing")) {
        statement.execute("DROP CATALOG IF EXISTS tongban_" + name);
        statement.execute(
            """
            CREATE CATALOG tongban_%s USING postgresql
            WITH ("connection-url" = '%s', "connection-user" = 'postgres')"""
                .formatted(name, url(departments.database(name))));
      }
    }
  }

  private static String url(SourceDatabase database) throws SQLException {
    try (Connection connection = database.connection()) {
      return connection.getMetaData().getURL();
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(System.getProperty(PROPERTY), "tongban", null);
  }

  @AfterAll
  void close() {
    pool.close();
    departments.close();
  }

  static List<HandOverQueries.Query> queries() {
    return HandOverQueries.all();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void trinoAnswersWhatTheHubAnswers(HandOverQueries.Query query) {
    Map<String, ResourceGrant> terms = departments.policy("31");
    Object[] parameters = query.parameters().toArray();
    var local = departments.query(query.sql(), terms, parameters);
    CompiledQuery handed = departments.handOver(query.sql(), terms, trino, null);
    var beyond =
        departments
            .engine()
            .run(
                handed,
                parameters,
                Departments.grant(terms),
                new QueryEngine.Limits(1_000_000, 60));
    assertThat(local.rows()).isNotEmpty();
    if (query.sql().contains(" ORDER BY seq DESC")) {
      assertThat(beyond.rows()).containsExactlyElementsOf(local.rows());
    } else {
      assertThat(beyond.rows()).containsExactlyInAnyOrderElementsOf(local.rows());
    }
    assertThat(beyond.sources()).containsExactlyInAnyOrderElementsOf(local.sources());
    assertThat(handed.columns()).isEqualTo(departments.compile(query.sql(), terms).columns());
  }
}
