package io.tongban.access.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Corrections;
import io.tongban.access.Erasures;
import io.tongban.access.Fixture;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.access.PersonRows;
import io.tongban.access.Subjects;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerdict;
import io.tongban.ledger.ReceiptVerifier;
import io.tongban.ledger.RowRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons who are erased, with the bytes of the files looked at; each database runs it. */
abstract class ErasureTest {
  static final String PERSON = "11010519491231002X";
  private static final String OTHER = "440524188001010014";
  private static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  private static final Actor OFFICER = new Actor("local-operator", "hub", null);
  private static final String HOMES =
      """
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: homes, title: {zh: 住所, en: Homes}}
      spec:
        provider: food-agency
        sharing: CONDITIONAL
        items:
          - {name: place, element: text, required: true}
          - {name: resident, element: text, required: true}
          - {name: address, element: text}
        key: [place, resident]
        subject: resident
      """;

  private static final Instant UNTIL = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder;
  TestHub hub;

  /** JDBC URL of the database, which is empty at first. */
  abstract String url();

  /** A folder that holds all of the database's files, up to date. */
  abstract Path files() throws Exception;

  /** Keeps the database as it is now, while no hub is open; returns the copy's JDBC URL. */
  abstract String copy() throws Exception;

  /** Below what salts must not lie any more after an erasure and the hub's end. */
  abstract Path saltFiles() throws Exception;

  @BeforeEach
  void open() {
    hub = TestHub.start(url(), data());
    Fixture.apply(
        hub,
        Fixture.WORLD,
        HOMES,
        Fixture.agreement("duty", "homes:\n  columns: [resident, address]"),
        Fixture.agreement("asked", "homes:\n  columns: [resident, address]")
            .replace("purposes: [inspection]", "purposes: [casework]\n  consent: true"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  Path data() {
    return folder.resolve("data");
  }

  Receipt use(String person) {
    Judge judge = hub.get(Judge.class);
    var grant =
        judge.grant(
            new AccessRequest(
                ADUR, Action.QUERY, null, Map.of("homes", Set.of("address")), "inspection", null));
    return judge.settle(
        grant,
        new Outcome(
            EntryType.ACCESS, null, "00", 1, List.of(new RowRef("homes", "P1|" + person)), null));
  }

  void consent(String person) {
    Consents consents = hub.get(Consents.class);
    Consent asked =
        consents.request(
            ADUR, new Consents.Ask("casework", Set.of("homes.address"), UNTIL, person));
    consents.give(person, asked.id());
  }

  Erasures.Done erase() {
    return hub.get(Erasures.class)
        .erase(
            OFFICER,
            new Erasures.Ask(
                PERSON, Erasures.Ground.CONSENT_WITHDRAWN, "PIPL art. 47(1) no. 3", "DP-7"));
  }

  private List<Ledger.Recorded> uses(String person) {
    RowRef row = hub.get(PersonRows.class).sought(new RowRef("homes", "P1|" + person));
    return hub.get(Ledger.class).uses(row, 10);
  }

  void restart(String database) {
    hub.close();
    hub = TestHub.start(database, data());
  }

  byte[] sealedSalt() {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            h -> h.createQuery("SELECT salt FROM access.subject_salt").mapTo(byte[].class).one());
  }

  byte[] salt(byte[] sealed) throws Exception {
    String name =
        hub.get(Database.class)
            .jdbi()
            .withHandle(
                h ->
                    h.createQuery("SELECT subject FROM access.subject_salt")
                        .mapTo(String.class)
                        .one());
    byte[] key = hub.get(HubKeys.class).derive("access/subject-salts", 32);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, Arrays.copyOf(sealed, 12)));
    cipher.updateAAD(name.getBytes(StandardCharsets.US_ASCII));
    return cipher.doFinal(sealed, 12, sealed.length - 12);
  }

  @Test
  void whatWasSaidOfAPersonsRecordGoesWithThem() {
    use(PERSON);
    use(OTHER);
    Corrections corrections = hub.get(Corrections.class);
    UUID gone = correction(corrections, PERSON);
    UUID stays = correction(corrections, OTHER);
    assertThat(corrections.find(ADUR, gone).uses()).isEqualTo(1);
    assertThat(uses(PERSON)).as("the use and the request").hasSize(2);
    erase();
    assertThatThrownBy(() -> corrections.find(ADUR, gone))
        .hasMessageContaining("correction-unknown");
    assertThat(corrections.find(ADUR, stays).key()).isEqualTo("P1|" + OTHER);
    assertThat(uses(PERSON)).isEmpty();
  }

