package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.ledger.LedgerKeys.BrokenChainException;
import io.tongban.ledger.LedgerKeys.Standing;
import io.tongban.ledger.note.NoteSigner;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log's keys over time, as a text that is trusted as far as its statements hold. */
class LedgerKeysTest {
  private static final String LOG = "hub.test/ledger";
  private static final NoteSigner ONE = signer(LOG, "11");
  private static final NoteSigner TWO = signer(LOG, "22");
  private static final NoteSigner THREE = signer(LOG, "33");
  private static final NoteSigner THIEF = signer(LOG, "44");
  private static final LedgerKeys CHAIN =
      LedgerKeys.of(ONE.verifierKey())
          .with(signed(statement(ONE, TWO, 10), ONE, TWO))
          .with(signed(statement(TWO, THREE, 25), TWO, THREE));

  private static NoteSigner signer(String name, String twoDigits) {
    return new NoteSigner(name, HexFormat.of().parseHex(twoDigits.repeat(32)));
  }

  private static String statement(NoteSigner from, NoteSigner to, long size) {
    String root = Base64.getEncoder().encodeToString(new byte[32]);
    return new KeyStatement(from.verifierKey(), to.verifierKey(), size, root).text();
  }

  private static SignedNote signed(String text, NoteSigner... signers) {
    SignedNote note = signers[0].sign(text);
    for (NoteSigner further : List.of(signers).subList(1, signers.length)) {
      note = note.with(further.sign(text).signatures());
    }
    return note;
  }

  private static SignedNote checkpoint(long size, NoteSigner... signers) {
    return signed(Checkpoint.of(LOG, size, new byte[32]).text(), signers);
  }

