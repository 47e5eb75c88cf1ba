package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.tongban.access.ResourceGrant;
import java.sql.SQLException;
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
@EnabledIfSystemProperty(named = TrinoServer.PROPERTY, matches = "jdbc:trino:.+")
class TrinoTest {
  private static final int PERSONS = 60;
  private Departments departments;
  private AgroalDataSource pool;
  private SourceDatabase trino;

  @BeforeAll
  void open() throws SQLException {
    departments = Departments.onPostgres().filled(PERSONS);
    pool = TrinoServer.pool(TrinoServer.url(), "tongban");
    trino = TrinoServer.database(pool);
    TrinoServer.read(departments);
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
