package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.hub.ProblemException;
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
  private static final int LEAST = 5;
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

  private ResourceGrant held(String resource, Map<String, Mask> masks, RowCondition rows) {
    ResourceGrant all = departments.terms(resource, masks, rows);
    return new ResourceGrant(all.columns(), all.masks(), all.rowCondition(), LEAST);
  }

  private Map<String, ResourceGrant> held() {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>(departments.everything());
    terms.put("persons", held("persons", Map.of(), RowCondition.ALL));
    terms.put("jobs", held("jobs", Map.of(), RowCondition.ALL));
    return terms;
  }

  private List<String> shown(String sql) {
    return Oracle.texts(departments.query(sql, held()));
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
        "SELECT name, COUNT(*) AS c, MIN(seq) AS lo, MAX(born) AS hi FROM persons GROUP BY name"
            + "|SELECT name, COUNT(*) AS c, MIN(seq) AS lo, MAX(born) AS hi FROM persons GROUP BY"
            + " name HAVING COUNT(*) >= 5",
        "SELECT DISTINCT name FROM persons|SELECT name FROM persons GROUP BY name HAVING COUNT(*) >= 5",
        "SELECT EXTRACT(MONTH FROM born) AS m, AVG(seq) AS a FROM persons GROUP BY EXTRACT(MONTH FROM born)"
            + "|SELECT EXTRACT(MONTH FROM born) AS m, AVG(seq) AS a FROM persons GROUP BY"
            + " EXTRACT(MONTH FROM born) HAVING COUNT(*) >= 5",
        "SELECT seq / 7 AS band, SUM(seq * 2 + 1) AS s FROM persons GROUP BY seq / 7"
            + "|SELECT seq / 7 AS band, SUM(seq * 2 + 1) AS s FROM persons GROUP BY seq / 7 HAVING"
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM persons|would show single records",
        "SELECT id FROM persons WHERE seq > 3 ORDER BY seq LIMIT 1|would show single records",
        "SELECT p.region FROM homes h LEFT JOIN persons p ON p.id = h.owner|would show single records",
        "SELECT h.owner FROM homes h WHERE h.owner IN (SELECT id FROM persons)|would show single records",
        "SELECT h.owner FROM homes h WHERE NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = h.owner)"
            + "|would show single records",
        "SELECT h.owner, (SELECT p.name FROM persons p WHERE p.id = h.owner) AS n FROM homes h"
            + "|would show single records",
        "SELECT COUNT(*) AS c FROM homes WHERE EXISTS (SELECT 1 FROM persons WHERE id = 'p3')"
            + "|would show single records",
        "SELECT COUNT(*) AS c FROM homes h, LATERAL (SELECT p.id FROM persons p WHERE p.id = h.owner) AS"
            + " x|refers to single records",
        "SELECT id FROM persons UNION SELECT owner FROM homes|single records meet LogicalUnion",
        "SELECT COUNT(*) AS c FROM (SELECT id FROM persons UNION ALL SELECT owner FROM homes) AS x"
            + "|single records meet LogicalUnion",
        "SELECT owner FROM homes EXCEPT SELECT id FROM persons|single records meet LogicalMinus",
        "SELECT owner FROM homes INTERSECT SELECT id FROM persons|single records meet LogicalIntersect",
        "SELECT id, COUNT(*) OVER (PARTITION BY region) AS c FROM persons|a window shows single records",
        "SELECT MAX(r) AS m FROM (SELECT ROW_NUMBER() OVER (ORDER BY seq) AS r FROM persons) AS x"
            + "|a window shows single records",
        "SELECT SUM(CASE WHEN id = 'p3' THEN seq ELSE 0 END) AS s FROM persons"
            + "|can pick a record out of its group",
        "SELECT MAX(CASE WHEN id = 'p3' THEN born END) AS s FROM persons"
            + "|can pick a record out of its group",
        "SELECT COUNT(NULLIF(id, 'p3')) AS s FROM persons|can pick a record out of its group",
        "SELECT SUM(x) AS s FROM (SELECT CASE WHEN id = 'p3' THEN seq END AS x FROM persons) AS y"
            + "|can pick a record out of its group",
        "SELECT SUM(seq * seq) AS s FROM persons|can pick a record out of its group",
        "SELECT SUM(CASE WHEN h.owner = 'p6' THEN 1 END) AS s FROM homes h JOIN persons p ON p.id ="
            + " h.owner|can pick a record out of its group",
        "SELECT MIN(name) AS n FROM persons|shows one record's own",
        "SELECT MAX(id) AS n FROM persons|shows one record's own",
        "SELECT ANY_VALUE(born) AS n FROM persons|show a record's own values",
        "SELECT STDDEV_SAMP(seq) AS n FROM persons|COUNT, SUM, AVG, MIN and MAX are allowed",
        "SELECT LISTAGG(id) AS n FROM persons|show a record's own values",
        "SELECT COUNT(*) FILTER (WHERE seq > 5) AS a, COUNT(*) FILTER (WHERE seq > 6) AS b FROM persons"
            + "|several FILTERs show their difference",
        "SELECT region, COUNT(*) AS c FROM persons GROUP BY ROLLUP(region)|by their difference",
        "SELECT region, name, COUNT(*) AS c FROM persons GROUP BY CUBE(region, name)|by their difference",
        "SELECT COUNT(*) AS c FROM persons WHERE 10 / (seq - 3) > 0|could fail",
        "SELECT COUNT(*) AS c FROM persons WHERE CASE WHEN id = 'p3' THEN 1 / (seq - 3) ELSE 1 END = 1"
            + "|could fail",
        "SELECT CAST(name AS INTEGER) AS n, COUNT(*) AS c FROM persons GROUP BY CAST(name AS INTEGER)"
            + "|could fail",
        "SELECT COUNT(*) AS c FROM persons p WHERE EXISTS (SELECT 1 FROM homes h WHERE h.owner = p.id AND"
            + " 1 / (p.seq - 3) > 0)|refers to single records",
        "SELECT x, COUNT(*) AS c FROM (SELECT (SELECT MAX(h.rooms) FROM homes h WHERE h.owner = p.id) AS x"
            + " FROM persons p) AS y GROUP BY x|refers to single records",
        "SELECT COUNT(*) AS c FROM persons a, persons b|could count more often",
        "SELECT COUNT(*) AS c FROM persons a JOIN persons b ON a.id = b.id OR b.id = 'p3'"
            + "|could count more often",
        "SELECT SUM(p.seq) AS s FROM persons p JOIN (VALUES 'p3', 'p3', 'p3') AS v(id) ON v.id = p.id"
            + "|could count more often",
        "SELECT AVG(p.seq) AS a FROM persons p JOIN (SELECT CASE WHEN owner < 'p4' THEN owner ELSE 'p3'"
            + " END AS id FROM homes) AS h ON h.id = p.id|could count more often",
        "SELECT SUM(p.seq) AS s FROM persons p JOIN jobs j ON j.region = p.region|could count more often",
        "SELECT SUM(p.seq) AS s FROM persons p FULL JOIN homes h ON h.owner = p.id|could count more often"
      })
  void whatCannotBeProvenIsRefused(String sql, String why) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> departments.query(sql, held()));
    assertThat(refused.problem().code()).isEqualTo("statistics-only");
    assertThat(refused.problem().detail()).contains(why);
    assertThat(refused.problem().extensions()).containsEntry("minimumGroup", LEAST);
    assertThat((String) refused.problem().extensions().get("resource")).isIn("persons", "jobs");
  }

  @Test
  void groupsAreCountedAfterTheRowCondition() {
    Map<String, ResourceGrant> terms =
        Map.of(
            "persons",
            held(
                "persons",
                Map.of("name", new Mask.Partial(1, 0)),
                new RowCondition("region = :region", Map.of("region", "31"))));
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
      Map<String, ResourceGrant> terms = Map.of("homes", held("homes", Map.of(), RowCondition.ALL));
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
    var rows = departments.query("SELECT COUNT(*) AS c FROM persons", held());
    assertThat(rows.sources()).isEmpty();
    assertThat(departments.compile("SELECT COUNT(*) AS c FROM persons", held()).traced()).isFalse();
  }

  @Test
  void theMinimumIsPartOfThePlansDigest() {
    String sql = "SELECT COUNT(*) AS c FROM persons";
    assertThat(departments.compile(sql, held()).digest())
        .isNotEqualTo(departments.compile(sql, departments.everything()).digest());
  }

  /** What this does not stop, as the documentation says: two large groups may differ by one. */
  @Test
  void severalQueriesMayStillBeSubtracted() {
    assertThat(shown("SELECT SUM(seq) AS s FROM persons WHERE seq < 10")).containsExactly("[45]");
    assertThat(shown("SELECT SUM(seq) AS s FROM persons WHERE seq < 9")).containsExactly("[36]");
  }
}
