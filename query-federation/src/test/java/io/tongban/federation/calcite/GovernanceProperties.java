package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random SQL answers what the same SQL answers on physically pre-filtered, pre-masked copies. */
class GovernanceProperties {
  private static final int PERSONS = 24;
  private static Departments departments;
  private static Oracle oracle;

  @BeforeContainer
  static void open() {
    departments = Departments.onH2().filled(PERSONS);
    oracle = new Oracle(PERSONS);
  }

  @AfterContainer
  static void close() {
    departments.close();
    oracle.close();
  }

  @Property(tries = 200)
  void randomSqlSeesNoMoreThanThePolicyAllows(@ForAll("queries") String sql) {
    var rows = departments.query(sql, departments.policy("31"));
    assertThat(Oracle.texts(rows)).containsExactlyInAnyOrderElementsOf(oracle.rows(sql));
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, joined()),
        Tuple.of(2, grouped()),
        Tuple.of(2, united()),
        Tuple.of(2, withTable()),
        Tuple.of(1, windowed()));
  }

  private static Arbitrary<String> joined() {
    Arbitrary<String> from =
        Arbitraries.of(
            "persons p",
            "persons p JOIN jobs j ON j.person = p.id",
            "persons p LEFT JOIN jobs j ON j.person = p.id AND j.employer <> 'Firm 1'",
            "jobs j RIGHT JOIN persons p ON j.person = p.id",
            "persons p JOIN homes h ON h.owner = p.id",
            "homes h LEFT JOIN persons p ON p.id = h.owner",
            "persons p JOIN persons q ON q.seq = p.seq + 3",
            "persons p JOIN jobs j ON j.person = p.id JOIN homes h ON h.owner = j.person",
            "(SELECT * FROM persons WHERE seq > 2) AS p");
    Arbitrary<String> columns =
        Arbitraries.of(
            "p.id",
            "p.id, p.name",
            "p.*",
            "UPPER(p.name) AS u, p.born",
            "p.region, p.seq + 1 AS s",
            "p.id, (SELECT COUNT(*) FROM homes x WHERE x.owner = p.id) AS c",
            "DISTINCT p.region",
            "CASE WHEN p.name LIKE 'P%' THEN 'P' ELSE p.region END AS k");
    return Combinators.combine(columns, from, predicate("p"), predicate("p"))
        .as((c, f, a, b) -> "SELECT " + c + " FROM " + f + " WHERE " + a + " AND " + b);
  }

  private static Arbitrary<String> predicate(String t) {
    Arbitrary<String> simple =
        Arbitraries.of(
            "1 = 1",
            t + ".id = 'p3'",
            t + ".id IN ('p1', 'p3', 'p6', 'p9', 'p12')",
            t + ".region = '11'",
            t + ".region <> '11'",
            t + ".name LIKE '王%'",
            t + ".name = 'P*****1'",
            t + ".name = 'Person1'",
            "CHAR_LENGTH(" + t + ".name) > 5",
            t + ".seq BETWEEN 3 AND 15",
            t + ".seq > 4",
            t + ".born < DATE '1965-06-01'",
            t + ".born IS NOT NULL",
            "EXTRACT(MONTH FROM " + t + ".born) = 1",
            t + ".id IN (SELECT person FROM jobs WHERE employer = '市监局')",
            t + ".id NOT IN (SELECT owner FROM homes WHERE rooms = 1)",
            "EXISTS (SELECT 1 FROM homes x WHERE x.owner = " + t + ".id AND x.rooms > 0)",
            "NOT EXISTS (SELECT 1 FROM jobs x WHERE x.person = " + t + ".id)",
            t + ".seq > (SELECT AVG(rooms) FROM homes)",
            t + ".seq = (SELECT MIN(q.seq) FROM persons q WHERE q.region = " + t + ".region)");
    Arbitrary<String> either =
        Combinators.combine(simple, simple).as((a, b) -> "(" + a + " OR " + b + ")");
    Arbitrary<String> not = simple.map(a -> "NOT (" + a + ")");
    return Arbitraries.frequencyOf(Tuple.of(4, simple), Tuple.of(2, either), Tuple.of(1, not));
  }

  private static Arbitrary<String> grouped() {
    return Combinators.combine(
            Arbitraries.of("p.region", "p.name", "p.born"), predicate("p"), Arbitraries.of(0, 1))
        .as(
            (key, where, most) ->
                ("SELECT %s AS k, COUNT(*) AS c, MAX(p.seq) AS m FROM persons p WHERE %s"
                        + " GROUP BY %s HAVING COUNT(*) > %d")
                    .formatted(key, where, key, most));
  }

  private static Arbitrary<String> united() {
    return Combinators.combine(
            Arbitraries.of("UNION", "UNION ALL", "EXCEPT", "INTERSECT"),
            predicate("p"),
            Arbitraries.of("SELECT person FROM jobs", "SELECT owner FROM homes"))
        .as(
            (op, where, other) ->
                "SELECT p.id FROM persons p WHERE " + where + " " + op + " " + other);
  }

  private static Arbitrary<String> withTable() {
    return Combinators.combine(predicate("p"), predicate("w"))
        .as(
            (inner, outer) ->
                ("WITH w AS (SELECT * FROM persons p WHERE %s) SELECT w.id, y.name FROM w, w AS y"
                        + " WHERE w.id = y.id AND %s")
                    .formatted(inner, outer));
  }

  private static Arbitrary<String> windowed() {
    return predicate("p")
        .map(
            where ->
                "SELECT p.id, COUNT(*) OVER (PARTITION BY p.region) AS c FROM persons p WHERE "
                    + where);
  }

  /** Without hidden rows the property above would hold of anything. */
  @Property(tries = 1)
  void theOracleHoldsFewerRowsThanTheSources() {
    assertThat(oracle.rows("SELECT id FROM persons")).hasSize(PERSONS / 3);
    assertThat(departments.query("SELECT id FROM persons", departments.everything()).rows())
        .hasSize(PERSONS);
  }
}
