package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Witness.Answer;
import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Proofs;
import io.tongban.ledger.merkle.Tile;
import io.tongban.ledger.note.NoteSigner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What C2SP tlog-witness asks of a witness, request by request. */
abstract class LogWitnessContract {
  private static final String ORIGIN = "example.com/log";
  private static final NoteSigner LOG = new NoteSigner(ORIGIN, new byte[32]);
  private static final NoteSigner NEXT =
      new NoteSigner(ORIGIN, HexFormat.of().parseHex("22".repeat(32)));
  private static final NoteSigner OTHER =
      new NoteSigner(ORIGIN, HexFormat.of().parseHex("33".repeat(32)));

  private TestHub hub;
  private Witness witness;

  abstract TestHub open();

  @BeforeEach
  void start() {
    hub = open();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: WitnessedLog
        metadata: {name: log, title: {zh: 账本, en: Log}}
        spec: {origin: %s, keys: ["%s", "%s"]}
        """
            .formatted(ORIGIN, LOG.verifierKey(), NEXT.verifierKey()));
    witness = hub.get(Witness.class);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** A log's tree; trees of different seeds differ in every entry. */
  private static Proofs tree(int seed, int size) {
    GrowingTree tree = new GrowingTree(0, Tile::new);
    for (int i = 0; i < size; i++) {
      tree.append(Merkle.leafHash(ByteBuffer.allocate(8).putInt(seed).putInt(i).array()));
    }
    return new Proofs(size, tree);
  }

  private static String text(int size) {
    return Checkpoint.of(ORIGIN, size, tree(0, size).root()).text();
  }

  private static String body(long old, List<byte[]> proof, String note) {
    StringBuilder out = new StringBuilder("old " + old + "\n");
    proof.forEach(hash -> out.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return out + "\n" + note;
  }

  private static String good(int old, int size) {
    return body(old, tree(0, size).consistency(old), LOG.sign(text(size)).format());
  }

  private Answer add(String body) {
    return witness.add(body.getBytes(StandardCharsets.UTF_8));
  }

  private void refused(int status, String body) {
    assertThatThrownBy(() -> add(body))
        .as(body)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(status));
  }

  private VerifierKey key() {
    return VerifierKey.parseWitness(witness.verifierKey());
  }

  @Test
  void whatItCosignsVerifiesAndIsServedToMonitors() {
    assertThat(witness.checkpoint(hash(ORIGIN))).isEmpty();
    for (int[] step : new int[][] {{0, 0}, {0, 1}, {1, 1}, {1, 7}, {7, 300}}) {
      Answer answer = add(good(step[0], step[1]));
      String note = LOG.sign(text(step[1])).format() + ((Answer.Cosigned) answer).lines();
      SignedNote both = SignedNote.parse(note);
      assertThat(both.standing(key())).isEqualTo(SignedNote.Standing.SIGNED);
      byte[] signature = both.of(key()).get(0).bytes();
      assertThat(ByteBuffer.wrap(signature).getLong())
          .isEqualTo(hub.clock().instant().getEpochSecond());
      assertThat(witness.checkpoint(hash(ORIGIN))).contains(note);
    }
    assertThat(hub.get(Alarms.class).newest()).isEmpty();
  }

  private static String hash(String origin) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(origin.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void extensionLinesAreCosignedAsTheyStand() {
    String text = text(3) + "an extension\n";
    Answer answer = add(body(0, List.of(), LOG.sign(text).format()));
    SignedNote both =
        SignedNote.parse(LOG.sign(text).format() + ((Answer.Cosigned) answer).lines());
    assertThat(both.standing(key())).isEqualTo(SignedNote.Standing.SIGNED);
  }

  @Test
  void anotherOldSizeIsAnsweredWithItsOwn() {
    assertThat(add(good(4, 9))).isEqualTo(new Answer.OtherSize(0));
    add(good(0, 9));
    assertThat(add(good(0, 9))).isEqualTo(new Answer.OtherSize(9));
    assertThat(add(good(4, 12))).isEqualTo(new Answer.OtherSize(9));
    assertThat(add(good(9, 12))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void whatIsNotProvenIsNotCosigned() {
    add(good(0, 9));
    String note = LOG.sign(text(12)).format();
    List<byte[]> proof = tree(0, 12).consistency(9);
    List<byte[]> wrong = new ArrayList<>(proof);
    wrong.set(0, new byte[32]);
    List<byte[]> longer = new ArrayList<>(proof);
    longer.add(new byte[32]);
    refused(422, body(9, List.of(), note));
    refused(422, body(9, wrong, note));
    refused(422, body(9, longer, note));
    refused(422, body(9, proof.subList(1, proof.size()), note));
    // the same size again needs no proof and takes none
    refused(422, body(9, proof, LOG.sign(text(9)).format()));
    assertThat(hub.get(Alarms.class).counts()).containsEntry(Alarms.Kind.UNPROVEN, 2L);
    assertThat(add(good(9, 12))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void aProofFromNothingIsEmptyAndTheEmptyTreeHasItsRoot() {
    refused(422, body(0, List.of(new byte[32]), LOG.sign(text(9)).format()));
    String empty = Checkpoint.of(ORIGIN, 0, new byte[32]).text();
    refused(422, body(0, List.of(), LOG.sign(empty).format()));
    assertThat(add(good(0, 0))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void twoTreesOfOneSizeAreKeptAsEvidence() {
    add(good(0, 9));
    String fork = LOG.sign(Checkpoint.of(ORIGIN, 9, tree(1, 9).root()).text()).format();
    refused(422, body(9, List.of(), fork));
    // asked from another size it is 409, and evidence all the same, once
    assertThat(add(body(0, List.of(), fork))).isEqualTo(new Answer.OtherSize(9));
    assertThat(hub.get(Alarms.class).newest())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.kind()).isEqualTo(Alarms.Kind.EQUIVOCATION);
              assertThat(alarm.evidence().get(0)).startsWith(text(9));
              assertThat(alarm.evidence().get(1)).isEqualTo(fork);
            });
    assertThat(add(good(9, 10))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void onlyDeclaredLogsAndTheirKeysCount() {
    refused(404, good(0, 3).replace(ORIGIN, "example.com/other"));
    refused(403, body(0, List.of(), OTHER.sign(text(3)).format()));
    // a forged signature of a known key voids the note, whoever else signed
    SignedNote forged = LOG.sign(text(4));
    SignedNote mixed =
        new SignedNote(
            text(3), List.of(NEXT.sign(text(3)).signatures().get(0), forged.signatures().get(0)));
    refused(403, body(0, List.of(), mixed.format()));
    // unknown keys' signatures are ignored and not served on
    SignedNote both = LOG.sign(text(3)).with(OTHER.sign(text(4)).signatures());
    assertThat(add(body(0, List.of(), both.format()))).isInstanceOf(Answer.Cosigned.class);
    assertThat(SignedNote.parse(witness.checkpoint(hash(ORIGIN)).orElseThrow()).signatures())
        .hasSize(2);
    assertThat(hub.get(Alarms.class).newest()).isEmpty();
  }

  @Test
  void aLogMayChangeItsKey() {
    add(good(0, 3));
    String note = NEXT.sign(text(5)).format();
    assertThat(add(body(3, tree(0, 5).consistency(3), note))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void malformedRequestsAreRefused() {
    String good = good(0, 3);
    String line = Base64.getEncoder().encodeToString(new byte[32]) + "\n";
    for (String bad :
        List.of(
            "",
            "\n\n",
            "old 0\n",
            good.replace("old 0", "old 00"),
            good.replace("old 0", "old -1"),
            good.replace("old 0", "old  0"),
            good.replace("old 0", "Old 0"),
            good.replace("old 0", "old 9999999999999999999"),
            good.replace("old 0\n", "old 0\nnot base64!\n"),
            good.replace("old 0\n", "old 0\nAAAA\n"),
            // 32 bytes in a form that is not the one
            good.replace("old 0\n", "old 0\n" + line.replace("=", "")),
            good.replace("old 0\n", "old 0\n" + line.repeat(64)),
            good.replace("old 0\n", "old 0\r\n"),
            good.replace("\n3\n", "\n03\n"),
            good.replace("\u2014 ", "- "),
            good.substring(0, good.length() - 1),
            good + "\n",
            good(0, 3).replace("old 0", "old 4"))) {
      refused(400, bad);
    }
    assertThatThrownBy(() -> witness.add(new byte[] {'o', (byte) 0xff, '\n', '\n'}))
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> witness.add(new byte[Witness.MAX_REQUEST + 1]))
        .hasMessageContaining("longer than");
    // 63 lines are read, and prove nothing
    refused(422, good.replace("old 0\n", "old 0\n" + line.repeat(63)));
  }

  @Test
  void ofRequestsAtOnceOneMovesTheTree() {
    add(good(0, 5));
    List<CompletableFuture<Answer>> all = new ArrayList<>();
    for (int size = 6; size < 22; size++) {
      String body = good(5, size);
      all.add(CompletableFuture.supplyAsync(() -> add(body)));
    }
    List<Answer> answers = all.stream().map(CompletableFuture::join).toList();
    assertThat(answers).filteredOn(Answer.Cosigned.class::isInstance).hasSize(1);
    long size =
        Checkpoint.parse(SignedNote.parse(witness.checkpoint(hash(ORIGIN)).orElseThrow()).text())
            .size();
    assertThat(answers)
        .filteredOn(Answer.OtherSize.class::isInstance)
        .hasSize(15)
        .allMatch(new Answer.OtherSize(size)::equals);
  }

  @Test
  void aLogThatAsksTooOftenWaits() {
    for (int i = 0; i < 100; i++) {
      assertThat(add(good(1, 1))).isEqualTo(new Answer.OtherSize(0));
    }
    refused(429, good(0, 1));
    hub.clock().advance(java.time.Duration.ofSeconds(1));
    assertThat(add(good(0, 1))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void theRequestOfTheSpecificationIsReadAndItsLogIsUnknown() {
    refused(
        404,
        """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        \u2014 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
        """);
  }
}
