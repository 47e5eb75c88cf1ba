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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Persons and jobs may be read in groups of five at least; homes in full. What is shown is what the
 * same SQL shows without a minimum, with the small groups cut out by hand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MinimumGroupsTestBase {
  private static final int PERSONS = 60;
  static final int LEAST = 5;
  private Departments departments;

  abstract Departments departments();

  @BeforeAll
  void open() {
    departments = departments().filled(PERSONS);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  private static ResourceGrant held(ResourceGrant terms) {
    return new ResourceGrant(terms.columns(), terms.masks(), terms.rowCondition(), LEAST);
  }

  /** Persons and jobs in groups of at least {@link #LEAST}, homes in full. */
  static Map<String, ResourceGrant> held(Departments departments) {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>(departments.everything());
    terms.put("persons", held(departments.all("persons")));
    terms.put("jobs", held(departments.all("jobs")));
    return terms;
  }

  private List<String> shown(String sql) {
    return Oracle.texts(departments.query(sql, held(departments)));
  }

  private List<String> byHand(String sql) {
    return Oracle.texts(departments.query(sql, departments.everything()));
  }

  /** Each query, and the same with its small groups cut out by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) AS c FROM persons|SELECT COUNT(*) AS c FROM persons",
        "SELECT COUNT(*) AS c FROM persons WHERE seq < 5|SELECT COUNT(*) AS c FROM persons WHERE seq < 5",
        "SELECT CASE WHEN x.c IS NULL THEN x.c ELSE 3 END AS y FROM (SELECT COUNT(*) AS c FROM persons"
            + " WHERE seq < 3) AS x"
            + "|SELECT COUNT(*) AS y FROM persons WHERE 1 = 0 GROUP BY id",
        "SELECT name, COUNT(*) AS c, MIN(seq) AS lo, MAX(born) AS hi FROM persons GROUP BY name"
            + "|SELECT name, COUNT(*) AS c, MIN(seq) AS lo, MAX(born) AS hi FROM persons GROUP BY"
            + " name HAVING COUNT(*) >= 5",
        "SELECT DISTINCT name FROM persons|SELECT name FROM persons GROUP BY name HAVING COUNT(*) >= 5",
        "SELECT EXTRACT(MONTH FROM born) AS m, AVG(seq) AS a FROM persons GROUP BY EXTRACT(MONTH FROM born)"
            + "|SELECT EXTRACT(MONTH FROM born) AS m, AVG(seq) AS a FROM persons GROUP BY"
            + " EXTRACT(MONTH FROM born) HAVING COUNT(*) >= 5",
        "SELECT seq / 7 AS band, SUM(seq) * 2 + 1 AS s FROM persons GROUP BY seq / 7"
            + "|SELECT seq / 7 AS band, SUM(seq) * 2 + 1 AS s FROM persons GROUP BY seq / 7 HAVING"
            + " COUNT(*) >= 5",
        "WITH w AS (SELECT * FROM persons WHERE seq > 3) SELECT x.region, COUNT(DISTINCT x.name) AS n"
            + " FROM (SELECT name, region FROM w) AS x GROUP BY x.region"
            + "|SELECT region, COUNT(DISTINCT name) AS n FROM persons WHERE seq > 3 GROUP BY region"
            + " HAVING COUNT(*) >= 5",
        "SELECT name, COUNT(*) AS c FROM persons GROUP BY name HAVING COUNT(*) > 6 ORDER BY c LIMIT 3"
            + "|SELECT name, COUNT(*) AS c FROM persons GROUP BY name HAVING COUNT(*) > 6 ORDER BY c"
            + " LIMIT 3",
        "SELECT j.employer, p.region, COUNT(*) AS c FROM jobs j JOIN persons p ON p.id = j.person"
            + " GROUP BY j.employer, p.region"
            + "|SELECT j.employer, p.region, COUNT(*) AS c FROM jobs j JOIN persons p ON p.id ="
            + " j.person GROUP BY j.employer, p.region HAVING COUNT(*) >= 5",
        "SELECT p.region, AVG(h.rooms) AS r FROM homes h LEFT JOIN persons p ON p.id = h.owner GROUP BY"
            + " p.region"
            + "|SELECT p.region, AVG(h.rooms) AS r FROM homes h JOIN persons p ON p.id = h.owner GROUP"
            + " BY p.region",
        "SELECT COUNT(*) AS c FROM persons WHERE id IN (SELECT owner FROM homes WHERE rooms = 2)"
            + "|SELECT COUNT(*) AS c FROM persons WHERE id IN (SELECT owner FROM homes WHERE rooms ="
            + " 2)",
        "SELECT COUNT(*) AS c FROM persons WHERE seq * 9223372036854775807 <> 1|SELECT COUNT(*) AS c"
            + " FROM persons",
        "SELECT region, COUNT(*) AS c FROM persons GROUP BY region UNION ALL SELECT name, COUNT(*) FROM"
            + " persons GROUP BY name"
            + "|SELECT region, COUNT(*) AS c FROM persons GROUP BY region UNION ALL SELECT name,"
            + " COUNT(*) FROM persons GROUP BY name HAVING COUNT(*) >= 5",
        "SELECT h.owner, (SELECT COUNT(*) FROM persons) AS c FROM homes h"
            + "|SELECT h.owner, (SELECT COUNT(*) FROM persons) AS c FROM homes h",
        "SELECT h.owner FROM homes h WHERE h.rooms < (SELECT AVG(seq) FROM persons WHERE seq < 10)"
            + "|SELECT h.owner FROM homes h WHERE h.rooms < (SELECT AVG(seq) FROM persons WHERE seq <"
            + " 10)",
        "SELECT h.rooms, (SELECT COUNT(*) FROM persons p WHERE p.seq > h.rooms * 18) AS c FROM homes h"
            + "|SELECT h.rooms, (SELECT COUNT(*) FROM persons p WHERE p.seq > h.rooms * 18 HAVING"
            + " COUNT(*) >= 5) AS c FROM homes h",
        "SELECT h.rooms, x.c FROM homes h, LATERAL (SELECT COUNT(*) AS c FROM persons p WHERE p.seq >"
            + " h.rooms * 18) AS x"
            + "|SELECT h.rooms, x.c FROM homes h, LATERAL (SELECT COUNT(*) AS c FROM persons p WHERE"
            + " p.seq > h.rooms * 18 HAVING COUNT(*) >= 5) AS x",
        "SELECT COUNT(*) AS c FROM persons p JOIN (SELECT AVG(seq) AS a FROM persons) m ON p.seq > m.a"
            + "|SELECT COUNT(*) AS c FROM persons WHERE seq > (SELECT AVG(seq) FROM persons)",
        "SELECT MAX(c) AS m, COUNT(*) AS n FROM (SELECT name, COUNT(*) AS c FROM persons GROUP BY"
            + " name) AS x"
            + "|SELECT MAX(c) AS m, COUNT(*) AS n FROM (SELECT name, COUNT(*) AS c FROM persons"
            + " GROUP BY name HAVING COUNT(*) >= 5) AS x",
        "SELECT region, c, RANK() OVER (ORDER BY c) AS r FROM (SELECT region, COUNT(*) AS c FROM persons"
            + " GROUP BY region) AS x"
            + "|SELECT region, c, RANK() OVER (ORDER BY c) AS r FROM (SELECT region, COUNT(*) AS c FROM"
            + " persons GROUP BY region) AS x",
        "SELECT employer, AVG(wage) AS a FROM jobs GROUP BY employer"
            + "|SELECT employer, AVG(wage) AS a FROM jobs GROUP BY employer"
            + " HAVING COUNT(*) >= 5",
        "SELECT name, COUNT(*) FILTER (WHERE seq > 20) AS f FROM persons GROUP BY name"
            + "|SELECT name, COUNT(*) FILTER (WHERE seq > 20) AS f FROM persons GROUP BY name HAVING"
            + " COUNT(*) FILTER (WHERE seq > 20) >= 5 AND COUNT(*) FILTER (WHERE NOT seq > 20) NOT IN"
            + " (1, 2, 3, 4)",
        "SELECT owner FROM homes WHERE rooms = 1|SELECT owner FROM homes WHERE rooms = 1"
      })
  void showsTheLargeGroupsAsTheyAre(String sql, String byHand) {
    assertThat(shown(sql)).containsExactlyInAnyOrderElementsOf(byHand(byHand));
  }

  /** k - 1 records, one record, a record that a join repeats, a value that one record has. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) AS c FROM persons WHERE id = 'p3'",
        "SELECT COUNT(*) AS c FROM persons WHERE seq < 4",
        "SELECT COUNT(*) AS c FROM persons WHERE 1 = 0",
        "SELECT MIN(seq) AS lo, MAX(born) AS hi FROM persons WHERE id = 'p3'",
        "SELECT id, MAX(seq) AS s FROM persons GROUP BY id",
        "SELECT DISTINCT id, name, born FROM persons",
        "SELECT COUNT(DISTINCT region) AS c FROM persons WHERE id = 'p3'",
        "SELECT COUNT(*) FILTER (WHERE id = 'p3') AS c FROM persons",
        "SELECT SUM(seq) FILTER (WHERE id <> 'p3') AS s FROM persons",
        "SELECT MAX(born) FILTER (WHERE seq < 4) AS m FROM persons",
        "SELECT SUM(c) AS s FROM (SELECT id, COUNT(*) AS c FROM persons GROUP BY id) AS x HAVING"
            + " COUNT(*) > 0",
        "SELECT id FROM persons GROUP BY id HAVING COUNT(*) = 1",
        "SELECT id FROM persons GROUP BY id HAVING 10 / (COUNT(*) - 1) > 0",
        "SELECT 10 / (COUNT(*) - 1) AS x FROM persons WHERE id = 'p3'",
        "SELECT h.owner FROM homes h WHERE EXISTS (SELECT id FROM persons WHERE id = 'p3' GROUP BY id)",
        "SELECT h.owner FROM homes h WHERE h.owner IN (SELECT id FROM persons GROUP BY id)",
        "SELECT h.owner FROM homes h WHERE (SELECT COUNT(*) FROM persons p WHERE p.id = h.owner) > 0",
        "SELECT a.region, COUNT(*) AS c FROM persons a JOIN persons b ON b.id = a.id AND b.id = 'p3'"
            + " GROUP BY a.region",
        "SELECT COUNT(*) AS c FROM (SELECT seq FROM persons ORDER BY seq LIMIT 4) AS x"
      })
  void smallGroupsAreLeftOut(String sql) {
    assertThat(shown(sql)).isEmpty();
  }

  @Test
  void aRecordThatAJoinRepeatsCountsOnce() {
    assertThat(
            shown(
                "SELECT h.address, COUNT(*) AS c FROM homes h JOIN persons p ON p.id = h.owner GROUP BY"
                    + " h.address"))
        .containsExactlyInAnyOrderElementsOf(
            byHand(
                "SELECT h.address, COUNT(*) AS c FROM homes h JOIN persons p ON p.id = h.owner GROUP BY"
                    + " h.address HAVING COUNT(DISTINCT p.id) >= 5"));
  }

  @Test
  void groupsAreCountedAfterTheRowCondition() {
    Map<String, ResourceGrant> terms =
        Map.of(
            "persons",
            held(
                departments.terms(
                    "persons",
                    Map.of("name", new Mask.Partial(1, 0)),
                    new RowCondition("region = :region", Map.of("region", "31")))));
    assertThat(Oracle.texts(departments.query("SELECT COUNT(*) AS c FROM persons", terms)))
        .containsExactly("[20]");
    assertThat(
            Oracle.texts(
                departments.query("SELECT COUNT(*) AS c FROM persons WHERE seq < 13", terms)))
        .containsExactly("[5]");
    assertThat(departments.query("SELECT COUNT(*) AS c FROM persons WHERE seq < 12", terms).rows())
        .isEmpty();
  }

  @Test
  void aStatisticOfTooFewValuesIsLeftOutHoweverLargeTheGroup() {
    departments.run("housing", "INSERT INTO dwelling VALUES ('x1', 'new', 7)");
    try {
      for (int i = 2; i < 9; i++) {
        departments.run("housing", "INSERT INTO dwelling VALUES ('x" + i + "', 'new', NULL)");
      }
      Map<String, ResourceGrant> terms = Map.of("homes", held(departments.all("homes")));
      String of = " FROM homes WHERE address = 'new'";
      assertThat(Oracle.texts(departments.query("SELECT COUNT(*) AS c" + of, terms)))
          .containsExactly("[8]");
      assertThat(departments.query("SELECT AVG(rooms) AS r" + of, terms).rows()).isEmpty();
      assertThat(departments.query("SELECT COUNT(rooms) AS r" + of, terms).rows()).isEmpty();
    } finally {
      departments.run("housing", "DELETE FROM dwelling WHERE address = 'new'");
    }
  }

  @Test
  void theRecordsOfAStatisticAreNotTraced() {
    var rows = departments.query("SELECT COUNT(*) AS c FROM persons", held(departments));
    assertThat(rows.sources()).isEmpty();
    assertThat(departments.compile("SELECT COUNT(*) AS c FROM persons", held(departments)).traced())
        .isFalse();
  }

  @Test
  void theMinimumIsPartOfThePlansDigest() {
    String sql = "SELECT COUNT(*) AS c FROM persons";
    assertThat(departments.compile(sql, held(departments)).digest())
        .isNotEqualTo(departments.compile(sql, departments.everything()).digest());
  }

  /** What this does not stop, as the documentation says: two large groups may differ by one. */
  @Test
  void severalQueriesMayStillBeSubtracted() {
    assertThat(shown("SELECT SUM(seq) AS s FROM persons WHERE seq < 10")).containsExactly("[45]");
    assertThat(shown("SELECT SUM(seq) AS s FROM persons WHERE seq < 9")).containsExactly("[36]");
  }
}
