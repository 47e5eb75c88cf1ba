package io.tongban.access.corrections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.access.Correction;
import io.tongban.access.Correction.State;
import io.tongban.access.Corrections;
import io.tongban.access.Corrections.Ask;
import io.tongban.access.Corrections.Done;
import io.tongban.access.Fixture;
import io.tongban.access.Outbox;
import io.tongban.access.Outbox.Due;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Cursor;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import io.tongban.registry.StandardRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to correct records; each database runs it. */
abstract class CorrectionsTest {
  private static final Actor FOOD = new Actor("food-system", "food-agency", "GB");
  private static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  private static final Actor NOWHERE = new Actor("nowhere-system", "nowhere", null);
  private static final Actor OPERATOR = new Actor("local-operator", "hub", null);
  private static final String KEY = "31010119900307211X";
  private static final String REASON = "Ms Wang says her shop is called otherwise";
  private TestHub hub;
  private Corrections corrections;
  private Ledger ledger;

  abstract TestHub open();

  @BeforeEach
  void start() {
    hub = open();
    Fixture.apply(hub, Fixture.WORLD);
    corrections = hub.get(Corrections.class);
    ledger = hub.get(Ledger.class);
    load("Old name");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void load(String name) {
    try (var load =
        hub.get(RecordStore.class).open("premises", UUID.randomUUID(), RecordStore.Mode.FULL)) {
      load.put(
          new StandardRecord(KEY, Arrays.asList(KEY, name, "AB1", null, 3L), 1, "0".repeat(64)));
      load.commit();
    }
  }

  private UUID used(Actor actor, String action, EntryType type) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.putObject("actor").put("client", actor.client()).put("department", actor.department());
    manifest.put("action", action);
    UUID id = hub.get(Ids.class).next();
    ledger.append(
        new LedgerEntry(
            id,
            type,
            hub.clock().instant(),
            actor.client(),
            manifest,
            List.of(new RowRef("premises", KEY))));
    return id;
  }

  private static Ask ask(String field) {
    return new Ask("premises", KEY, field, REASON, "inspection", null);
  }

  private Correction asked() {
    used(ADUR, "call", EntryType.ACCESS);
    return corrections.request(ADUR, false, ask("name")).correction();
  }

