package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Actor;
import io.tongban.federation.Cursors.Frame;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Answers that are read piece by piece, with the real judge and ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class CursorsTestBase implements QueryJobsTests {
  static final Actor COVE = new Actor("cove-system", "cove", "R3");
  static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  static final String PURPOSE = "inspection";
  static final int ROWS = 2_500;

  static final String ALL = "SELECT premises, headcount FROM employers";
  private static final String KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  TestHub hub;
  Cursors cursors;

  abstract TestHub hub();

  @BeforeAll
  void open() {
    hub = hub();
    World.open(hub);
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: cove, title: {zh: 科夫, en: Cove council}}
        spec: {region: R3}
        """);
    client(false);
    agreement("{}");
    insert();
    cursors = hub.get(Cursors.class);
  }

  private static void insert() {
    try (var connection = DriverManager.getConnection(World.LIVE);
        var statement = connection.prepareStatement("INSERT INTO employer_table VALUES (?, ?)")) {
      for (int i = 9; i <= ROWS; i++) {
        statement.setString(1, "a" + i);
        statement.setInt(2, i);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  public void close() {
    hub.close();
  }

  @Override
  public TestHub started() {
    return hub;
  }

  @Override
  public void suspend(boolean suspended) {
    client(suspended);
  }

  /** Declares the client. */
  void client(boolean suspended) {
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: cove-system, title: {zh: 系统, en: System}}
        spec: {department: cove, suspended: %s, jwks: {"keys": [%s]}}
        """
            .formatted(suspended, KEY));
  }

  /** Declares the agreement with masks for the premises. */
  void agreement(String masks) {
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: SharingAgreement
        metadata: {name: cove-food, title: {zh: 协议, en: Agreement}}
        spec:
          recipient: cove
          purposes: [inspection]
          law: Sharing Act s. 1
          from: 2026-01-01
          to: 2026-12-31
          resources:
            food-premises: {columns: [id, name, opened], masks: %s}
            employers: {columns: [premises, headcount]}
        """
            .formatted(masks));
  }

  static Question sql(String sql) {
    return new Question.Sql(sql, List.of(), PURPOSE, null);
  }

  @Test
  void everyFrameIsSettledBeforeItIsReleasedAndNothingIsLostBetweenThem() {
    UUID cursor = cursors.open(COVE, sql(ALL)).id();
    Set<Object> seen = new HashSet<>();
    Set<UUID> receipts = new HashSet<>();
    List<Integer> sizes = new ArrayList<>();
    Frame frame;
    int number = 0;
    do {
      frame = cursors.next(COVE, cursor, number++, 1_000);
      frame.rows().forEach(row -> seen.add(row.get(0)));
      sizes.add(frame.rows().size());
      var entry = hub.get(Ledger.class).find(frame.receipt().id()).orElseThrow();
      receipts.add(entry.id());
      assertThat(entry.manifest().toString())
          .contains(cursor.toString())
          .contains("\"frame\":" + frame.number());
    } while (!frame.last());
    assertThat(sizes).containsExactly(1_000, 1_000, 500);
    assertThat(seen).hasSize(ROWS);
    assertThat(receipts).hasSize(3);
    assertThat(code(() -> cursors.next(COVE, cursor, 3, 10))).isEqualTo("cursor-unknown");
  }

  @Test
  void anAnswerThatEndsWithAFullFrameNeedsNoEmptyOne() {
    UUID cursor = cursors.open(COVE, sql("SELECT id FROM food_premises ORDER BY id")).id();
    assertThat(cursors.next(COVE, cursor, 0, 8).last()).isTrue();
  }

  @Test
  void theAgreementsRowLimitHoldsOverAllFrames() {
    UUID cursor = cursors.open(ADUR, sql(ALL)).id();
    Frame first = cursors.next(ADUR, cursor, 0, 3);
    assertThat(first.last()).isFalse();
    Frame second = cursors.next(ADUR, cursor, 1, 3);
    assertThat(second.rows()).hasSize(2);
    assertThat(second.last()).isTrue();
    assertThat(second.truncated()).isTrue();
  }

  @Test
  void aFrameEndsWhereItsBytesEnd() {
    UUID cursor =
        cursors
            .open(
                COVE,
                sql(
                    "SELECT a.premises, a.premises AS a2, a.premises AS a3, a.premises AS a4, b.id,"
                        + " b.name, b.name AS b2, b.name AS b3 FROM employers a, food_premises b"))
            .id();
    Frame frame = cursors.next(COVE, cursor, 0, 10_000);
    assertThat(frame.rows().size()).isLessThan(10_000);
    assertThat(frame.last()).isFalse();
    cursors.close(COVE, cursor);
  }

  @Test
  void aSuspendedClientsOpenCursorStops() {
    UUID cursor = opened();
    client(true);
    try {
      assertThat(code(() -> cursors.next(COVE, cursor, 1, 10))).isEqualTo("client-suspended");
    } finally {
      client(false);
    }
    assertThat(code(() -> cursors.next(COVE, cursor, 1, 10))).isEqualTo("cursor-unknown");
  }

  @Test
  void anAgreementThatEndsStopsAnOpenCursor() {
    UUID cursor = opened();
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: SharingAgreement
        metadata: {name: cove-food, title: {zh: 协议, en: Agreement}}
        spec:
          recipient: cove
          purposes: [inspection]
          law: Sharing Act s. 1
          from: 2026-01-01
          to: 2026-01-14
          resources: {employers: {columns: [premises, headcount]}}
        """);
    try {
      assertThat(code(() -> cursors.next(COVE, cursor, 1, 10))).isEqualTo("access-not-agreed");
    } finally {
      agreement("{}");
    }
  }

  @Test
  void aMaskThatIsAddedStopsAnOpenCursor() {
    UUID cursor = cursors.open(COVE, sql("SELECT id, name FROM food_premises")).id();
    cursors.next(COVE, cursor, 0, 2);
    agreement("{name: nullify}");
    try {
      assertThat(code(() -> cursors.next(COVE, cursor, 1, 2))).isEqualTo("policy-changed");
    } finally {
      agreement("{}");
    }
  }

  @Test
  void aClientThatMovedToAnotherRegionMustAskAgain() {
    UUID cursor = opened();
    Actor moved = new Actor("cove-system", "cove", "R1");
    assertThat(code(() -> cursors.next(moved, cursor, 1, 10))).isEqualTo("policy-changed");
  }

  @Test
  void anotherClientsCursorIsAsUnknownAsNone() {
    UUID cursor = opened();
    Problem foreign = problem(() -> cursors.next(ADUR, cursor, 1, 10));
    Problem none = problem(() -> cursors.next(ADUR, hub.get(Ids.class).next(), 1, 10));
    assertThat(foreign).isEqualTo(none);
    cursors.close(ADUR, cursor);
    assertThat(cursors.next(COVE, cursor, 1, 10).rows()).hasSize(10);
    cursors.close(COVE, cursor);
  }

  @Test
  void framesComeInOrderAndOnceAndAWrongNumberLosesNothing() {
    UUID cursor = opened();
    Problem again = problem(() -> cursors.next(COVE, cursor, 0, 10));
    assertThat(again.code()).isEqualTo("cursor-position");
    assertThat(again.extensions()).containsEntry("next", 1);
    assertThat(code(() -> cursors.next(COVE, cursor, 1, 0))).isEqualTo("page-invalid");
    assertThat(code(() -> cursors.next(COVE, cursor, 1, 10_001))).isEqualTo("page-invalid");
    assertThat(cursors.next(COVE, cursor, 1, 10).number()).isEqualTo(1);
    cursors.close(COVE, cursor);
  }

  @Test
  void idleCursorsEndAndClosedOnesGiveTheirConnectionsBack() {
    for (int i = 0; i < 24; i++) {
      UUID cursor = opened();
      if (i % 2 == 0) {
        cursors.close(COVE, cursor);
      } else {
        hub.clock().advance(Duration.ofMinutes(3));
        assertThat(code(() -> cursors.next(COVE, cursor, 1, 10))).isEqualTo("cursor-unknown");
      }
    }
  }

  @Test
  void aClientHasFewCursorsOpenAtOnce() {
    List<UUID> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      open.add(cursors.open(COVE, sql(ALL)).id());
    }
    assertThat(code(() -> cursors.open(COVE, sql(ALL)))).isEqualTo("cursors-too-many");
    open.forEach(cursor -> cursors.close(COVE, cursor));
    cursors.close(COVE, cursors.open(COVE, sql(ALL)).id());
  }

  @Test
  void aServiceCanBeReadByFrames() {
    UUID cursor =
        cursors
            .open(COVE, new Question.Call("premises-lookup", Map.of("id", "a1"), PURPOSE, null))
            .id();
    Frame only = cursors.next(COVE, cursor, 0, 10);
    assertThat(only.rows()).containsExactly(List.of("a1", "一号店", 10L));
    assertThat(only.last()).isTrue();
  }

  /** A cursor whose first frame was read. */
  private UUID opened() {
    UUID cursor = cursors.open(COVE, sql(ALL)).id();
    assertThat(cursors.next(COVE, cursor, 0, 10).rows()).hasSize(10);
    return cursor;
  }

  static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return problem(call).code();
  }

  static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call);
    assertThat(refused).isNotNull();
    return refused.problem();
  }
}
