package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.note.NoteSigner;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The quick and the portable way say the same of a signature. */
class Ed25519SignaturesTest {
  private static final int HALF = 32;

  /** RFC 8032, section 7.1, test 3. */
  private static final byte[] KEY =
      hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");

  private static final byte[] MESSAGE = hex("af82");
  private static final byte[] SIGNATURE =
      hex(
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
              + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static void expect(boolean holds, byte[] key, byte[] message, byte[] signature) {
    assertThat(Ed25519Signatures.verify(key, message, signature)).isEqualTo(holds);
    assertThat(Ed25519Signatures.portable(key, message, signature)).isEqualTo(holds);
  }

  @Test
  void theVectorOfTheRfc() {
    expect(true, KEY, MESSAGE, SIGNATURE);
  }

  @Test
  void whatTheHubsOwnSignerSigns() {
    NoteSigner signer = new NoteSigner("hub.test/ledger", new byte[HALF]);
    String text = "hub.test/ledger\n1\n" + "A".repeat(43) + "=\n";
    NoteSignature signature = signer.sign(text).signatures().get(0);
    expect(
        true,
        signer.verifierKey().bytes(),
        text.getBytes(StandardCharsets.UTF_8),
        signature.bytes());
  }

  @Test
  void everyBitCounts() {
    for (int i = 0; i < SIGNATURE.length; i++) {
      byte[] changed = SIGNATURE.clone();
      changed[i] ^= 1;
      expect(false, KEY, MESSAGE, changed);
    }
    expect(false, KEY, hex("af83"), SIGNATURE);
  }

  /** S must be below the group's order (RFC 8032, section 5.1.7), or a signature has two forms. */
  @Test
  void aSecondFormOfASignature() {
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] other = SIGNATURE.clone();
    BigInteger sum = order;
    for (int i = HALF; i < other.length; i++) {
      sum = sum.add(BigInteger.valueOf(other[i] & 0xff).shiftLeft(8 * (i - HALF)));
    }
    for (int i = HALF; i < other.length; i++) {
      other[i] = sum.shiftRight(8 * (i - HALF)).byteValue();
    }
    expect(false, KEY, MESSAGE, other);
  }

  @Test
  void whatIsNoPointAndNoSignature() {
    byte[] noPoint = new byte[HALF];
    noPoint[0] = 2;
    expect(false, noPoint, MESSAGE, SIGNATURE);
    assertThat(Ed25519Signatures.verify(KEY, MESSAGE, new byte[HALF])).isFalse();
    assertThat(Ed25519Signatures.verify(KEY, MESSAGE, new byte[0])).isFalse();
  }
}
