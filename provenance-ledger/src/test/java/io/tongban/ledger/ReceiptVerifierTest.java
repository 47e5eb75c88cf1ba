package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.ReceiptVerdict.Reason;
import io.tongban.ledger.ReceiptVerdict.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each bad receipt fails for its own reason. */
class ReceiptVerifierTest {
  private static TestHub hub;
  private static String key;
  private static String otherKey;
  private static LedgerEntry entry;
  private static Receipt good;
  private static Receipt neighbour;

  @BeforeAll
  static void record() {
    try (TestHub other = TestHub.onH2()) {
      otherKey = other.get(Ledger.class).verifierKey();
    }
    hub = TestHub.onH2();
    Ledger ledger = hub.get(Ledger.class);
    key = ledger.verifierKey();
    Entries.fill(hub, 9);
    entry = Entries.access(hub);
    good = ledger.append(entry);
    neighbour = ledger.append(Entries.access(hub));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static Reason reason(Receipt receipt) {
    ReceiptVerdict verdict = ReceiptVerifier.verify(receipt, key);
    return verdict instanceof Rejected rejected ? rejected.reason() : null;
  }

  private static Receipt with(String leaf, String proof) {
    return new Receipt(good.id(), good.index(), leaf, good.nonce(), proof);
  }

  private static String flipped(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    bytes[bytes.length / 2] ^= 1;
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String line(int number, String text) {
    List<String> lines = new ArrayList<>(List.of(good.proof().split("\n", -1)));
    lines.set(number, text);
    return String.join("\n", lines);
  }

  private static String lineOf(int number) {
    return good.proof().split("\n", -1)[number];
  }

  private static int blank() {
    return List.of(good.proof().split("\n", -1)).indexOf("");
  }

  @Test
  void theReceiptHoldsAlsoAsJson() throws Exception {
    assertThat(reason(good)).isNull();
    byte[] json = CanonicalJson.mapper().writeValueAsBytes(good);
    assertThat(ReceiptVerifier.verify(json, key).holds()).isTrue();
    byte[] answer =
        ("{\"rows\":[],\"receipt\":" + new String(json, StandardCharsets.UTF_8) + "}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ReceiptVerifier.verify(answer, key).holds()).isTrue();
  }

  @Test
  void aFlippedBitInTheLeaf() {
    assertThat(reason(with(flipped(good.leaf()), good.proof()))).isEqualTo(Reason.NOT_INCLUDED);
  }

  @Test
  void aFlippedBitInThePath() {
    assertThat(reason(with(good.leaf(), line(2, flipped(lineOf(2))))))
        .isEqualTo(Reason.NOT_INCLUDED);
  }

  @Test
  void aShorterPath() {
    String proof = good.proof().replace(lineOf(2) + "\n", "");
    assertThat(reason(with(good.leaf(), proof))).isEqualTo(Reason.NOT_INCLUDED);
  }

  @Test
  void aFlippedBitInTheCheckpointsRoot() {
    int root = blank() + 3;
    assertThat(reason(with(good.leaf(), line(root, flipped(lineOf(root))))))
        .isEqualTo(Reason.BAD_SIGNATURE);
  }

  @Test
  void anotherSizeInTheCheckpoint() {
    assertThat(reason(with(good.leaf(), line(blank() + 2, "999")))).isEqualTo(Reason.BAD_SIGNATURE);
  }

  @Test
  void anotherOriginInTheCheckpoint() {
    assertThat(reason(with(good.leaf(), line(blank() + 1, "evil.test/ledger"))))
        .isEqualTo(Reason.WRONG_KEY);
  }

  @Test
  void anotherKey() {
    assertThat(((Rejected) ReceiptVerifier.verify(good, otherKey)).reason())
        .isEqualTo(Reason.WRONG_KEY);
    assertThat(((Rejected) ReceiptVerifier.verify(good, "nonsense")).reason())
        .isEqualTo(Reason.MALFORMED_KEY);
    String wrongHash = key.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+");
    assertThat(((Rejected) ReceiptVerifier.verify(good, wrongHash)).reason())
        .isEqualTo(Reason.MALFORMED_KEY);
  }

  @Test
  void anotherIndex() {
    assertThat(reason(with(good.leaf(), line(1, "index 3")))).isEqualTo(Reason.NOT_INCLUDED);
    Receipt moved = new Receipt(good.id(), 3, good.leaf(), good.nonce(), good.proof());
    assertThat(reason(moved)).isEqualTo(Reason.WRONG_ENTRY);
  }

  @Test
  void anotherEntrysProofUnderThisId() {
    Receipt mixed =
        new Receipt(
            good.id(), neighbour.index(), neighbour.leaf(), good.nonce(), neighbour.proof());
    assertThat(reason(mixed)).isEqualTo(Reason.WRONG_ENTRY);
  }

  @Test
  void aTruncatedProofAtEveryLength() {
    for (int length = 0; length < good.proof().length(); length++) {
      assertThat(
              ReceiptVerifier.verify(with(good.leaf(), good.proof().substring(0, length)), key)
                  .holds())
          .as("truncated to " + length)
          .isFalse();
    }
    assertThat(reason(with(good.leaf(), good.proof().substring(0, 60))))
        .isEqualTo(Reason.MALFORMED_RECEIPT);
    assertThat(reason(with(good.leaf(), ""))).isEqualTo(Reason.MALFORMED_RECEIPT);
  }

  @Test
  void whatIsNoReceipt() {
    for (String json : List.of("", "[]", "{}", "null", "{\"id\":1}", "{\"receipt\":null}")) {
      ReceiptVerdict verdict = ReceiptVerifier.verify(json.getBytes(StandardCharsets.UTF_8), key);
      assertThat(((Rejected) verdict).reason()).as(json).isEqualTo(Reason.MALFORMED_RECEIPT);
    }
    assertThat(reason(with("%%%", good.proof()))).isEqualTo(Reason.MALFORMED_RECEIPT);
  }

  /** The same bytes in another spelling are no receipt: there is one form of each. */
  @Test
  void base64InAnotherForm() {
    String hash = lineOf(2);
    char last = hash.charAt(hash.length() - 2);
    String leftOver = hash.substring(0, hash.length() - 2) + (char) (last + 1) + "=";
    assertThat(Base64.getDecoder().decode(leftOver)).isEqualTo(Base64.getDecoder().decode(hash));
    assertThat(reason(with(good.leaf(), line(2, leftOver)))).isEqualTo(Reason.MALFORMED_RECEIPT);
  }

  @Test
  void anotherManifest() {
    ReceiptVerdict verdict = ReceiptVerifier.verify(good, key, Entries.manifest("curiosity"));
    assertThat(((Rejected) verdict).reason()).isEqualTo(Reason.WRONG_MANIFEST);
    assertThat(ReceiptVerifier.verify(good, key, entry.manifest()).holds()).isTrue();
  }
}
