package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Joins whose keys come out of another source's rows ask for those keys only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BindJoinTestBase {
  private static final int PERSONS = 300;
  private Departments departments;

  abstract Departments open();

  @BeforeAll
  void fill() {
    departments = open().filled(PERSONS);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  /** What a query fetches whole, by the SQL it would send. */
  private List<String> unbounded(String sql, Map<String, ResourceGrant> terms) {
    return departments.compile(sql, terms).statements().stream()
        .filter(SourceStatement::unbounded)
        .map(SourceStatement::sql)
        .toList();
  }

  private void sameAs(String bound, String whole, int rows) {
    Map<String, ResourceGrant> all = departments.everything();
    var found = Oracle.texts(departments.query(bound, all));
    assertThat(found)
        .hasSize(rows)
        .containsExactlyInAnyOrderElementsOf(Oracle.texts(departments.query(whole, all)));
  }

  @Test
  void asksForTheKeysOfABoundedSideOnly() {
    String sql =
        "SELECT p.id, p.seq, j.employer FROM jobs j JOIN persons p ON p.id = j.person"
            + " WHERE j.employer = 'Firm 3'";
    assertThat(unbounded(sql, departments.everything())).isEmpty();
    sameAs(
        sql,
        "SELECT p.id, p.seq, j.employer FROM jobs j JOIN persons p ON p.id = j.person"
            + " WHERE CHAR_LENGTH(j.employer) = 6 AND j.employer LIKE '%3'",
        45);
  }

  @Test
  void doesSoWhicheverSideIsWrittenFirst() {
    String sql =
        "SELECT p.id, j.employer FROM persons p JOIN jobs j ON p.id = j.person"
            + " WHERE j.employer = '市监局'";
    assertThat(unbounded(sql, departments.everything())).isEmpty();
    sameAs(
        sql,
        "SELECT p.id, j.employer FROM persons p JOIN jobs j ON p.id = j.person"
            + " WHERE j.employer LIKE '市%'",
        75);
  }

  @Test
  void passesKeysAlongAChain() {
    String sql =
        "SELECT p.name, j.employer, h.address FROM persons p JOIN jobs j ON j.person = p.id"
            + " JOIN homes h ON h.owner = j.person WHERE h.rooms = 3";
    assertThat(unbounded(sql, departments.everything())).isEmpty();
    sameAs(
        sql,
        "SELECT p.name, j.employer, h.address FROM persons p JOIN jobs j ON j.person = p.id"
            + " JOIN homes h ON h.owner = j.person WHERE h.rooms > 2",
        0);
  }

  @Test
  void asksForNothingWhereThereAreNoKeys() {
    assertThat(
            departments
                .query(
                    "SELECT p.id FROM jobs j JOIN persons p ON p.id = j.person"
                        + " WHERE j.employer = 'nobody'",
                    departments.everything())
                .rows())
        .isEmpty();
  }

  @Test
  void keepsTheRowsOfAnOuterJoin() {
    String sql =
        "SELECT j.person, h.rooms FROM jobs j LEFT JOIN homes h ON h.owner = j.person"
            + " WHERE j.employer = 'Firm 1'";
    assertThat(unbounded(sql, departments.everything())).isEmpty();
    sameAs(
        sql,
        "SELECT j.person, h.rooms FROM jobs j LEFT JOIN homes h ON h.owner = j.person"
            + " WHERE j.employer LIKE 'Firm 1'",
        45);
  }

  @Test
  void neverCutsTheSideOfAnOuterJoinThatIsKept() {
    String sql =
        "SELECT p.id, j.employer FROM persons p LEFT JOIN jobs j"
            + " ON p.id = j.person AND j.employer = 'Firm 1'";
    assertThat(departments.query(sql, departments.everything()).rows()).hasSize(PERSONS);
  }

  @Test
  void bindsSubqueriesToo() {
    sameAs(
        "SELECT p.id FROM persons p WHERE p.id IN (SELECT person FROM jobs WHERE employer ="
            + " 'Firm 2')",
        "SELECT p.id FROM persons p WHERE p.id IN (SELECT person FROM jobs WHERE employer LIKE"
            + " 'Firm 2')",
        45);
    sameAs(
        "SELECT j.person FROM jobs j WHERE j.employer = 'Firm 2' AND NOT EXISTS (SELECT 1 FROM"
            + " homes h WHERE h.owner = j.person)",
        "SELECT j.person FROM jobs j WHERE j.employer LIKE 'Firm 2' AND NOT EXISTS (SELECT 1 FROM"
            + " homes h WHERE h.owner = j.person)",
        30);
  }

  @Test
  void bindsBelowGroups() {
    String sql =
        "SELECT j.person, g.c FROM jobs j JOIN (SELECT owner, COUNT(*) AS c FROM homes GROUP BY"
            + " owner) g ON g.owner = j.person WHERE j.employer = '市监局'";
    assertThat(unbounded(sql, departments.everything())).isEmpty();
    sameAs(
        sql,
        "SELECT j.person, g.c FROM jobs j JOIN (SELECT owner, COUNT(*) AS c FROM homes GROUP BY"
            + " owner) g ON g.owner = j.person WHERE j.employer LIKE '市监局'",
        75);
  }

  @Test
  void goesUnderThePolicyAndNotAroundIt() {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>(departments.everything());
    RowCondition region = new RowCondition("region = :region", Map.of("region", "31"));
    terms.put(
        "persons", departments.terms("persons", Map.of("name", new Mask.Partial(1, 1)), region));
    var rows =
        departments.query(
            "SELECT p.id, p.name FROM jobs j JOIN persons p ON p.id = j.person"
                + " WHERE j.employer = 'Firm 3' AND p.name LIKE '%*%'",
            terms);
    assertThat(rows.rows()).hasSize(15).allMatch(row -> row.get(1).toString().contains("*"));
  }

  @Test
  void aSideThatIsNotBoundedPassesItsKeysOnOnlyIfTheyAreFew() {
    // neither side is bounded: the filtered one seems smaller and is tried
    String sql =
        "SELECT p.id, h.rooms FROM homes h JOIN persons p ON p.id = h.owner" + " WHERE h.rooms > 2";
    assertThat(unbounded(sql, departments.everything())).hasSize(2);
    sameAs(
        sql,
        "SELECT p.id, h.rooms FROM homes h JOIN persons p ON p.id = h.owner"
            + " WHERE h.rooms * 1 > 2",
        0);
  }
}
