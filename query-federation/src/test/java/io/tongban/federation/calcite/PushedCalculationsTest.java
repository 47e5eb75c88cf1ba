package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What sources calculate, and joins that are ordered anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushedCalculationsTest {
  private Departments departments;

  @BeforeAll
  void open() {
    departments = Departments.onPostgres().filled(8);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  private String sent(String sql) {
    return departments.compile(sql, departments.everything()).statements().get(0).sql();
  }

  private List<List<Object>> rows(String sql) {
    return departments.query(sql, departments.everything()).rows();
  }

  @Test
  void aSourceAddsUpProductsOfDecimals() {
    String sql = "SELECT SUM(wage * (wage - 1000)) AS x FROM jobs WHERE person = 'p2'";
    assertThat(sent(sql)).contains("SUM(ROUND(\"wage\" * (\"wage\" - 1000), 12))");
    assertThat(rows(sql)).containsExactly(List.of(new BigDecimal("2506.25")));
  }

  @Test
  void aSourceCountsByTheYearOfADate() {
    String sql =
        "SELECT EXTRACT(YEAR FROM born) AS y, SUM(CASE WHEN seq < 2 THEN 1 ELSE 0 END) AS n"
            + " FROM persons WHERE id = 'p1' GROUP BY EXTRACT(YEAR FROM born)";
    assertThat(sent(sql)).contains("EXTRACT(YEAR FROM \"born\")", "SUM(CASE");
    assertThat(rows(sql)).containsExactly(List.of(1951L, 1L));
  }

  @Test
  void whatCanOverflowIsNotCalculatedBelowAFilter() {
    String sql =
        "SELECT person FROM (SELECT person, wage * wage AS x FROM jobs WHERE region = '11') WHERE x > 0";
    assertThat(sent(sql)).doesNotContain("*");
    assertThat(rows(sql)).isNotEmpty();
  }

  @Test
  void integersAreAddedByTheSourceButMultipliedInTheHub() {
    assertThat(sent("SELECT SUM(seq * seq) AS x FROM persons")).doesNotContain("*");
    assertThat(sent("SELECT SUM(seq) AS x FROM persons")).contains("SUM(");
    assertThat(rows("SELECT SUM(seq * seq) AS x FROM persons")).containsExactly(List.of(140L));
  }

  @Test
  void tablesJoinedThroughALaterOneMakeNoProduct() {
    String sql =
        "SELECT COUNT(*) AS n FROM persons p, homes h, jobs j"
            + " WHERE j.person = p.id AND h.owner = j.person";
    assertThat(departments.compile(sql, departments.everything()).plan())
        .doesNotContain("NestedLoop");
    assertThat(rows(sql)).containsExactly(List.of(4L));
  }

  @Test
  void aKeyCommonToAllAlternativesJoins() {
    String sql =
        "SELECT p.id FROM persons p, jobs j WHERE (p.id = j.person AND p.seq = 1)"
            + " OR (p.id = j.person AND p.seq = 3)";
    assertThat(departments.compile(sql, departments.everything()).plan())
        .doesNotContain("NestedLoop");
    assertThat(rows(sql)).containsExactlyInAnyOrder(List.of("p1"), List.of("p3"));
  }

  @Test
  void rowConditionsHoldInJoinsOrderedAnew() {
    var terms = departments.policy("31");
    assertThat(
            departments
                .query(
                    "SELECT p.id FROM persons p, homes h, jobs j"
                        + " WHERE j.person = p.id AND h.owner = j.person",
                    Map.copyOf(terms))
                .rows())
        .containsExactlyInAnyOrder(List.of("p0"), List.of("p6"));
  }
}