  private static void broken(LedgerKeys keys, SignedNote next, String why) {
    assertThatThrownBy(() -> keys.with(next))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aLogThatNeverChangedItsKeyHasItsVerifierKeyAsText() {
    LedgerKeys keys = LedgerKeys.parse(ONE.verifierKey() + "\n");
    assertThat(keys.format()).isEqualTo(ONE.verifierKey() + "\n");
    assertThat(keys.all()).containsExactly(ONE.verifierKey());
    assertThat(keys.standing(checkpoint(0, ONE), 0)).isEqualTo(Standing.SIGNED);
    assertThat(keys.standing(checkpoint(9_000, ONE), 9_000)).isEqualTo(Standing.SIGNED);
  }

  @Test
  void theTextIsReadAsItWasWritten() {
    LedgerKeys read = LedgerKeys.parse(CHAIN.format());
    assertThat(read.format()).isEqualTo(CHAIN.format());
    assertThat(read.all())
        .containsExactly(ONE.verifierKey(), TWO.verifierKey(), THREE.verifierKey());
    assertThat(read.statements()).extracting(KeyStatement::size).containsExactly(10L, 25L);
    assertThat(LedgerKeys.parse("\n" + CHAIN.format() + "\n\n").all()).hasSize(3);
  }

  @Test
  void everySizeHasOneKey() {
    assertThat(CHAIN.at(0)).isEqualTo(ONE.verifierKey());
    assertThat(CHAIN.at(10)).isEqualTo(ONE.verifierKey());
    assertThat(CHAIN.at(11)).isEqualTo(TWO.verifierKey());
    assertThat(CHAIN.at(25)).isEqualTo(TWO.verifierKey());
    assertThat(CHAIN.at(26)).isEqualTo(THREE.verifierKey());
    assertThat(CHAIN.standing(checkpoint(10, ONE), 10)).isEqualTo(Standing.SIGNED);
    assertThat(CHAIN.standing(checkpoint(26, THREE), 26)).isEqualTo(Standing.SIGNED);
    // a key that was stolen after its time, and one that claims to have been there before it
    assertThat(CHAIN.standing(checkpoint(11, ONE), 11)).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(CHAIN.standing(checkpoint(10, TWO), 10)).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(CHAIN.standing(checkpoint(11, THIEF), 11)).isEqualTo(Standing.UNKNOWN_KEY);
    // both sign while one takes over from the other
    assertThat(CHAIN.standing(checkpoint(11, ONE, TWO), 11)).isEqualTo(Standing.SIGNED);
    SignedNote changed = new SignedNote("x" + checkpoint(11, ONE, TWO).text(), sigs());
    assertThat(CHAIN.standing(changed, 11)).isEqualTo(Standing.FORGED);
  }

  private static List<SignedNote.NoteSignature> sigs() {
    return checkpoint(11, ONE, TWO).signatures();
  }

  @Test
  void aNoteOfATimeMayBeSignedByAnyKeySince() {
    assertThat(CHAIN.standingSince(signed("a\nb\n", TWO), 20)).isEqualTo(Standing.SIGNED);
    assertThat(CHAIN.standingSince(signed("a\nb\n", THREE), 20)).isEqualTo(Standing.SIGNED);
    assertThat(CHAIN.standingSince(signed("a\nb\n", ONE), 20)).isEqualTo(Standing.NOT_IN_FORCE);
  }

  @Test
  void oneTrustedKeyLeadsToAllOthers() {
    // the first to the later ones, and the newest, which signed what it says of the old, to those
    assertThat(CHAIN.trusting(ONE.verifierKey()).at(26)).isEqualTo(THREE.verifierKey());
    assertThat(CHAIN.trusting(THREE.verifierKey()).at(3)).isEqualTo(ONE.verifierKey());
    assertThatThrownBy(() -> CHAIN.trusting(THIEF.verifierKey()))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining("pinned");
  }

  @Test
  void aStatementThatOneOfTheTwoDidNotSignLeadsNowhere() {
    LedgerKeys one = LedgerKeys.of(ONE.verifierKey());
    String text = statement(ONE, TWO, 10);
    broken(one, signed(text, ONE), "the key after it did not sign");
    broken(one, signed(text, TWO), "the key before it did not sign");
    broken(one, signed(text, ONE, THIEF), "the key after it did not sign");
    SignedNote other = signed(statement(ONE, TWO, 11), ONE, TWO);
    broken(one, new SignedNote(text, other.signatures()), "the key before it is forged");
    broken(
        one,
        ONE.sign(text).with(List.of(other.of(TWO.verifierKey()).get(0))),
        "the key after it is forged");
  }

  @Test
  void statementsLeadForwardFromKeyToKey() {
    broken(CHAIN, signed(statement(TWO, THIEF, 40), TWO, THIEF), "lead on");
    broken(CHAIN, signed(statement(THREE, ONE, 40), THREE, ONE), "leads back");
    broken(CHAIN, signed(statement(THREE, THIEF, 25), THREE, THIEF), "size");
    broken(CHAIN, THREE.sign("tongban.io/ledger-key/v1\n"), "cannot be read");
    broken(CHAIN, checkpoint(30, THREE, THIEF), "cannot be read");
    NoteSigner elsewhere = signer("other.test/ledger", "55");
    assertThatThrownBy(() -> statement(THREE, elsewhere, 40))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTextWhoseKeysAndStatementsDifferIsRefused() {
    String text = CHAIN.format();
    assertThatThrownBy(
            () ->
                LedgerKeys.parse(
                    text.replace(
                        "\n\n" + TWO.verifierKey() + "\n\n",
                        "\n\n" + THIEF.verifierKey() + "\n\n")))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining("statement 1");
    assertThatThrownBy(() -> LedgerKeys.parse(text.replace("size 25", "size 24")))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining("statement 2")
        .hasMessageContaining("forged");
    assertThatThrownBy(() -> LedgerKeys.parse(text.substring(0, text.lastIndexOf("\n\n"))))
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(BrokenChainException.class);
    assertThatThrownBy(() -> LedgerKeys.parse("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStatementIsNoCheckpointAndHasOneForm() {
    String text = statement(ONE, TWO, 10);
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(KeyStatement.parse(text).text()).isEqualTo(text);
    for (String other :
        List.of(
            text + "\n",
            text.replace("size 10", "size 010"),
            text.replace("size 10", "size -1"),
            text.replace("from ", "from  "),
            text.replace("root ", "toot "))) {
      assertThatThrownBy(() -> KeyStatement.parse(other))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
