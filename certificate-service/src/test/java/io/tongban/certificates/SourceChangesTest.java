package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.SourceChanges.Finding;
import io.tongban.certificates.SourceChanges.Noticed;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import io.tongban.registry.Column;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import io.tongban.registry.StandardRecord;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of certificates whose source row changes or disappears. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SourceChangesTest {
  private static final String TYPES =
      """
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: stalls, title: {zh: 摊位, en: Stalls}}
      spec:
        provider: agency
        sharing: CONDITIONAL
        sharingCondition: Food Act s. 9
        items:
          - {name: number, element: text, required: true}
          - {name: name, element: text}
        key: [number]
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: stall-facts, title: {zh: 摊位, en: Stall}}
      spec:
        provider: agency
        sql: SELECT number, name FROM stalls WHERE number = :number
        parameters: [{name: number, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: stall, title: {zh: 摊位证, en: Stall permit}}
      spec:
        authority: agency
        vct: urn:test:stall:1
        service: stall-facts
        purpose: issue
        numberClaim: number
        sourceChange: {changed: REPLACED, gone: LAPSED, legalBasis: Food Act s. 12, limit: 2}
        claims:
          - {name: number, column: number}
          - {name: name, column: name}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: quiet-stall, title: {zh: 摊位证, en: Stall permit}}
      spec:
        authority: agency
        vct: urn:test:quiet-stall:1
        service: stall-facts
        purpose: issue
        numberClaim: number
        sourceChange: {}
        claims:
          - {name: number, column: number}
          - {name: name, column: name}
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: market-db, title: {zh: 库, en: Market}}
      spec: {department: agency, jdbc: {url: "%s;IFEXISTS=TRUE", timeoutSeconds: 2}}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: pitches, title: {zh: 场地, en: Pitches}}
      spec:
        provider: agency
        sharing: CONDITIONAL
        sharingCondition: Food Act s. 9
        items:
          - {name: number, element: text, required: true}
          - {name: name, element: text}
        key: [number]
        live: {source: market-db, table: pitches}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: pitch-facts, title: {zh: 场地, en: Pitch}}
      spec:
        provider: agency
        sql: SELECT number, name FROM pitches WHERE number = :number
        parameters: [{name: number, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: pitch, title: {zh: 场地证, en: Pitch permit}}
      spec:
        authority: agency
        vct: urn:test:pitch:1
        service: pitch-facts
        purpose: issue
        numberClaim: number
        sourceChange: {gone: LAPSED, legalBasis: Food Act s. 12, everyHours: 6}
        claims:
          - {name: number, column: number}
          - {name: name, column: name}
      """;

  private final Map<String, String> stalls = new LinkedHashMap<>();
  private TestHub hub;
  private Certificates certificates;
  private SourceChanges changes;
  private PlainWallet wallet;
  private String live;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    live = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE";
    Town.build(hub);
    Town.apply(hub, TYPES.formatted(live));
    certificates = hub.get(Certificates.class);
    changes = hub.get(SourceChanges.class);
    changes.look(); // makes the tables
    wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @BeforeEach
  void fill() {
    hub.get(Database.class)
        .jdbi()
        .useHandle(handle -> handle.execute("DELETE FROM certificates.source_watch"));
    stalls.clear();
    for (int i = 1; i <= 6; i++) {
      stalls.put("M" + i, "Stall " + i);
    }
    load();
    changes.look();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private void load() {
    List<Column> columns = hub.get(Registry.class).resource("stalls").orElseThrow().columns();
    try (RecordStore.Load load =
        hub.get(RecordStore.class)
            .open("stalls", hub.get(Ids.class).next(), RecordStore.Mode.FULL)) {
      int row = 1;
      for (var stall : stalls.entrySet()) {
        List<Object> values = new ArrayList<>();
        columns.forEach(
            column ->
                values.add(column.name().equals("number") ? stall.getKey() : stall.getValue()));
        load.put(new StandardRecord(stall.getKey(), values, row++, "0".repeat(64)));
      }
      load.commit();
    }
  }

  private Issued issue(String type, String number) {
    wallet.obtain(certificates.offer(Town.AGENCY, type, Map.of("number", number), false).uri());
    return newest(type, number);
  }

  private Issued newest(String type, String number) {
    return certificates.byNumber(type, number).get(0);
  }

  private Issued now(Issued issued) {
    return certificates.find(issued.id()).orElseThrow();
  }

  private static void fails(
      CertificateProblem problem, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  @Test
  void whatDidNotChangeIsLeftAlone() {
    Issued issued = issue("stall", "M1");
    hub.clock().advance(Duration.ofHours(25));
    changes.look();
    assertThat(changes.noticed("stall")).isEmpty();
    assertThat(now(issued).act()).isEqualTo(Act.ISSUED);
  }

  @Test
  void aChangedRowIsNoticedAfterTheLoadAndTheRenewedCertificateReplacesTheOldOne() {
    Issued old = issue("stall", "M1");
    Issued other = issue("stall", "M2");
    stalls.put("M1", "Other name");
    load();
    changes.look();
    assertThat(changes.noticed("stall"))
        .containsExactly(new Noticed(old.id(), Finding.CHANGED, MutableClock.START, false));
    assertThat(now(old).status()).isEqualTo(Certificates.Status.VALID);
    Ledger ledger = hub.get(Ledger.class);
    List<Ledger.Recorded> looks =
        ledger.uses(new RowRef("certificate", old.id().toString()), 10).stream()
            .filter(entry -> entry.type() == EntryType.ACCESS)
            .toList();
    assertThat(looks).hasSize(1);
    assertThat(looks.get(0).manifest().toString()).contains("CHANGED").doesNotContain("Other name");

    URI offer = changes.renew(Town.AGENCY, old.id(), false).uri();
    wallet.obtain(offer);
    Issued successor = newest("stall", "M1");
    assertThat(successor.predecessor()).isEqualTo(old.id());
    assertThat(now(old).act()).isEqualTo(Act.REPLACED);
    assertThat(now(old).acts().get(0).successor()).isEqualTo(successor.id());
    assertThat(now(old).acts().get(0).receiptId()).isNotNull();
    assertThat(changes.noticed("stall")).isEmpty();
    assertThat(now(other).act()).isEqualTo(Act.ISSUED);
    fails(CertificateProblem.NO_RENEWAL, () -> changes.renew(Town.AGENCY, old.id(), false));
  }

  @Test
  void aRowThatIsBackAsItWasIsNoChange() {
    Issued issued = issue("stall", "M3");
    stalls.put("M3", "Other name");
    load();
    changes.look();
    assertThat(changes.noticed("stall")).hasSize(1);
    stalls.put("M3", "Stall 3");
    load();
    changes.look();
    assertThat(changes.noticed("stall")).isEmpty();
    assertThat(now(issued).act()).isEqualTo(Act.ISSUED);
  }

  @Test
  void aGoneRowLapsesItsCertificateWithAReceipt() {
    Issued issued = issue("stall", "M1");
    Issued quiet = issue("quiet-stall", "M1");
    stalls.remove("M1");
    load();
    changes.look();
    Issued ended = now(issued);
    assertThat(ended.act()).isEqualTo(Act.LAPSED);
    assertThat(ended.acts().get(0).legalBasis()).isEqualTo("Food Act s. 12");
    assertThat(hub.get(Ledger.class).find(ended.acts().get(0).receiptId()).orElseThrow().type())
        .isEqualTo(EntryType.CERTIFICATE_STATUS);
    assertThat(changes.noticed("stall")).isEmpty();
    assertThat(now(quiet).act()).isEqualTo(Act.ISSUED);
    assertThat(changes.noticed("quiet-stall"))
        .extracting(Noticed::finding)
        .containsExactly(Finding.GONE);
    assertThat(parametersKept(issued)).isZero();
  }

  private int parametersKept(Issued issued) {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT COUNT(*) FROM certificates.source_watch WHERE batch = :id AND"
                            + " parameters IS NOT NULL")
                    .bind("id", issued.id())
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void moreThanTheLimitWaitsForAnOperatorAndIsLookedAtAgain() {
    List<Issued> issued = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      issued.add(issue("stall", "M" + i));
    }
    Map<String, String> right = new LinkedHashMap<>(stalls);
    stalls.keySet().removeAll(List.of("M1", "M2", "M3"));
    load();
    changes.look();
    assertThat(changes.noticed("stall")).hasSize(3).allMatch(Noticed::held);
    assertThat(issued).allMatch(one -> now(one).act() == Act.ISSUED);
    stalls.put("M3", right.get("M3"));
    load();
    assertThat(changes.confirm("stall")).isEqualTo(3);
    changes.look();
    assertThat(issued)
        .extracting(one -> now(one).act())
        .containsExactly(Act.LAPSED, Act.LAPSED, Act.ISSUED, Act.ISSUED);
  }

  @Test
  void aLimitHoldsAcrossRuns() {
    List<Issued> issued = List.of(issue("stall", "M1"), issue("stall", "M2"), issue("stall", "M3"));
    for (String number : List.of("M1", "M2", "M3")) {
      stalls.remove(number);
      load();
      hub.clock().advance(Duration.ofMinutes(1));
      changes.look();
    }
    assertThat(issued)
        .extracting(one -> now(one).act())
        .containsExactly(Act.LAPSED, Act.LAPSED, Act.ISSUED);
    hub.clock().advance(Duration.ofHours(25));
    changes.look();
    assertThat(now(issued.get(2)).act()).isEqualTo(Act.LAPSED);
  }

  @Test
  void nobodyGetsRoundASuspensionByRenewing() {
    Issued issued = issue("stall", "M4");
    URI offer = changes.renew(Town.AGENCY, issued.id(), false).uri();
    certificates.changeStatus(
        Town.AGENCY,
        issued.id(),
        new Certificates.Change(Act.SUSPENDED, null, "Food Act s. 12", "inspection", null));
    assertThatThrownBy(() -> wallet.obtain(offer))
        .isInstanceOfSatisfying(
            IssuerException.class,
            e -> assertThat(e.error()).isEqualTo(IssuerError.CREDENTIAL_REQUEST_DENIED));
    fails(CertificateProblem.NO_RENEWAL, () -> changes.renew(Town.AGENCY, issued.id(), false));
    assertThat(certificates.byNumber("stall", "M4")).hasSize(1);
  }

  @Test
  void aSecondRenewalTakesTheFirstOfferBack() {
    Issued issued = issue("stall", "M6");
    URI first = changes.renew(Town.AGENCY, issued.id(), false).uri();
    URI second = changes.renew(Town.AGENCY, issued.id(), false).uri();
    assertThatThrownBy(() -> wallet.obtain(first))
        .isInstanceOfSatisfying(
            IssuerException.class, e -> assertThat(e.error()).isEqualTo(IssuerError.INVALID_GRANT));
    wallet.obtain(second);
    assertThat(now(issued).act()).isEqualTo(Act.REPLACED);
  }

  @Test
  void oneThatWasEndedMeanwhileKeepsNoOther() {
    Issued ended = issue("stall", "M1");
    Issued gone = issue("stall", "M2");
    issue("stall", "M3");
    stalls.keySet().removeAll(List.of("M1", "M2", "M3"));
    load();
    changes.look();
    certificates.changeStatus(
        Town.AGENCY,
        ended.id(),
        new Certificates.Change(Act.WITHDRAWN, null, "Food Act s. 12", "new road", null));
    assertThat(changes.confirm("stall")).isEqualTo(3);
    changes.look();
    assertThat(now(ended).act()).isEqualTo(Act.WITHDRAWN);
    assertThat(now(gone).act()).isEqualTo(Act.LAPSED);
    assertThat(changes.noticed("stall")).isEmpty();
  }

  @Test
  void onlyTheAuthorityRenewsAndOnlyWhatItsTypeReplaces() {
    Issued issued = issue("stall", "M5");
    fails(
        CertificateProblem.NOT_ISSUING_AUTHORITY,
        () -> changes.renew(Town.STRANGER, issued.id(), false));
    Issued quiet = issue("quiet-stall", "M5");
    fails(CertificateProblem.NO_RENEWAL, () -> changes.renew(Town.AGENCY, quiet.id(), false));
    fails(
        CertificateProblem.CERTIFICATE_UNKNOWN,
        () -> changes.renew(Town.AGENCY, UUID.randomUUID(), false));
    fails(CertificateProblem.TYPE_UNKNOWN, () -> changes.confirm("none"));
  }

  @Test
  void whileTheSourceCannotBeReachedNothingIsConcluded() throws SQLException {
    Issued issued;
    try (Connection up = DriverManager.getConnection(live)) {
      up.createStatement().execute("CREATE TABLE pitches (number VARCHAR(9), name VARCHAR(9))");
      up.createStatement().execute("INSERT INTO pitches VALUES ('L1', 'Corner')");
      issued = issue("pitch", "L1");
      up.createStatement().execute("DELETE FROM pitches");
      changes.look();
      assertThat(now(issued).act()).as("not due yet").isEqualTo(Act.ISSUED);
      up.createStatement().execute("SHUTDOWN");
    }
    hub.clock().advance(Duration.ofHours(7));
    assertThatThrownBy(() -> changes.look()).isInstanceOf(ProblemException.class);
    assertThat(now(issued).act()).isEqualTo(Act.ISSUED);
    assertThat(changes.noticed("pitch")).isEmpty();
    try (Connection up = DriverManager.getConnection(live)) {
      up.createStatement().execute("CREATE TABLE pitches (number VARCHAR(9), name VARCHAR(9))");
      hub.clock().advance(Duration.ofMinutes(2));
      changes.look();
      assertThat(now(issued).act()).isEqualTo(Act.LAPSED);
    }
  }
}
