package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Actor;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that is away takes only its own part of an answer along, where that was allowed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartialAnswerTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final String PURPOSE = "inspection";
  private static final String OUTER =
      "SELECT p.id, e.headcount FROM food_premises p LEFT JOIN employers e ON e.premises = p.id"
          + " WHERE p.id IN ('a1', 'a3') ORDER BY p.id";
  private static final List<MissingSource> LABOUR_MISSING =
      List.of(new MissingSource("labour-db", List.of("employers"), "source-unreachable"));
  private TestHub hub;
  private Federation federation;

  @BeforeAll
  void open() {
    hub = TestHub.onH2();
    World.open(hub);
    federation = hub.get(Federation.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  /** Each test begins with the source away; time goes on, so that it is not suspended. */
  @BeforeEach
  void away() {
    hub.clock().advance(Duration.ofMinutes(3));
    source("jdbc:postgresql://127.0.0.1:1/nowhere");
  }

  private void source(String url) {
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: labour-db, title: {zh: 劳动库, en: Labour database}}
        spec: {department: labour, jdbc: {url: "%s", timeoutSeconds: 2}}
        """
            .formatted(url));
  }

  private Answer query(String sql, boolean allowPartial) {
    return federation.query(ADUR, sql, List.of(), PURPOSE, null, allowPartial);
  }

  private Problem refused(String sql, boolean allowPartial) {
    return catchThrowableOfType(ProblemException.class, () -> query(sql, allowPartial)).problem();
  }

  @Test
  void theOuterSideOfAJoinMayBeMissingAndIsNamed() {
    Answer answer = query(OUTER, true);
    assertThat(answer.rows()).containsExactly(Arrays.asList("a1", null), Arrays.asList("a3", null));
    assertThat(answer.missing()).isEqualTo(LABOUR_MISSING);
    var manifest = hub.get(Ledger.class).find(answer.receipt().id()).orElseThrow().manifest();
    assertThat(manifest.at("/details/missing/0/source").textValue()).isEqualTo("labour-db");
    source(World.LIVE);
    Answer whole = query(OUTER, true);
    assertThat(whole.rows()).containsExactly(List.of("a1", 10L), List.of("a3", 30L));
    assertThat(whole.missing()).isEmpty();
  }

  @Test
  void theSameWithTheJoinWrittenTheOtherWay() {
    Answer answer =
        query(
            "SELECT p.id, e.headcount FROM employers e RIGHT JOIN food_premises p"
                + " ON e.premises = p.id WHERE p.id = 'a1'",
            true);
    assertThat(answer.rows()).containsExactly(Arrays.asList("a1", null));
    assertThat(answer.missing()).isEqualTo(LABOUR_MISSING);
  }

  @Test
  void withoutTheFlagTheErrorNamesTheSource() {
    Problem problem = refused(OUTER, false);
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.extensions()).containsEntry("source", "labour-db");
  }

  @Test
  void aBranchOfAUnionAllMayBeMissing() {
    String sql =
        "SELECT id FROM food_premises WHERE id = 'a1' UNION ALL"
            + " SELECT premises FROM employers WHERE premises = 'a2'";
    Answer answer = query(sql, true);
    assertThat(answer.rows()).containsExactly(List.of("a1"));
    assertThat(answer.missing()).isEqualTo(LABOUR_MISSING);
    assertThat(refused(sql, false).extensions()).containsEntry("source", "labour-db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT headcount FROM employers WHERE premises = 'a1'",
        "SELECT p.id FROM food_premises p JOIN employers e ON e.premises = p.id WHERE p.id = 'a1'",
        "SELECT p.id FROM food_premises p LEFT JOIN employers e ON e.premises = p.id"
            + " WHERE p.id = 'a1' AND e.premises IS NULL",
        "SELECT p.id FROM food_premises p LEFT JOIN employers e ON e.premises = p.id"
            + " WHERE p.id = 'a1' AND COALESCE(e.headcount, 0) < 5",
        "SELECT COUNT(e.premises) AS c FROM food_premises p LEFT JOIN employers e"
            + " ON e.premises = p.id WHERE p.id = 'a1'",
        "SELECT p.id FROM food_premises p LEFT JOIN employers e ON e.premises = p.id"
            + " ORDER BY e.headcount LIMIT 1",
        "SELECT p.id FROM food_premises p WHERE p.id = 'a1' AND NOT EXISTS"
            + " (SELECT 1 FROM employers e WHERE e.premises = p.id)",
        "SELECT p.id, (SELECT MAX(e.headcount) FROM employers e) AS m FROM food_premises p",
        "SELECT id FROM food_premises UNION SELECT premises FROM employers",
        "SELECT id FROM food_premises EXCEPT SELECT premises FROM employers",
        "SELECT COUNT(*) AS c FROM (SELECT id FROM food_premises UNION ALL"
            + " SELECT premises FROM employers) AS x"
      })
  void whatWouldBeWrongWithoutTheSourceIsAnErrorThatNamesIt(String sql) {
    Problem problem = refused(sql, true);
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.extensions()).containsEntry("source", "labour-db");
  }

  @Test
  void aServiceMayAllowItForAllItsCallers() {
    String service =
        """
          provider: food-agency
          sql: |
            SELECT p.id, e.headcount FROM food_premises p
            LEFT JOIN employers e ON e.premises = p.id WHERE p.id = :id
          parameters: [{name: id, type: STRING}]
        """;
    World.apply(hub, World.service("strict", service));
    World.apply(hub, World.service("lenient", service + "  allowPartial: true\n"));
    Answer answer = federation.call(ADUR, "lenient", Map.of("id", "a1"), PURPOSE, null);
    assertThat(answer.missing()).isEqualTo(LABOUR_MISSING);
    assertThat(answer.sources()).extracting("resource").containsExactly("food-premises");
    assertThat(federation.call(ADUR, "strict", Map.of("id", "a1"), PURPOSE, null, true).missing())
        .isEqualTo(LABOUR_MISSING);
    assertThat(
            catchThrowableOfType(
                    ProblemException.class,
                    () -> federation.call(ADUR, "strict", Map.of("id", "a1"), PURPOSE, null))
                .problem()
                .code())
        .isEqualTo("source-unreachable");
  }

  @Test
  void whatIsWrongWithASourceIsNotHiddenByTheFlag() {
    source(World.LIVE);
    World.live("ALTER TABLE employer_table ALTER COLUMN no_of_staff VARCHAR(20)");
    World.live("UPDATE employer_table SET no_of_staff = 'many' WHERE premises = 'a1'");
    try {
      Problem problem = refused(OUTER, true);
      assertThat(problem.code()).isEqualTo("source-misfit");
      assertThat(problem.detail()).contains("labour-db", "headcount").doesNotContain("many");
      assertThat(problem.extensions()).containsEntry("column", "headcount");
    } finally {
      World.live("UPDATE employer_table SET no_of_staff = '10' WHERE premises = 'a1'");
      World.live("ALTER TABLE employer_table ALTER COLUMN no_of_staff INTEGER");
    }
  }
}
