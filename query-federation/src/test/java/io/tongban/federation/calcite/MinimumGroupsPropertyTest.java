package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.ResourceGrant;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random statistics under a minimum group show what H2 shows of copies that hold only what the
 * policy allows, with the small groups cut out by HAVING.
 */
class MinimumGroupsPropertyTest {
  private static final int PERSONS = 48;
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

  /** A query in three parts: what is shown, from which rows, by which key. */
  record Statistic(String shown, String argument, String from, String where, String key) {
    String sql(String having) {
      return "SELECT %s AS k, %s(%s) AS s FROM %s WHERE %s GROUP BY %s%s"
          .formatted(key, shown, argument, from, where, key, having);
    }

    String cutOut(int least) {
      String counted = "COUNT(DISTINCT CASE WHEN %s IS NOT NULL THEN p.id END)";
      return sql(" HAVING " + counted.formatted(argument) + " >= " + least);
    }
  }

  @Provide
  Arbitrary<Statistic> statistics() {
    Arbitrary<String> from =
        Arbitraries.of(
            "persons p",
            "persons p JOIN homes h ON h.owner = p.id",
            "homes h JOIN persons p ON p.id = h.owner",
            "persons p LEFT JOIN homes h ON h.owner = p.id");
    Arbitrary<String> where =
        Arbitraries.of(
            "1 = 1",
            "p.seq < 20",
            "p.seq <> 9",
            "p.id = 'p3'",
            "p.name LIKE '王%'",
            "p.born > DATE '1970-01-01'",
            "p.id IN (SELECT owner FROM homes)",
            "p.seq * 2 + 1 > 31",
            "(p.seq BETWEEN 3 AND 15 OR p.name = 'P*****1')");
    Arbitrary<String> key =
        Arbitraries.of(
            "p.region",
            "p.name",
            "p.born",
            "EXTRACT(YEAR FROM p.born)",
            "CASE WHEN p.id = 'p3' THEN 'x' ELSE p.region END",
            "UPPER(p.name)");
    return Combinators.combine(
            Arbitraries.of("COUNT", "SUM", "MIN", "MAX"), Arbitraries.of("p.seq"), from, where, key)
        .as(Statistic::new);
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void showsTheLargeGroupsOnly(
      @ForAll("statistics") Statistic statistic,
      @ForAll @net.jqwik.api.constraints.IntRange(min = 2, max = 9) int least) {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>(departments.policy("31"));
    ResourceGrant persons = terms.get("persons");
    terms.put(
        "persons",
        new ResourceGrant(persons.columns(), persons.masks(), persons.rowCondition(), least));
    var rows = departments.query(statistic.sql(""), terms);
    assertThat(Oracle.texts(rows))
        .containsExactlyInAnyOrderElementsOf(oracle.rows(statistic.cutOut(least)));
  }
}
