package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryCompilerTest {
  private static Departments departments;

  @BeforeAll
  static void open() {
    departments = Departments.onH2().filled(60);
  }

  @AfterAll
  static void close() {
    departments.close();
  }

  @Test
  void answersAcrossThreeSources() {
    var rows =
        departments.query(
            "SELECT p.id, p.name, j.employer, h.address FROM persons p JOIN jobs j ON j.person = p.id"
                + " JOIN homes h ON h.owner = p.id WHERE p.id = ?",
            departments.everything(),
            "p4");
    assertThat(rows.rows()).containsExactly(List.of("p4", "Person4", "市监局", "4 High Street"));
    System.out.println(rows);
    CompiledQuery q =
        departments.compile(
            "SELECT p.id, p.name, j.employer, h.address FROM persons p JOIN jobs j ON j.person = p.id"
                + " JOIN homes h ON h.owner = p.id WHERE p.id = ?",
            governed());
    System.out.println(q.plan());
    q.statements()
        .forEach(s -> System.out.println(s.database() + " " + s.unbounded() + " " + s.sql()));
  }

  private static Map<String, ResourceGrant> governed() {
    Map<String, ResourceGrant> terms = new HashMap<>(departments.everything());
    terms.put(
        "persons",
        departments.terms(
            "persons",
            Map.of("name", new Mask.Partial(1, 1)),
            new RowCondition("region = :region", Map.of("region", "31"))));
    terms.put(
        "jobs",
        departments.terms(
            "jobs", Map.of(), new RowCondition("region = :region", Map.of("region", "31"))));
    return terms;
  }
}