  private static UUID correction(Corrections corrections, String person) {
    var ask =
        new Corrections.Ask(
            "homes", "P1|" + person, null, "It is spelt otherwise", "inspection", null);
    return corrections.request(ADUR, false, ask).correction().id();
  }

  @Test
  void neitherFilesNorLogEverHoldThePersonOrTheSalt() throws Exception {
    use(PERSON);
    consent(PERSON);
    byte[] sealed = sealedSalt();
    byte[] salt = salt(sealed);
    assertThat(Traces.contains(tile(), PERSON.getBytes(StandardCharsets.UTF_8))).isFalse();
    for (byte[] form : Traces.forms(PERSON).values()) {
      assertThat(Traces.contains(tile(), form)).isFalse();
    }
    for (Ledger.Recorded entry : hub.get(Ledger.class).newest(null, null, null, 50)) {
      assertThat(entry.manifest().toString()).doesNotContain(PERSON);
    }
    // what is looked for can be found: the sealed salt is there
    assertThat(Traces.found(files(), Map.of("sealed salt", sealed))).isNotEmpty();
    assertThat(Traces.found(files(), Traces.forms(PERSON))).isEmpty();
    assertThat(Traces.found(files(), Traces.forms(salt))).isEmpty();
    erase();
    assertThat(Traces.found(data(), Traces.forms(PERSON))).isEmpty();
    assertThat(Traces.found(files(), Traces.forms(PERSON))).isEmpty();
    hub.close();
    assertThat(Traces.found(saltFiles(), Map.of("sealed salt", sealed))).isEmpty();
    hub = TestHub.start(url(), data());
  }

  private boolean verifies(Receipt receipt) {
    return ReceiptVerifier.verify(receipt, hub.get(Ledger.class).verifierKey())
        instanceof ReceiptVerdict.Verified;
  }

  private byte[] tile() {
    Ledger ledger = hub.get(Ledger.class);
    return ledger.tile("tile/entries/000.p/" + ledger.size()).orElseThrow();
  }

  @Test
  void whoIsErasedCannotBeFoundAndEveryProofStillHolds() {
    Receipt before = use(PERSON);
    use(OTHER);
    consent(PERSON);
    Subjects subjects = hub.get(Subjects.class);
    String commitment = subjects.commitment(PERSON);
    assertThat(uses(PERSON)).extracting(Ledger.Recorded::id).containsExactly(before.id());
    assertThat(uses(PERSON).get(0).manifest().toString()).contains(commitment);
    RowRef named = new RowRef("homes", "P1|" + commitment);
    assertThat(hub.get(PersonRows.class).resolved(named).key()).isEqualTo("P1|" + PERSON);

    Erasures.Done done = erase();

    assertThat(done.number()).isOne();
    assertThat(subjects.known(PERSON)).isFalse();
    assertThat(uses(PERSON)).isEmpty();
    assertThat(uses(OTHER)).hasSize(1);
    assertThat(hub.get(PersonRows.class).resolved(named)).isEqualTo(named);
    assertThat(hub.get(Consents.class).list(PERSON, null, 10)).isEmpty();
    Ledger ledger = hub.get(Ledger.class);
    assertThat(verifies(before)).isTrue();
    assertThat(verifies(ledger.receipt(before.id()).orElseThrow())).isTrue();
    assertThat(verifies(done.receipt())).isTrue();
    assertThat(ledger.fsck().message()).contains("holds");
    String told = ledger.find(done.receipt().id()).orElseThrow().manifest().toString();
    assertThat(told)
        .contains("\"ground\":\"CONSENT_WITHDRAWN\"", "PIPL art. 47(1) no. 3", "DP-7")
        .doesNotContain(PERSON, commitment);

    use(PERSON);
    assertThat(subjects.commitment(PERSON)).isNotEqualTo(commitment);
    assertThat(uses(PERSON)).hasSize(1).noneMatch(entry -> entry.id().equals(before.id()));
  }

