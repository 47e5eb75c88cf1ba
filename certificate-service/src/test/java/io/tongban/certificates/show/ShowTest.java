package io.tongban.certificates.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.HolderCertificates;
import io.tongban.certificates.HolderCertificates.Held;
import io.tongban.certificates.HolderCertificates.Print;
import io.tongban.certificates.HolderCertificates.Showing;
import io.tongban.certificates.HolderCertificates.Shown;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.ServiceItems;
import io.tongban.certificates.ServiceItems.Copies;
import io.tongban.certificates.ServiceItems.Copy;
import io.tongban.certificates.ServiceItems.Question;
import io.tongban.certificates.ServiceItems.Use;
import io.tongban.certificates.ServiceItems.UseState;
import io.tongban.certificates.Town;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemCode;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import io.tongban.registry.StandardRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Certificates shown at counters, on paper and to service items, with every refusal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShowTest {
  private static final String MORE =
      """
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: licensing, title: {zh: 许可, en: Licensing}}
      spec: {description: {zh: 许可, en: To license}, caseRequired: true}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: licensing-facts, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: council
        purposes: [licensing]
        law: Licensing Act s. 1
        from: 2025-01-01
        to: 2030-01-01
        resources:
          premises: {columns: [number, name, opened], masks: {opened: month}}
      ---
      apiVersion: tongban.io/v1
      kind: PresentationRequirement
      metadata: {name: premises-name, title: {zh: 场所名称, en: Name}}
      spec:
        query:
          credentials:
            - id: a
              format: dc+sd-jwt
              meta: {vct_values: ["urn:test:approval:1"]}
              claims: [{path: [name]}]
      ---
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: stall, title: {zh: 摆摊申请, en: Market stall}}
      spec:
        department: council
        client: council-system
        purpose: counter
        needs: [{type: approval, claims: [number, name]}]
        days: 20
      ---
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: signboard, title: {zh: 招牌, en: Signboard}}
      spec:
        department: council
        client: council-system
        purpose: counter
        requirement: premises-name
      ---
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: licence, title: {zh: 许可, en: Licence}}
      spec:
        department: council
        client: council-system
        purpose: licensing
        needs: [{type: approval, claims: [name, town]}]
      """;

  private TestHub hub;
  private HolderCertificates holders;
  private ServiceItems items;
  private Certificates certificates;
  private PlainWallet wallet;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    Town.apply(hub, MORE);
    holders = hub.get(HolderCertificates.class);
    items = hub.get(ServiceItems.class);
    certificates = hub.get(Certificates.class);
    wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  /** A holder who got the approval of that number just now. */
  private Held issued(String number) {
    wallet.obtain(
        certificates.offer(Town.AGENCY, "approval", Map.of("number", number), false).uri());
    return holders.list(number).get(0);
  }

  private void act(UUID certificate, Act act) {
    certificates.changeStatus(
        Town.AGENCY, certificate, new Change(act, null, "Food Act s. 9", "because", null));
  }

  private static void fails(ProblemCode problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  private String code(String subject, UUID certificate, String... claims) {
    Showing showing = holders.show(subject, certificate, Set.of(claims));
    return holders.code(subject, showing.id()).text();
  }

  private Shown scan(String code) {
    return holders.scan(Town.COUNCIL, "clerk-1", code, "counter", null);
  }

  private Ledger.Recorded entry(UUID id) {
    return hub.get(Ledger.class).find(id).orElseThrow();
  }

  @Test
  void aHolderFindsTheirOwnCertificatesAndNobodyElses() {
    issued("P11");
    Held newest = issued("P11");
    assertThat(holders.list("P11")).as("of one number the newest").containsExactly(newest);
    assertThat(newest.title().en()).isEqualTo("Approval");
    assertThat(newest.authority().en()).isEqualTo("Food agency");
    assertThat(newest.verdict()).isEqualTo(Verdict.VALID);
    assertThat(holders.list("P12")).isEmpty();
    fails(CertificateProblem.CERTIFICATE_UNKNOWN, () -> holders.find("P12", newest.id()));
    fails(CertificateProblem.CERTIFICATE_UNKNOWN, () -> holders.print("P12", newest.id()));
    fails(
        CertificateProblem.CERTIFICATE_UNKNOWN,
        () -> holders.show("P12", newest.id(), Set.of("name")));
  }

  @Test
  void aClerkGetsWhatTheHolderAgreedToAndBothReadingsAreRecorded() {
    Held held = issued("P13");
    Showing showing = holders.show("P13", held.id(), Set.of("name"));
    String code = holders.code("P13", showing.id()).text();
    assertThat(code).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}").doesNotContain("P13");
    Shown shown = scan(code.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
    assertThat(shown.verdict()).isEqualTo(Verdict.VALID);
    assertThat(shown.claims()).isEqualTo(Map.of("name", "茶楼 Tearoom 13"));
    Ledger.Recorded verified = entry(shown.receipt().id());
    assertThat(verified.type()).isEqualTo(EntryType.CERTIFICATE_VERIFIED);
    assertThat(verified.actor()).isEqualTo("council-system");
    JsonNode details = verified.manifest().path("details");
    assertThat(details.path("disclosed")).extracting(JsonNode::asText).containsExactly("name");
    assertThat(details.path("clerk").asText()).isEqualTo("clerk-1");
    assertThat(verified.manifest().toString()).doesNotContain("Tearoom");
    Ledger.Recorded read = entry(UUID.fromString(details.path("facts").asText()));
    assertThat(read.type()).isEqualTo(EntryType.ACCESS);
    assertThat(read.actor()).as("in the authority's name").isEqualTo("agency-system");
    assertThat(hub.get(Ledger.class).uses(new RowRef("premises", "P13"), 100))
        .extracting(Ledger.Recorded::id)
        .contains(read.id());
    assertThat(holders.showing("P13", showing.id()).seen())
        .singleElement()
        .satisfies(seen -> assertThat(seen.department().en()).isEqualTo("Council"));
  }

  @Test
  void attack24ByACodeThatWasUsedOrIsOld() {
    Held held = issued("P14");
    String code = code("P14", held.id());
    assertThat(scan(code).claims()).as("the state alone was agreed to").isEmpty();
    fails(CertificateProblem.SHOW_CODE_OVER, () -> scan(code));
    String late = code("P14", held.id(), "name");
    hub.clock().advance(Duration.ofSeconds(45));
    fails(CertificateProblem.SHOW_CODE_OVER, () -> scan(late));
    fails(CertificateProblem.SHOW_CODE_UNKNOWN, () -> scan("0000-0000-0000"));
    fails(CertificateProblem.SHOW_CODE_UNKNOWN, () -> scan("no code"));
    fails(CertificateProblem.SHOW_CODE_UNKNOWN, () -> scan(null));
  }

  @Test
  void whoMayNotAskTakesNoCode() {
    Held held = issued("P15");
    String code = code("P15", held.id(), "name");
    fails(AccessProblem.PURPOSE_MISSING, () -> holders.scan(Town.COUNCIL, null, code, null, null));
    fails(
        AccessProblem.CASE_REQUIRED,
        () -> holders.scan(Town.COUNCIL, null, code, "licensing", null));
    assertThat(scan(code).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void aPurposeUnderAnAgreementGetsNoMoreThanItLists() {
    Held held = issued("P16");
    String code = code("P16", held.id(), "name", "town", "opened");
    Shown shown = holders.scan(Town.COUNCIL, null, code, "licensing", "case 1");
    assertThat(shown.claims()).containsOnlyKeys("name");
    assertThat(shown.withheld()).containsExactly("opened", "town");
  }

  @Test
  void aCertificateThatIsNotInForceShowsItsStateAndNoClaim() {
    Held held = issued("P17");
    act(held.id(), Act.SUSPENDED);
    Shown suspended = scan(code("P17", held.id(), "name"));
    assertThat(suspended.verdict()).isEqualTo(Verdict.SUSPENDED);
    assertThat(suspended.act()).isEqualTo(Act.SUSPENDED);
    assertThat(suspended.claims()).isEmpty();
    fails(CertificateProblem.CERTIFICATE_NOT_IN_FORCE, () -> holders.print("P17", held.id()));
    act(held.id(), Act.REVOKED);
    assertThat(scan(code("P17", held.id(), "name")).verdict()).isEqualTo(Verdict.REVOKED);
    hub.clock().advance(Duration.ofDays(31));
    assertThat(scan(code("P17", held.id(), "name")).verdict()).isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void aShowingEndsAndIsErased() {
    Held held = issued("P18");
    Showing showing = holders.show("P18", held.id(), Set.of("name"));
    String code = holders.code("P18", showing.id()).text();
    fails(CertificateProblem.SHOWING_UNKNOWN, () -> holders.code("P19", showing.id()));
    fails(CertificateProblem.SHOWING_UNKNOWN, () -> holders.end("P19", showing.id()));
    holders.end("P18", showing.id());
    fails(CertificateProblem.SHOW_CODE_UNKNOWN, () -> scan(code));
    fails(CertificateProblem.SHOWING_UNKNOWN, () -> holders.code("P18", showing.id()));
    Showing other = holders.show("P18", held.id(), Set.of());
    hub.clock().advance(Duration.ofMinutes(10));
    fails(CertificateProblem.SHOWING_UNKNOWN, () -> holders.code("P18", other.id()));
    holders.forget();
    fails(
        CertificateProblem.SHOWING_INVALID,
        () -> holders.show("P18", held.id(), Set.of("name", "income")));
  }

  @Test
  void aPrintIsProvedByAnUnguessableCodeThatTellsStateAndNoClaim() {
    Held held = issued("P20");
    Print print = holders.print("P20", held.id());
    assertThat(print.claims())
        .containsEntry("number", "P20")
        .containsEntry("fee", "12.5")
        .containsEntry("opened", "2020-01-21");
    assertThat(entry(print.receipt().id()).type()).isEqualTo(EntryType.ACCESS);
    String link = print.link().toString();
    assertThat(link).matches("http://hub.test/printed/[A-Za-z0-9_-]{22}");
    String code = link.substring(link.lastIndexOf('/') + 1);
    assertThat(holders.printed(code).verdict()).isEqualTo(Verdict.VALID);
    assertThat(holders.printed(code).toString()).doesNotContain("P20", "Tearoom");
    assertThat(holders.matches(code, " P20 ")).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(holders.matches(code, "P21")).isFalse();
    }
    fails(CertificateProblem.PRINT_CODE_LOCKED, () -> holders.matches(code, "P20"));
    act(held.id(), Act.WITHDRAWN);
    assertThat(holders.printed(code).act()).isEqualTo(Act.WITHDRAWN);
    fails(CertificateProblem.PRINT_CODE_UNKNOWN, () -> holders.printed(code + "A"));
  }

  private static final String STALL =
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
          - {name: owner, element: text}
        key: [number]
        indexed: [owner]
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: stall-of-owner, title: {zh: 摊位, en: Stall}}
      spec:
        provider: agency
        sql: SELECT number, owner FROM stalls WHERE owner = :owner
        parameters: [{name: owner, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: stall-licence, title: {zh: 摊位证, en: Stall licence}}
      spec:
        authority: agency
        vct: urn:test:stall-licence:1
        service: stall-of-owner
        purpose: issue
        numberClaim: number
        selfService: {parameter: owner, client: agency-system}
        claims: [{name: number, column: number}]
      ---
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: pitch, title: {zh: 摊位变更, en: Move of a stall}}
      spec:
        department: council
        client: council-system
        purpose: counter
        needs: [{type: stall-licence, claims: [number]}]
      """;

  /** Which stall has which owner. */
  private void stalls(String... rows) {
    try (RecordStore.Load load =
        hub.get(RecordStore.class)
            .open("stalls", hub.get(Ids.class).next(), RecordStore.Mode.FULL)) {
      for (String row : rows) {
        String[] values = row.split(" ");
        load.put(new StandardRecord(values[0], List.of(values[0], values[1]), 1, "0".repeat(64)));
      }
      load.commit();
    }
  }

  @Test
  void whatTheRecordsHoldNoMoreIsShownToNobody() {
    Town.apply(hub, STALL);
    stalls("S1 li");
    URI offer =
        certificates.offer(Town.AGENCY, "stall-licence", Map.of("owner", "li"), false).uri();
    wallet.obtain(offer);
    Held held = holders.list("li").get(0);
    Use use = items.authorise("li", "pitch");
    assertThat(scan(code("li", held.id(), "number")).claims()).containsEntry("number", "S1");
    long recorded = hub.get(Ledger.class).size();
    for (String[] rows : new String[][] {{"S2 li"}, {"S1 wu"}, {"S1 li", "S2 li"}}) {
      stalls(rows);
      ProblemCode changed = CertificateProblem.CERTIFICATE_FACTS_CHANGED;
      fails(changed, () -> scan(code("li", held.id(), "number")));
      fails(changed, () -> holders.print("li", held.id()));
      fails(changed, () -> items.copies(Town.COUNCIL, null, use.id(), null));
    }
    assertThat(hub.get(Ledger.class).size())
        .as("that the authority's records were read is recorded all the same")
        .isGreaterThanOrEqualTo(recorded + 9);
    stalls("S1 li");
    assertThat(scan(code("li", held.id(), "number")).claims()).containsEntry("number", "S1");
  }

  @Test
  void aHolderAuthorisesOnceAndTheDepartmentGetsAnAnnotatedCopy() {
    issued("P30");
    Question question = items.question("P30", "stall");
    assertThat(question.complete()).isTrue();
    assertThat(question.item().department().en()).isEqualTo("Council");
    assertThat(question.purposeText().en()).isEqualTo("To check at a counter");
    assertThat(question.until()).isEqualTo(MutableClock.START.plus(Duration.ofDays(20)));
    assertThat(question.wanted().get(0).claims())
        .extracting(HolderCertificates.ClaimName::name)
        .containsExactly("number", "name");
    Use use = items.authorise("P30", "stall");
    assertThat(items.authorise("P30", "stall")).as("once").isEqualTo(use);
    assertThat(entry(use.givenEntry()).type()).isEqualTo(EntryType.CONSENT_GIVEN);
    assertThat(entry(use.givenEntry()).manifest().toString())
        .contains("stall", "approval", "until")
        .doesNotContain("P30");
    assertThat(items.ofItem(Town.COUNCIL, "stall", null, 10)).contains(use);
    assertThat(items.ofHolder("P30")).containsExactly(use);

    Copies copies = items.copies(Town.COUNCIL, null, use.id(), "case 7");
    Copy copy = copies.copies().get(0);
    assertThat(copy.claims()).isEqualTo(Map.of("number", "P30", "name", "茶楼 Tearoom 30"));
    Ledger.Recorded recorded = entry(copies.receipt().id());
    assertThat(recorded.type()).isEqualTo(EntryType.ACCESS);
    assertThat(recorded.manifest().toString()).contains("stall").doesNotContain("Tearoom");
    JsonNode said = payload(copy.jwt());
    assertThat(said.path("annotation").path("department").asText()).isEqualTo("council");
    assertThat(said.path("annotation").path("item").asText()).isEqualTo("stall");
    assertThat(said.path("annotation").path("case").asText()).isEqualTo("case 7");
    assertThat(said.path("annotation").path("expires").asText()).isEqualTo(use.until().toString());
    assertThat(said.has("cnf")).as("no certificate that could be presented").isFalse();
  }

  private static JsonNode payload(String jwt) {
    return PlainWallet.json(
        new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8));
  }

  @Test
  void attack24ByAnAnnotatedCopyElsewhereOrAfterItsEnd() {
    Held held = issued("P31");
    Use use = items.authorise("P31", "stall");
    String copy = items.copies(Town.COUNCIL, null, use.id(), null).copies().get(0).jwt();
    var valid = certificates.verify(Town.COUNCIL, copy, null, null, "counter");
    assertThat(valid.verdict()).isEqualTo(Verdict.VALID);
    assertThat(valid.claims()).containsEntry("number", "P31");
    assertThat(valid.receipt()).isNotNull();
    assertThat(verdict(Town.STRANGER, copy, "counter"))
        .as("another client of the department")
        .isEqualTo(Verdict.VALID);
    assertThat(verdict(Town.READER, copy, "counter")).isEqualTo(Verdict.WRONG_USE);
    assertThat(verdict(Town.COUNCIL, copy, "issue")).isEqualTo(Verdict.WRONG_USE);
    var visitor = certificates.verify(null, copy, null, null, null);
    assertThat(visitor.verdict()).isEqualTo(Verdict.WRONG_USE);
    assertThat(visitor.claims()).isEmpty();
    assertThat(visitor.message().en()).contains("may not be used here");
    String[] parts = copy.split("\\.");
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                payload(copy)
                    .toString()
                    .replace("council", "agency")
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(verdict(Town.READER, parts[0] + "." + other + "." + parts[2], "counter"))
        .isEqualTo(Verdict.TAMPERED);
    act(held.id(), Act.SUSPENDED);
    assertThat(verdict(Town.COUNCIL, copy, "counter")).isEqualTo(Verdict.SUSPENDED);
    act(held.id(), Act.REINSTATED);
    hub.clock().advance(Duration.ofDays(20));
    var expired = certificates.verify(Town.COUNCIL, copy, null, null, "counter");
    assertThat(expired.verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(expired.claims()).isEmpty();
    assertThat(expired.message().en()).contains("annotated copy has expired");
  }

  private Verdict verdict(Actor actor, String copy, String purpose) {
    return certificates.verify(actor, copy, null, null, purpose).verdict();
  }

  @Test
  void aWithdrawalWorksAtOnce() {
    issued("P32");
    Use use = items.authorise("P32", "stall");
    fails(CertificateProblem.USE_UNKNOWN, () -> items.withdraw("P33", use.id()));
    Use withdrawn = items.withdraw("P32", use.id());
    assertThat(withdrawn.state()).isEqualTo(UseState.WITHDRAWN);
    assertThat(entry(withdrawn.withdrawnEntry()).type()).isEqualTo(EntryType.CONSENT_WITHDRAWN);
    assertThat(items.withdraw("P32", use.id())).isEqualTo(withdrawn);
    fails(CertificateProblem.USE_OVER, () -> items.copies(Town.COUNCIL, null, use.id(), null));
    assertThat(items.ofItem(Town.COUNCIL, "stall", null, 10)).doesNotContain(withdrawn);
    Use again = items.authorise("P32", "stall");
    assertThat(again.id()).isNotEqualTo(use.id());
    hub.clock().advance(Duration.ofDays(20));
    fails(CertificateProblem.USE_OVER, () -> items.copies(Town.COUNCIL, null, again.id(), null));
    items.forget();
    assertThat(items.ofHolder("P32").get(0).state()).isEqualTo(UseState.ENDED);
  }

  @Test
  void onlyTheItemsDepartmentFetchesAndOnlyWhatIsInForce() {
    Held held = issued("P34");
    Use use = items.authorise("P34", "signboard");
    assertThat(use.wanted().get(0).claims())
        .as("as the requirement's query says")
        .extracting(HolderCertificates.ClaimName::name)
        .containsExactly("name");
    fails(CertificateProblem.USE_UNKNOWN, () -> items.copies(Town.AGENCY, null, use.id(), null));
    fails(
        CertificateProblem.SERVICE_ITEM_UNKNOWN,
        () -> items.ofItem(Town.AGENCY, "signboard", null, 10));
    act(held.id(), Act.SUSPENDED);
    Copy copy = items.copies(Town.COUNCIL, null, use.id(), null).copies().get(0);
    assertThat(copy.verdict()).isEqualTo(Verdict.SUSPENDED);
    assertThat(copy.jwt()).isNull();
    assertThat(copy.claims()).isEmpty();
    assertThat(items.question("P35", "signboard").complete()).isFalse();
    fails(CertificateProblem.CERTIFICATE_NOT_IN_FORCE, () -> items.authorise("P35", "signboard"));
    fails(CertificateProblem.SERVICE_ITEM_UNKNOWN, () -> items.question("P35", "nothing"));
  }

  @Test
  void anAgreementBoundsWhatAnItemGets() {
    issued("P36");
    Use use = items.authorise("P36", "licence");
    fails(
        CertificateProblem.PRESENTATION_NOT_COVERED,
        () -> items.copies(Town.COUNCIL, null, use.id(), "case 1"));
  }

  @Test
  void anItemsNeedsAreAskedOfAWalletToo() {
    assertThat(items.query(Town.COUNCIL, "signboard").toString()).contains("\"id\":\"a\"");
    JsonNode query = items.query(Town.COUNCIL, "stall");
    assertThat(query.toString())
        .contains("urn:test:approval:1", "{\"path\":[\"number\"]}", "{\"path\":[\"name\"]}");
    fails(CertificateProblem.SERVICE_ITEM_UNKNOWN, () -> items.query(Town.AGENCY, "stall"));
  }

  @Test
  void anItemThatCannotWorkIsRefusedWhenDeclared() {
    String bad =
        """
        apiVersion: tongban.io/v1
        kind: ServiceItem
        metadata: {name: bad, title: {zh: 坏, en: Bad}}
        spec:
          department: council
          client: agency-system
          purpose: nothing
          needs: [{type: licence, claims: [number]}, {type: approval, claims: [income]}]
          requirement: premises-name
          days: 366
        """;
    assertThatThrownBy(() -> Town.apply(hub, bad))
        .hasMessageContaining("no client of the department council")
        .hasMessageContaining("no purpose nothing")
        .hasMessageContaining("exactly one of needs and requirement")
        .hasMessageContaining("no CertificateType licence with selfService")
        .hasMessageContaining("no claim income")
        .hasMessageContaining("write 1 to 365");
  }
}