  @Test
  void everyoneWhoReceivedTheRecordIsToldAndNobodyElse() {
    used(ADUR, "call", EntryType.ACCESS);
    UUID newest = used(ADUR, "issue", EntryType.CERTIFICATE_ISSUED);
    used(new Actor("a", "statistics", null), "audit", EntryType.ACCESS);
    used(new Actor("a", "statistics", null), "call", EntryType.REFUSAL);
    Done done = corrections.request(FOOD, false, ask("name"));
    assertThat(done.correction().state()).isEqualTo(State.OPEN);
    assertThat(done.correction().uses()).isZero();

    List<Correction> adur = corrections.inbox(ADUR, null, null, 10);
    assertThat(adur)
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.id()).isEqualTo(done.correction().id());
              assertThat(told.key()).isEqualTo(KEY);
              assertThat(told.field()).isEqualTo("name");
              assertThat(told.reason()).isEqualTo(REASON);
              assertThat(told.department()).isEqualTo("food-agency");
              assertThat(told.uses()).isEqualTo(2);
              assertThat(told.newestUse()).isEqualTo(newest);
              assertThat(told.acknowledged()).isNull();
            });
    assertThat(corrections.inbox(FOOD, null, null, 10)).as("its provider").hasSize(1);
    assertThat(corrections.inbox(NOWHERE, null, null, 10)).isEmpty();
    assertThat(corrections.inbox(new Actor("a", "statistics", null), null, null, 10)).isEmpty();
    UUID id = done.correction().id();
    assertThatThrownBy(() -> corrections.find(NOWHERE, id))
        .hasMessageContaining("correction-unknown");
    assertThatThrownBy(() -> corrections.acknowledge(NOWHERE, id))
        .hasMessageContaining("correction-unknown");
  }

  @Test
  void askingAcknowledgingAndDecidingAreEntriesWithoutKeyOrReason() {
    UUID id = asked().id();
    Correction taken = corrections.acknowledge(ADUR, id);
    assertThat(taken.acknowledged()).isNotNull();
    assertThat(corrections.acknowledge(ADUR, id)).as("once is enough").isEqualTo(taken);
    assertThat(corrections.find(FOOD, id).acknowledged()).as("each for itself").isNull();
    Correction refused = corrections.decide(FOOD, id, State.REFUSED, "The register is right");
    assertThat(refused.decision()).isEqualTo("The register is right");
    assertThat(corrections.find(ADUR, id).state()).isEqualTo(State.REFUSED);

    List<Ledger.Recorded> entries = ledger.newest(null, null, null, 3);
    assertThat(entries)
        .extracting(Ledger.Recorded::type)
        .containsExactly(
            EntryType.CORRECTION_DECIDED,
            EntryType.CORRECTION_ACKNOWLEDGED,
            EntryType.CORRECTION_REQUESTED);
    assertThat(refused.decidedEntry()).isEqualTo(entries.get(0).id());
    assertThat(taken.acknowledgedEntry()).isEqualTo(entries.get(1).id());
    assertThat(taken.requestedEntry()).isEqualTo(entries.get(2).id());
    assertThat(entries.toString()).doesNotContain(KEY, "Wang", "register is right");
    assertThat(ledger.uses(new RowRef("premises", KEY), 10))
        .as("found by the record all the same")
        .hasSize(4);
    assertThat(taken.toString()).doesNotContain(KEY, "Wang");
    String stored =
        hub
            .get(Database.class)
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT * FROM access.correction").mapToMap().list())
            .stream()
            .flatMap(row -> row.values().stream())
            .map(
                value ->
                    value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : "" + value)
            .toList()
            .toString();
    assertThat(stored).contains("premises").doesNotContain(KEY, "Wang", "register is right");
  }

  private static String callback(String name, String client, String department, String more) {
    return """
    apiVersion: tongban.io/v1
    kind: Source
    metadata: {name: %1$s, title: {zh: 收件, en: Inbox}}
    spec: {department: %3$s, http: {url: "https://inbox.example"}}
    ---
    apiVersion: tongban.io/v1
    kind: Callback
    metadata: {name: %1$s, title: {zh: 回调, en: Events}}
    spec: {client: %2$s, source: %1$s%4$s}
    """
        .formatted(name, client, department, more);
  }

  private List<Due> due() {
    Outbox outbox = hub.get(Outbox.class);
    Instant now = hub.clock().instant();
    return outbox.due(now).stream()
        .sorted()
        .map(callback -> outbox.take(callback, now, now.plusSeconds(60)).orElseThrow())
        .toList();
  }

  @Test
  void theirSystemsAreToldInTheSameTransactionAndOfNoPerson() {
    String corrections = ", corrections: true";
    Fixture.apply(hub, callback("adur-a", "adur-system", "adur", corrections));
    Fixture.apply(hub, callback("adur-b", "adur-system", "adur", ""));
    Fixture.apply(hub, callback("food", "food-system", "food-agency", corrections));
    Fixture.apply(hub, callback("nowhere", "nowhere-system", "nowhere", corrections));
    UUID use = used(ADUR, "call", EntryType.ACCESS);
    Correction asked = this.corrections.request(FOOD, false, ask("name")).correction();
    Outbox outbox = hub.get(Outbox.class);
    List<Due> told = due();
    assertThat(told).extracting(Due::callback).containsExactly("adur-a", "food");
    assertThat(told).extracting(Due::client).containsExactly("adur-system", "food-system");
    assertThat(told).extracting(Due::type).containsOnly(CorrectionEvents.REQUESTED);
    assertThat(told).extracting(Due::happened).containsOnly(asked.requested());
    String common = "{\"correction\":\"%s\",\"entry\":\"%s\",\"resource\":\"premises\"%s}";
    assertThat(told)
        .extracting(notice -> CanonicalJson.text(outbox.content(notice)))
        .containsExactly(
            common.formatted(asked.id(), asked.requestedEntry(), ",\"use\":\"" + use + "\""),
            common.formatted(asked.id(), asked.requestedEntry(), ""));
    told.forEach(notice -> outbox.delivered(notice, hub.clock().instant()));

    Correction refused =
        this.corrections.decide(FOOD, asked.id(), State.REFUSED, "The register is right");
    told = due();
    assertThat(told).extracting(Due::type).containsOnly(CorrectionEvents.DECIDED).hasSize(2);
    assertThat(outbox.content(told.get(0)))
        .isEqualTo(
            CanonicalJson.mapper()
                .createObjectNode()
                .put("correction", asked.id().toString())
                .put("resource", "premises")
                .put("entry", refused.decidedEntry().toString())
                .put("state", "refused"));
    assertThatThrownBy(() -> this.corrections.decide(FOOD, asked.id(), State.CORRECTED, null))
        .hasMessageContaining("correction-closed");
    assertThat(outbox.counts())
        .as("what was not done is not told")
        .containsEntry(Outbox.State.DELIVERED, 2L)
        .containsEntry(Outbox.State.PENDING, 2L);
  }

  @Test
  void whatIsNotKeptIsNotTold() {
    Fixture.apply(hub, callback("food", "food-system", "food-agency", ", corrections: true"));
    used(ADUR, "call", EntryType.ACCESS);
    assertThat(due()).isEmpty();
    hub.get(Database.class)
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE access.notice RENAME TO notice_away"));
    assertThatThrownBy(() -> corrections.request(FOOD, false, ask("name")));
    hub.get(Database.class)
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE access.notice_away RENAME TO notice"));
    assertThat(corrections.inbox(ADUR, null, null, 10)).as("both or neither").isEmpty();
    assertThat(due()).isEmpty();
  }

  @Test
  void onlyItsProviderDecidesAndOnce() {
    UUID id = asked().id();
    assertThatThrownBy(() -> corrections.decide(ADUR, id, State.CORRECTED, null))
        .hasMessageContaining("correction-not-provider");
    assertThatThrownBy(() -> corrections.decide(FOOD, id, State.REFUSED, " "))
        .hasMessageContaining("correction-invalid");
    assertThatThrownBy(() -> corrections.decide(FOOD, id, State.OPEN, "x"))
        .hasMessageContaining("correction-invalid");
    assertThat(corrections.decide(FOOD, id, State.CORRECTED, null).state())
        .isEqualTo(State.CORRECTED);
    assertThatThrownBy(() -> corrections.decide(FOOD, id, State.REFUSED, "x"))
        .hasMessageContaining("correction-closed");
  }

  @Test
  void aLoadThatChangesTheRecordCorrectsIt() {
    UUID id = asked().id();
    load("Old name");
    assertThat(corrections.find(ADUR, id).state()).as("the same again").isEqualTo(State.OPEN);
    load("New name");
    assertThat(corrections.inbox(ADUR, State.OPEN, null, 10)).isEmpty();
    Correction corrected = corrections.find(ADUR, id);
    assertThat(corrected.state()).isEqualTo(State.CORRECTED);
    assertThat(corrected.decision()).startsWith("run ");
    assertThat(ledger.find(corrected.decidedEntry()).orElseThrow().actor()).isEqualTo("hub");
    assertThat(corrections.inbox(ADUR, State.CORRECTED, null, 10)).hasSize(1);
  }

  @Test
  void whoHasNothingToDoWithARecordLearnsNothing() {
    assertThatThrownBy(() -> corrections.request(NOWHERE, false, ask("name")))
        .hasMessageContaining("correction-unknown");
    assertThatThrownBy(
            () ->
                corrections.request(
                    NOWHERE, false, new Ask("premises", "none", null, "x", "inspection", null)))
        .hasMessageContaining("correction-unknown");
    assertThatThrownBy(
            () ->
                corrections.request(
                    OPERATOR, true, new Ask("premises", "none", null, "x", "inspection", null)))
        .hasMessageContaining("correction-unknown");
    assertThat(ledger.size()).isZero();
    assertThat(corrections.request(OPERATOR, true, ask(null)).correction().field()).isNull();
  }

  @Test
  void badRequestsAreToldWhy() {
    used(ADUR, "call", EntryType.ACCESS);
    refused(new Ask("premises", KEY, "name", REASON, null, null), "purpose-missing");
    refused(new Ask("premises", KEY, "name", REASON, "none", null), "purpose-unknown");
    refused(new Ask("premises", KEY, "name", REASON, "casework", null), "case-required");
    refused(new Ask("none", KEY, "name", REASON, "inspection", null), "resource-unknown");
    refused(new Ask("premises", KEY, "nam", REASON, "inspection", null), "column-unknown");
    refused(new Ask("premises", " ", "name", REASON, "inspection", null), "correction-invalid");
    refused(new Ask("premises", KEY, "name", null, "inspection", null), "correction-invalid");
    refused(
        new Ask("premises", KEY, "name", "x".repeat(1001), "inspection", null),
        "correction-invalid");
    assertThat(ledger.size()).isEqualTo(1);
    assertThat(
            corrections
                .request(ADUR, false, new Ask("premises", KEY, "name", REASON, "casework", "A-7"))
                .correction()
                .purpose())
        .isEqualTo("casework");
  }

  private void refused(Ask ask, String code) {
    assertThatThrownBy(() -> corrections.request(ADUR, false, ask))
        .hasMessageContaining(code)
        .hasMessageNotContaining(KEY);
  }

  @Test
  void theInboxHasPages() {
    UUID first = asked().id();
    UUID second = asked().id();
    UUID third = asked().id();
    List<Correction> page = corrections.inbox(ADUR, null, null, 2);
    assertThat(page).extracting(Correction::id).containsExactly(third, second);
    Cursor after = new Cursor(List.of(second.toString()));
    assertThat(corrections.inbox(ADUR, State.OPEN, after, 2))
        .extracting(Correction::id)
        .containsExactly(first);
    assertThatThrownBy(() -> corrections.inbox(ADUR, null, new Cursor(List.of("x")), 2))
        .hasMessageContaining("correction-invalid");
  }
}