  @Test
  void aRestoredDatabaseForgetsAgainBeforeItServes() throws Exception {
    Receipt before = use(PERSON);
    hub.close();
    String backup = copy();
    hub = TestHub.start(url(), data());
    erase();
    restart(backup);
    assertThat(hub.get(Subjects.class).known(PERSON)).isTrue();
    Erasures erasures = hub.get(Erasures.class);
    assertThat(erasures.replayed()).isFalse();
    assertThat(erasures.replay()).isOne();
    assertThat(erasures.replayed()).isTrue();
    assertThat(hub.get(Subjects.class).known(PERSON)).isFalse();
    assertThat(uses(PERSON)).isEmpty();
    Ledger ledger = hub.get(Ledger.class);
    assertThat(ledger.newest(EntryType.ERASURE, null, null, 2)).hasSize(1);
    assertThat(verifies(before)).isTrue();
    assertThat(erasures.replay()).isZero();
    restart(backup);
    assertThat(hub.get(Erasures.class).replay()).isZero();
    assertThat(hub.get(Ledger.class).newest(EntryType.ERASURE, null, null, 2)).hasSize(1);
  }

  @Test
  void withoutItsWholeJournalNoHubServes() throws IOException {
    use(PERSON);
    erase();
    use(PERSON);
    erase();
    Path journal = data().resolve("erasures");
    byte[] whole = Files.readAllBytes(journal);
    String text = new String(whole, StandardCharsets.UTF_8);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    Files.delete(journal);
    assertThat(refused().detail()).contains("2 erasures", "is missing");
    assertThat(journal).doesNotExist();
    Files.write(journal, new byte[0]);
    assertThat(refused().detail()).contains("has 0");
    Files.writeString(journal, text.substring(0, last));
    assertThat(refused().detail()).contains("2 erasures", "has 1");
    Files.writeString(journal, text.replace("DP-7", "DP-8"));
    assertThat(refused().detail()).contains("line 2");
    Files.writeString(journal, text.replace("hub.test", "hub.other"));
    assertThat(refused().detail()).contains("hub.test/ledger");
    // a line that was not finished was never acknowledged
    Files.writeString(journal, text + "{\"number\":3");
    assertThat(hub.get(Erasures.class).replay()).isZero();
    assertThat(journal).hasBinaryContent(whole);
    assertThat(hub.get(Erasures.class).journal()).isEqualTo(whole);
  }

  private Problem refused() {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> hub.get(Erasures.class).replay())
            .problem();
    assertThat(problem.code()).isEqualTo("erasure-journal");
    return problem;
  }

  @Test
  void anErasureThatWasWrittenAndNotDoneIsDoneAtTheStart() throws Exception {
    use(PERSON);
    hub.close();
    String crashed = copy();
    hub = TestHub.start(url(), data());
    erase();
    // as after kill -9 between journal and database
    restart(crashed);
    use(OTHER);
    assertThat(hub.get(Erasures.class).replay()).isOne();
    assertThat(hub.get(Subjects.class).known(PERSON)).isFalse();
    Ledger ledger = hub.get(Ledger.class);
    assertThat(ledger.newest(EntryType.ERASURE, null, null, 1).get(0).manifest().toString())
        .contains("\"number\":1", "\"recordedLater\":true", "DP-7");
    assertThat(ledger.fsck().clean()).isTrue();
  }

  @Test
  void badRequestsEraseNothing() {
    use(PERSON);
    Erasures erasures = hub.get(Erasures.class);
    Erasures.Ground ground = Erasures.Ground.LAW;
    for (Erasures.Ask ask :
        Arrays.asList(
            null,
            new Erasures.Ask(null, ground, "law", null),
            new Erasures.Ask(" ", ground, "law", null),
            new Erasures.Ask("9".repeat(201), ground, "law", null),
            new Erasures.Ask(PERSON, null, "law", null),
            new Erasures.Ask(PERSON, ground, null, null),
            new Erasures.Ask(PERSON, ground, "x".repeat(201), null),
            new Erasures.Ask(PERSON, ground, "law\nof", null),
            new Erasures.Ask(PERSON, ground, "asked by " + PERSON, null),
            new Erasures.Ask(PERSON, ground, "law", "case of " + PERSON))) {
      Problem problem =
          catchThrowableOfType(ProblemException.class, () -> erasures.erase(OFFICER, ask))
              .problem();
      assertThat(problem.code()).isEqualTo("erasure-invalid");
      assertThat(CanonicalJson.mapper().valueToTree(problem).toString()).doesNotContain(PERSON);
    }
    assertThat(hub.get(Subjects.class).known(PERSON)).isTrue();
    assertThat(hub.get(Ledger.class).newest(EntryType.ERASURE, null, null, 1)).isEmpty();
  }
}
