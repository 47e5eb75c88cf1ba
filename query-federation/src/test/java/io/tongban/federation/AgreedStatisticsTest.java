package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Actor;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Minimum groups, keyed masks and rates from the agreement to the answer and its record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgreedStatisticsTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final Actor BRENT = new Actor("brent-system", "brent", "R2");
  private static final String PURPOSE = "inspection";
  private TestHub hub;
  private Federation federation;

  @BeforeAll
  void open() {
    hub = TestHub.onH2();
    World.open(hub);
    federation = hub.get(Federation.class);
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Purpose
        metadata: {name: matching, title: {zh: 比对, en: Matching}}
        spec: {description: {zh: 比对, en: To match records}}
        ---
        apiVersion: tongban.io/v1
        kind: SharingAgreement
        metadata: {name: brent-statistics, title: {zh: 协议, en: Agreement}}
        spec:
          recipient: brent
          purposes: [inspection]
          from: 2026-01-01
          to: 2026-12-31
          resources:
            food-premises: {columns: [id, region, staff, opened], minimumGroup: 4}
        """);
    for (String department : List.of("adur", "brent")) {
      World.apply(hub, matching(department));
    }
  }

  private static String matching(String department) {
    return """
    apiVersion: tongban.io/v1
    kind: SharingAgreement
    metadata: {name: %s-matching, title: {zh: 协议, en: Agreement}}
    spec:
      recipient: %s
      purposes: [matching]
      from: 2026-01-01
      to: 2026-12-31
      rate: {calls: 3, per: DAY}
      resources:
        food-premises: {columns: [id, name], masks: {name: hash}}
    """
        .formatted(department, department);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @Test
  void largeGroupsAreAnsweredAndTheMinimumRecorded() {
    Answer answer =
        federation.query(
            BRENT,
            "SELECT region, COUNT(*) AS c, SUM(staff) AS s FROM food_premises GROUP BY region",
            List.of(),
            PURPOSE,
            null);
    assertThat(answer.rows())
        .containsExactlyInAnyOrder(List.of("R1", 4L, 16L), List.of("R2", 4L, 20L));
    var manifest = hub.get(Ledger.class).find(answer.receipt().id()).orElseThrow().manifest();
    assertThat(manifest.at("/resources/food-premises/minimumGroup").asInt()).isEqualTo(4);
    assertThat(manifest.at("/details/aggregated").asBoolean()).isTrue();
    assertThat(
            federation
                .query(
                    BRENT,
                    "SELECT region, COUNT(*) AS c FROM food_premises WHERE id <> 'a1' GROUP BY region",
                    List.of(),
                    PURPOSE,
                    null)
                .rows())
        .containsExactly(List.of("R2", 4L));
  }

  @Test
  void aPublishedServiceOfStatisticsServesItsRecipient() {
    assertThat(federation.call(BRENT, "premises-report", Map.of(), PURPOSE, null).rows())
        .containsExactlyInAnyOrder(List.of("R1", 4L), List.of("R2", 4L));
    World.apply(
        hub,
        World.service(
            "premises-count",
            """
              provider: food-agency
              sql: >
                SELECT COUNT(*) AS premises, AVG(staff) AS staff FROM food_premises
                WHERE region = :region AND staff >= :least AND (opened > :since OR :since IS NULL)
              parameters:
                - {name: region, type: STRING}
                - {name: least, type: INTEGER}
                - {name: since, type: DATE, required: false}
            """));
    assertThat(count("R2", 1)).containsExactly(List.of(4L, 5L));
    assertThat(count("R2", 3)).isEmpty();
  }

  private List<List<Object>> count(String region, int least) {
    return federation
        .call(BRENT, "premises-count", Map.of("region", region, "least", least), PURPOSE, null)
        .rows();
  }

  @Test
  void singleRecordsAreRefused() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                federation.query(BRENT, "SELECT id FROM food_premises", List.of(), PURPOSE, null));
    assertThat(refused.problem().code()).isEqualTo("statistics-only");
    assertThat(refused.problem().extensions())
        .containsEntry("resource", "food-premises")
        .containsEntry("minimumGroup", 4);
  }

  @Test
  void aPageIsACallAndTheFirstIsTheOpening() {
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Purpose
        metadata: {name: paging, title: {zh: 分页, en: Paging}}
        spec: {description: {zh: 分页, en: To page}}
        ---
        """
            + matching("adur")
                .replace("adur-matching", "adur-paging")
                .replace("[matching]", "[paging]"));
    Cursors cursors = hub.get(Cursors.class);
    var question =
        new Question.Sql("SELECT id FROM food_premises ORDER BY id", List.of(), "paging", null);
    var cursor = cursors.open(ADUR, question).id();
    for (int page = 0; page < 3; page++) {
      assertThat(cursors.next(ADUR, cursor, page, 1).rows()).hasSize(1);
    }
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> cursors.next(ADUR, cursor, 3, 1));
    assertThat(refused.problem().code()).isEqualTo("rate-exceeded");
    // the plan may still be looked at
    assertThat(federation.explain(ADUR, question).plan()).isNotEmpty();
  }

  @Test
  void hashesAreOneDepartmentsOwnAndTheRateHolds() {
    String sql = "SELECT name FROM food_premises WHERE id = 'a2'";
    Object adur = federation.query(ADUR, sql, List.of(), "matching", null).rows().get(0).get(0);
    Object again = federation.query(ADUR, sql, List.of(), "matching", null).rows().get(0).get(0);
    Object brent = federation.query(BRENT, sql, List.of(), "matching", null).rows().get(0).get(0);
    assertThat((String) adur).matches("[0-9a-f]{32}").isEqualTo(again).isNotEqualTo(brent);
    String explained = federation.explain(ADUR, sql, "matching").toString();
    assertThat(explained).contains("MASK(");
    // a look at the plan was no call
    federation.query(ADUR, sql, List.of(), "matching", null);
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> federation.query(ADUR, sql, List.of(), "matching", null));
    assertThat(refused.problem().code()).isEqualTo("rate-exceeded");
    assertThat(
            hub.get(Ledger.class)
                .newest(EntryType.REFUSAL, "adur-system", null, 1)
                .get(0)
                .manifest()
                .path("refused")
                .asText())
        .isEqualTo("rate-exceeded");
  }
}
