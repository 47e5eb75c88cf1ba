package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which columns go into an answer and which only decide, as OpenLineage tells them apart. */
class ColumnLineageTest {
  private static Departments departments;

  @BeforeAll
  static void open() {
    departments = Departments.onH2().filled(0);
  }

  @AfterAll
  static void close() {
    departments.close();
  }

  private static QueryLineage of(String sql) {
    return departments.compile(sql, departments.everything()).lineage();
  }

  private static Map<String, Set<String>> names(ColumnLineage.Sources sources) {
    Map<String, Set<String>> names = new TreeMap<>();
    sources
        .ways()
        .forEach(
            (origin, subtypes) ->
                names.put(
                    origin.resource() + "." + origin.column(),
                    subtypes.stream().map(Enum::name).collect(Collectors.toSet())));
    return names;
  }

  private static Map<String, Set<String>> direct(QueryLineage lineage, String column) {
    return names(lineage.columns().get(column).direct());
  }

  private static Map<String, Set<String>> indirect(QueryLineage lineage, String column) {
    return names(lineage.columns().get(column).indirect());
  }

  @Test
  void aFilterAndAnOrderDecideOverAllOfIt() {
    QueryLineage lineage =
        of("SELECT name, region || '!' AS r FROM persons WHERE seq > 3 ORDER BY born LIMIT 5");
    assertThat(direct(lineage, "name")).isEqualTo(Map.of("persons.name", Set.of("IDENTITY")));
    assertThat(direct(lineage, "r")).isEqualTo(Map.of("persons.region", Set.of("TRANSFORMATION")));
    assertThat(indirect(lineage, "name")).isEmpty();
    assertThat(names(lineage.whole()))
        .isEqualTo(Map.of("persons.seq", Set.of("FILTER"), "persons.born", Set.of("SORT")));
  }

  @Test
  void aJoinDecidesByBothSides() {
    QueryLineage lineage =
        of("SELECT p.name, j.wage FROM persons p JOIN jobs j ON j.person = p.id");
    assertThat(direct(lineage, "wage")).isEqualTo(Map.of("jobs.wage", Set.of("IDENTITY")));
    assertThat(names(lineage.whole()))
        .isEqualTo(Map.of("persons.id", Set.of("JOIN"), "jobs.person", Set.of("JOIN")));
  }

  @Test
  void whatASubqueryComparesIsAJoin() {
    for (String sql :
        new String[] {
          "SELECT name FROM persons WHERE id IN (SELECT person FROM jobs WHERE wage > 10)",
          "SELECT name FROM persons p WHERE EXISTS"
              + " (SELECT 1 FROM jobs j WHERE j.person = p.id AND j.wage > 10)"
        }) {
      QueryLineage lineage = of(sql);
      assertThat(direct(lineage, "name")).as(sql).containsOnlyKeys("persons.name");
      assertThat(names(lineage.whole()))
          .as(sql)
          .containsOnlyKeys("persons.id", "jobs.person", "jobs.wage")
          .containsEntry("persons.id", Set.of("JOIN"))
          .containsEntry("jobs.wage", Set.of("FILTER"));
      assertThat(names(lineage.whole()).get("jobs.person")).as(sql).contains("JOIN");
    }
  }

  @Test
  void aGroupIsDecidedByItsKeyAndAnAggregateByItsCondition() {
    QueryLineage lineage =
        of(
            "SELECT region, SUM(seq + 1) AS s, COUNT(*) FILTER (WHERE born IS NULL) AS c"
                + " FROM persons GROUP BY region HAVING COUNT(name) > 2");
    assertThat(direct(lineage, "region")).isEqualTo(Map.of("persons.region", Set.of("IDENTITY")));
    assertThat(direct(lineage, "s")).isEqualTo(Map.of("persons.seq", Set.of("AGGREGATION")));
    assertThat(direct(lineage, "c")).isEmpty();
    assertThat(indirect(lineage, "c")).isEqualTo(Map.of("persons.born", Set.of("CONDITIONAL")));
    assertThat(names(lineage.whole()))
        .isEqualTo(Map.of("persons.region", Set.of("GROUP_BY"), "persons.name", Set.of("FILTER")));
  }

  @Test
  void aConditionDecidesOverItsValueAlone() {
    QueryLineage lineage =
        of("SELECT CASE WHEN seq > 3 THEN name ELSE region END AS x, born FROM persons");
    assertThat(direct(lineage, "x"))
        .isEqualTo(
            Map.of(
                "persons.name", Set.of("TRANSFORMATION"),
                "persons.region", Set.of("TRANSFORMATION")));
    assertThat(indirect(lineage, "x")).isEqualTo(Map.of("persons.seq", Set.of("CONDITIONAL")));
    assertThat(indirect(lineage, "born")).isEmpty();
    assertThat(names(lineage.whole())).isEmpty();
  }

  @Test
  void aWindowDecidesByItsPartitionAndOrder() {
    QueryLineage lineage =
        of("SELECT name, MAX(seq) OVER (PARTITION BY region ORDER BY born) AS s FROM persons");
    assertThat(direct(lineage, "s")).isEqualTo(Map.of("persons.seq", Set.of("AGGREGATION")));
    assertThat(indirect(lineage, "s"))
        .isEqualTo(Map.of("persons.region", Set.of("WINDOW"), "persons.born", Set.of("WINDOW")));
    assertThat(indirect(lineage, "name")).isEmpty();
  }

  @Test
  void aUnionIsMadeOfAllItsParts() {
    QueryLineage lineage =
        of(
            "SELECT region FROM persons WHERE seq = 1 UNION ALL SELECT region FROM jobs"
                + " WHERE wage > 1");
    assertThat(direct(lineage, "region")).containsOnlyKeys("persons.region", "jobs.region");
    assertThat(names(lineage.whole())).containsOnlyKeys("persons.seq", "jobs.wage");
  }

  @Test
  void theRowConditionOfTheCallersAgreementIsAFilter() {
    QueryLineage lineage =
        departments.compile("SELECT name FROM persons", departments.policy("31")).lineage();
    assertThat(names(lineage.whole())).isEqualTo(Map.of("persons.region", Set.of("FILTER")));
    assertThat(direct(lineage, "name")).containsOnlyKeys("persons.name");
  }
}
