package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.ProblemException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would show single records of a resource with a minimum group is refused before it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinimumGroupRefusalsTest {
  private Departments departments;

  @BeforeAll
  void open() {
    departments = Departments.onH2().filled(1);
  }

  @AfterAll
  void close() {
    departments.close();
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
        "SELECT SUM(seq / 59) AS s FROM persons|can pick a record out of its group",
        "SELECT MAX(seq + 9223372036854775800) AS s FROM persons|can pick a record out of its group",
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
        catchThrowableOfType(
            ProblemException.class,
            () -> departments.compile(sql, MinimumGroupsTestBase.held(departments)));
    assertThat(refused.problem().code()).isEqualTo("statistics-only");
    assertThat(refused.problem().detail()).contains(why);
    assertThat(refused.problem().extensions())
        .containsEntry("minimumGroup", MinimumGroupsTestBase.LEAST);
    assertThat((String) refused.problem().extensions().get("resource")).isIn("persons", "jobs");
  }
}
