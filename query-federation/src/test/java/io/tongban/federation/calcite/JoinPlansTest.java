package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.ResourceGrant;
import io.tongban.registry.Resource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keys, sizes and conditions make of joins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinPlansTest {
  private static final Map<String, Integer> SIZES =
      Map.of("persons", 1 << 20, "jobs", 1 << 16, "homes", 1 << 14);
  private Departments departments;

  @BeforeAll
  void open() {
    departments = Departments.onH2().filled(40);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  private CompiledQuery compiled(String sql) {
    return departments.compile(sql, departments.everything());
  }

  private List<List<Object>> rows(String sql) {
    return departments.query(sql, departments.everything()).rows();
  }

  private double estimated(String join) {
    Map<Resource, ResourceGrant> read = new LinkedHashMap<>();
    departments.everything().forEach((name, all) -> read.put(departments.resource(name), all));
    SourceDatabases sized =
        resource -> {
          RawTable real = departments.table(resource);
          var names =
              new TableNames(List.of(resource.name()), Map.of(), SIZES.get(resource.name()));
          return new RawTable(resource, real.database(), names);
        };
    LogicalQuery query =
        LogicalQuery.of("SELECT 1 AS x FROM " + join, null, new Policies(read), sized);
    RelNode simple = query.simplified(query.rel());
    return simple.getCluster().getMetadataQuery().getRowCount(simple);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jobs j JOIN persons p ON p.id = j.person | 65536",
        "persons p JOIN jobs j ON p.id = j.person | 65536",
        "homes h JOIN jobs j ON j.person = h.owner | 65536",
        "jobs a JOIN jobs b ON a.person = b.person AND a.employer = b.employer | 65536",
        "persons p LEFT JOIN homes h ON h.owner = p.id | 1048576",
        "jobs j JOIN persons p ON p.id = j.person JOIN homes h ON h.owner = p.id | 1024",
        "jobs j JOIN (SELECT owner FROM homes WHERE owner IS NOT NULL) h ON h.owner = j.person"
            + " | 58982.4",
        "persons p JOIN (SELECT person FROM jobs GROUP BY person) j ON j.person = p.id | 6553.6"
      })
  void aRowFindsOneRowAtMostWhereItIsJoinedByAWholeKey(String join, double rows) {
    assertThat(estimated(join)).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({
    "jobs a JOIN jobs b ON a.person = b.person",
    "persons a JOIN persons b ON a.name = b.name"
  })
  void otherJoinsMayRepeatRows(String join) {
    assertThat(estimated(join)).isGreaterThan(1 << 21);
  }

  @Test
  void tablesOfOneDatabaseAreJoinedThereByTheirKey() {
    String sql = "SELECT a.id, b.seq FROM persons a JOIN persons b ON b.id = a.id";
    assertThat(compiled(sql).statements())
        .singleElement()
        .satisfies(statement -> assertThat(statement.sql()).contains("JOIN"));
    assertThat(rows(sql)).hasSize(40);
    String repeating = "SELECT a.id, b.seq FROM persons a JOIN persons b ON b.name = a.name";
    assertThat(compiled(repeating).statements()).hasSize(2);
  }

  @Test
  void alternativesOverSeveralTablesBoundEachOfThem() {
    String sql =
        "SELECT p.id FROM persons p, jobs j WHERE p.id = j.person"
            + " AND (p.seq = 1 AND j.employer = 'Firm 1' OR p.seq = 3 AND j.employer = 'Firm 4')";
    assertThat(compiled(sql).statements())
        .noneMatch(SourceStatement::unbounded)
        .anyMatch(statement -> statement.sql().contains("\"SEQ\" IN (1, 3)"))
        .anyMatch(statement -> statement.sql().contains("\"FIRM_NAME\" IN ('Firm 1', 'Firm 4')"));
    assertThat(rows(sql)).containsExactly(List.of("p1"));
  }

  @Test
  void alternativesThatCanFailAreNotSaidTwice() {
    String sql =
        "SELECT p.id FROM persons p, jobs j WHERE p.id = j.person"
            + " AND (10 / (p.seq + 1) = 5 AND j.employer = 'Firm 1' OR p.seq = 3)";
    assertThat(compiled(sql).plan().split("/\\(", -1)).hasSize(2);
    assertThat(rows(sql)).containsExactlyInAnyOrder(List.of("p1"), List.of("p3"));
  }

  @Test
  void aSourceIsAskedOnceForTheInnerSideOfALoop() throws Exception {
    JdbcDataSource real = new JdbcDataSource();
    real.setURL("jdbc:h2:mem:loops;DB_CLOSE_DELAY=-1");
    try (WatchedDatabase watched = new WatchedDatabase(real);
        Departments looped =
            Departments.on(
                name ->
                    name.equals("housing")
                        ? new SourceDatabase(name, "h2", watched::source, ZoneOffset.UTC)
                        : Departments.h2(name))) {
      looped.filled(10);
      CompiledQuery query =
          looped.compile(
              "SELECT p.id, h.owner FROM persons p JOIN homes h ON h.rooms < p.seq",
              looped.everything());
      assertThat(query.plan()).contains("KeptRows");
      watched.reset();
      var found =
          looped
              .engine()
              .run(
                  query,
                  new Object[0],
                  Departments.grant(looped.everything()),
                  new QueryEngine.Limits(1_000, 60));
      assertThat(found.rows()).hasSize(32);
      assertThat(watched.statements()).hasSize(1);
    }
  }

  @Test
  void plansDoNotTellHowManyRowsThereAreExactly() {
    String sql = "SELECT p.id, h.rooms FROM persons p JOIN homes h ON h.owner = p.id";
    try (Departments more = Departments.onH2().filled(90)) {
      assertThat(more.compile(sql, more.everything()).plan()).isEqualTo(compiled(sql).plan());
    }
  }
}
