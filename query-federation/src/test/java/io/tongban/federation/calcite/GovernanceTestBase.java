package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.hub.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No SQL walks around a policy: every attempt answers what the pre-filtered copies answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GovernanceTestBase {
  private static final int PERSONS = 60;
  private Departments departments;
  private Oracle oracle;

  abstract Departments departments();

  @BeforeAll
  void open() {
    departments = departments().filled(PERSONS);
    oracle = new Oracle(PERSONS);
  }

  @AfterAll
  void close() {
    departments.close();
    oracle.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM persons",
        "SELECT p.* FROM persons AS p",
        "SELECT id FROM persons WHERE id IN (SELECT person FROM jobs)",
        "SELECT owner FROM homes WHERE owner IN (SELECT id FROM persons)",
        "SELECT owner FROM homes WHERE owner NOT IN (SELECT id FROM persons)",
        "SELECT owner FROM homes h WHERE EXISTS (SELECT 1 FROM persons p WHERE p.id = h.owner)",
        "SELECT owner FROM homes h WHERE NOT EXISTS"
            + " (SELECT 1 FROM persons p WHERE p.id = h.owner AND p.seq > 5)",
        "SELECT owner, (SELECT MAX(p.seq) FROM persons p) AS most FROM homes",
        "SELECT owner, (SELECT p.name FROM persons p WHERE p.id = h.owner) AS n FROM homes h",
        "WITH x AS (SELECT * FROM persons) SELECT id, name FROM x WHERE seq > 3",
        "SELECT id FROM persons UNION SELECT owner FROM homes",
        "SELECT id FROM persons UNION ALL SELECT person FROM jobs",
        "SELECT owner FROM homes EXCEPT SELECT id FROM persons",
        "SELECT owner FROM homes INTERSECT SELECT id FROM persons",
        "SELECT a.id, b.id FROM persons a JOIN persons b ON a.seq = b.seq + 3",
        "SELECT a.id, b.name FROM persons a, persons b WHERE a.id = b.id",
        "SELECT p.id, j.employer FROM persons p LEFT JOIN jobs j ON j.person = p.id",
        "SELECT h.owner, p.name FROM homes h LEFT JOIN persons p ON p.id = h.owner",
        "SELECT h.owner, p.name FROM persons p RIGHT JOIN homes h ON p.id = h.owner",
        "SELECT region, COUNT(*) AS c, MIN(seq) AS s FROM persons GROUP BY region",
        "SELECT name, COUNT(*) AS c FROM persons GROUP BY name HAVING COUNT(*) > 1",
        "SELECT COUNT(*) AS c FROM persons WHERE name = 'Person1'",
        "SELECT id FROM persons WHERE name LIKE 'P%'",
        "SELECT id FROM persons WHERE name LIKE '王小明%'",
        "SELECT id FROM persons WHERE born > DATE '1960-01-01'",
        "SELECT id FROM persons WHERE EXTRACT(MONTH FROM born) > 1",
        "SELECT owner FROM homes WHERE address LIKE '%Street'",
        "SELECT owner FROM homes WHERE address = '***' AND rooms IS NULL",
        "SELECT UPPER(name) AS u, CHAR_LENGTH(name) AS l FROM persons",
        "SELECT id FROM persons WHERE region = '11'",
        "SELECT id FROM persons WHERE region <> '31' OR 1 = 1",
        "SELECT id FROM persons WHERE NOT (region = '31')",
        "SELECT id, name FROM persons ORDER BY seq DESC LIMIT 3",
        "SELECT id, ROW_NUMBER() OVER (ORDER BY seq) AS r FROM persons",
        "SELECT person FROM jobs WHERE employer = '市监局'",
        "SELECT p.id, h.rooms FROM persons p JOIN homes h ON h.owner = p.id AND h.rooms > 0",
        "SELECT p.id FROM persons p JOIN jobs j ON j.person = p.id JOIN homes h ON h.owner = p.id"
            + " WHERE p.id = 'p6'",
        "SELECT DISTINCT region FROM jobs",
        "SELECT CASE WHEN name = 'Person1' THEN 'found' ELSE 'no' END AS f FROM persons",
        "SELECT COALESCE(CAST(rooms AS VARCHAR(10)), 'none') AS r FROM homes",
        "SELECT COUNT(*) AS c, COUNT(p.seq) AS d FROM persons p RIGHT JOIN homes h ON p.seq < h.rooms",
        "SELECT id FROM persons WHERE CAST(name AS VARCHAR(3)) = name",
        "SELECT COALESCE(CAST(name AS VARCHAR(3)), id) AS x FROM persons",
        "SELECT CAST(CAST(name AS VARCHAR(3)) AS VARCHAR(9)) AS x FROM persons",
        "SELECT CAST(id AS VARCHAR(1)) AS x, seq FROM persons UNION ALL SELECT owner, rooms FROM homes",
        "SELECT CAST(seq AS VARCHAR(1)) AS x, COUNT(*) AS c FROM persons GROUP BY CAST(seq AS"
            + " VARCHAR(1))",
        "SELECT id FROM persons WHERE id = 'p1' OR id = 'p3'",
        "SELECT id FROM persons WHERE id IN ('p1', 'p3', 'p6', 'p7')"
      })
  void answersWhatThePreFilteredCopiesAnswer(String sql) {
    var rows = departments.query(sql, departments.policy("31"));
    assertThat(Oracle.texts(rows)).containsExactlyInAnyOrderElementsOf(oracle.rows(sql));
  }

  @Test
  void quotedCaseAndShadowingNamesAreGoverned() {
    List<String> expected = oracle.rows("SELECT id FROM persons");
    for (String sql :
        List.of(
            "SELECT \"id\" FROM PERSONS",
            "SELECT \"ID\" FROM \"Persons\"",
            "WITH persons AS (SELECT id FROM persons) SELECT * FROM persons")) {
      assertThat(Oracle.texts(departments.query(sql, departments.policy("31"))))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void aLateralJoinIsGoverned() {
    var rows =
        departments.query(
            "SELECT h.owner, x.name FROM homes h,"
                + " LATERAL (SELECT p.name FROM persons p WHERE p.id = h.owner) AS x",
            departments.policy("31"));
    assertThat(Oracle.texts(rows))
        .containsExactlyInAnyOrderElementsOf(
            oracle.rows("SELECT h.owner, p.name FROM homes h JOIN persons p ON p.id = h.owner"));
  }

  @Test
  void everySourceIsAskedByKeyRowConditionAndNarrow() {
    CompiledQuery query =
        departments.compile(
            "SELECT p.id, j.employer, h.rooms FROM persons p JOIN jobs j ON j.person = p.id"
                + " JOIN homes h ON h.owner = p.id WHERE p.id = ?",
            departments.policy("31"));
    assertThat(query.statements()).hasSize(3).noneMatch(SourceStatement::unbounded);
    assertThat(sql(query, "hub").toLowerCase(java.util.Locale.ROOT))
        .contains("\"region\" = ?", "\"id\" = ?")
        .doesNotContain("\"born\"");
    assertThat(sql(query, "labour").toLowerCase(java.util.Locale.ROOT))
        .contains("\"region\" = ?", "\"person\" = ?")
        .doesNotContain("wage");
    assertThat(sql(query, "housing")).containsIgnoringCase("\"owner\" = ?");
  }

  /**
   * H2 cannot evaluate the pattern; the rows that the condition hides must not be fetched for it.
   */
  @Test
  void aRowConditionThatHidesLittleGoesToTheSourceEvenWhereTheRestCannot() {
    RowCondition known = new RowCondition("region IS NOT NULL", Map.of());
    var policy = Map.of("jobs", departments.terms("jobs", Map.of(), known));
    for (String rest : List.of("employer LIKE '_监_'", "CHAR_LENGTH(employer) = 3")) {
      CompiledQuery query = departments.compile("SELECT person FROM jobs WHERE " + rest, policy);
      assertThat(sql(query, "labour")).containsIgnoringCase("IS NOT NULL");
    }
  }

  private static String sql(CompiledQuery query, String database) {
    return query.statements().stream()
        .filter(statement -> statement.database().name().equals(database))
        .map(statement -> statement.sql().replace('`', '"'))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onePlanServesCallersOfDifferentRegions() {
    CompiledQuery query =
        departments.compile("SELECT COUNT(*) AS c FROM persons", departments.policy("31"));
    assertThat(run(query, "31")).isEqualTo(20L);
    assertThat(run(query, "11")).isEqualTo(40L);
    assertThat(run(query, "99")).isEqualTo(0L);
  }

  private Object run(CompiledQuery query, String region) {
    var grant = Departments.grant(departments.policy(region));
    return departments
        .engine()
        .run(query, new Object[0], grant, new QueryEngine.Limits(10, 10))
        .rows()
        .get(0)
        .get(0);
  }

  @Test
  void anAttributeWithoutAValueReadsNothing() {
    CompiledQuery query = departments.compile("SELECT id FROM persons", departments.policy("31"));
    Map<String, ResourceGrant> unbound = new LinkedHashMap<>(departments.policy("31"));
    unbound.put("persons", departments.terms("persons", Map.of(), new RowCondition("x", Map.of())));
    assertThatThrownBy(
            () ->
                departments
                    .engine()
                    .run(
                        query,
                        new Object[0],
                        Departments.grant(unbound),
                        new QueryEngine.Limits(10, 10)))
        .hasMessageContaining("policy-invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM persons WHERE id = 'p1' AND 10 / (seq - 1) > 0",
        "SELECT id FROM persons WHERE id = 'p2' AND CAST(name AS INTEGER) = 1",
        "SELECT id FROM persons WHERE seq = 1 AND MOD(10, seq - 1) = 0"
      })
  void noErrorTellsOfAHiddenRow(String sql) {
    assertThat(departments.query(sql, departments.policy("31")).rows()).isEmpty();
  }

  @Test
  void errorsOfEvaluationHaveOneText() {
    Set<String> texts =
        new java.util.HashSet<>(
            List.of(
                failure("SELECT 10 / (seq - 3) AS x FROM persons WHERE id = 'p3'"),
                failure("SELECT CAST(name AS INTEGER) AS x FROM persons WHERE id = 'p3'"),
                failure("SELECT id FROM persons WHERE 10 / (seq - 3) > 1")));
    assertThat(texts).hasSize(1).allMatch(text -> text.startsWith("evaluation-failed"));
  }

  private String failure(String sql) {
    return catchThrowableOfType(
            ProblemException.class, () -> departments.query(sql, departments.policy("31")))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT wage FROM jobs",
        "SELECT j.wage FROM jobs j",
        "SELECT person FROM jobs WHERE wage > 1",
        "SELECT person FROM jobs ORDER BY wage",
        "SELECT \"$key3\" FROM jobs",
        "SELECT _key FROM persons",
        "SELECT _hash FROM persons",
        "SELECT firm_name FROM jobs",
        "SELECT * FROM records.persons_v1",
        "SELECT * FROM persons_v1",
        "SELECT * FROM employment",
        "SELECT * FROM information_schema.tables"
      })
  void whatIsNotGrantedDoesNotExist(String sql) {
    assertThatThrownBy(() -> departments.query(sql, departments.policy("31")))
        .hasMessageMatching("(?s)(sql-name-unknown|sql-invalid).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT CURRENT_USER AS u FROM persons",
        "SELECT USER AS u FROM persons",
        "SELECT SESSION_USER AS u FROM persons"
      })
  void noFunctionTellsTheSourcesLogin(String sql) {
    assertThatThrownBy(() -> departments.query(sql, departments.policy("31")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aLongKeyDoesNotMatchAShortOne() {
    var rows =
        departments.query(
            "SELECT id FROM persons WHERE id || '' = ?", departments.policy("31"), "p3 ".repeat(3));
    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void rowsNameTheRecordsTheyAreMadeOf() {
    var rows =
        departments.query(
            "SELECT p.name, j.employer, h.rooms FROM homes h LEFT JOIN persons p ON p.id = h.owner"
                + " LEFT JOIN jobs j ON j.person = p.id WHERE h.owner IN ('p6', 'p8') ORDER BY"
                + " h.owner",
            departments.policy("31"));
    assertThat(rows.sources())
        .extracting(row -> row.resource() + "/" + row.key())
        .containsExactly("homes/p6", "persons/p6", "jobs/p6|Firm 1", "homes/p8");
  }

  @Test
  void maskedColumnsAreMarkedAndTracedToTheirSource() {
    CompiledQuery query =
        departments.compile(
            "SELECT p.id, p.name || '!' AS n, h.address FROM persons p JOIN homes h ON h.owner = p.id",
            departments.policy("31"));
    assertThat(query.columns()).extracting(c -> c.masked()).containsExactly(false, true, true);
    assertThat(query.origins().get("n"))
        .containsExactly(new CompiledQuery.Origin("persons", "name"));
    assertThat(query.origins().get("address"))
        .containsExactly(new CompiledQuery.Origin("homes", "address"));
  }

  @Test
  void everyMaskKeepsItsColumnsType() {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>();
    terms.put(
        "persons",
        departments.terms(
            "persons",
            Map.of(
                "name", new Mask.Constant("已隐藏"),
                "region", new Mask.Partial(5, 5),
                "seq", new Mask.Nullify(),
                "born", new Mask.Year()),
            RowCondition.ALL));
    var rows =
        departments.query("SELECT name, region, seq, born FROM persons WHERE id = 'p3'", terms);
    assertThat(rows.rows())
        .containsExactly(
            java.util.Arrays.asList("已隐藏", "**", null, java.time.LocalDate.of(1953, 1, 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "region = :region AND 10 / seq > 1",
        "id IN (SELECT person FROM jobs)",
        "nowhere = 1",
        "region",
        "region = '31') OR (1 = 1"
      })
  void aRowConditionThatCannotHoldReadsNothing(String condition) {
    Map<String, ResourceGrant> terms =
        Map.of(
            "persons",
            departments.terms(
                "persons", Map.of(), new RowCondition(condition, Map.of("region", "31"))));
    assertThatThrownBy(() -> departments.query("SELECT id FROM persons", terms))
        .hasMessageContaining("policy-invalid");
  }

  @Test
  void theRowConditionMayUseColumnsThatAreNotGranted() {
    Map<String, ResourceGrant> terms =
        Map.of(
            "persons",
            new ResourceGrant(
                Set.of("id"), Map.of(), new RowCondition("region = '31' AND seq < 4", Map.of())));
    assertThat(departments.query("SELECT * FROM persons", terms).rows())
        .containsExactlyInAnyOrder(List.of("p0"), List.of("p3"));
  }
}
