package io.tongban.ledger.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.ledger.AnchorSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.Wallet;
import org.web3j.utils.Numeric;

class SignersTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Credentials KEY = Credentials.create(Anvil.KEY);
  private static final Credentials OTHER = Credentials.create("11".repeat(32));
  private static final String PASSPHRASE = "中文 pass phrase";

  @TempDir Path folder;
  private Path keystore;
  private Path password;

  @BeforeEach
  void files() throws Exception {
    keystore = folder.resolve("key.json");
    password = folder.resolve("passphrase");
    MAPPER.writeValue(keystore.toFile(), Wallet.createLight(PASSPHRASE, KEY.getEcKeyPair()));
    Files.writeString(password, PASSPHRASE + "\nnot part of it\n");
  }

  private TransactionSigner open() {
    return Signers.of(new AnchorSigner.Keystore(keystore, password));
  }

  @Test
  void aKeystoreSignsAsItsKey() {
    RawTransaction transaction = transaction(7, 3);
    TransactionSigner signer = open();
    assertThat(signer.address()).isEqualTo(Anvil.ACCOUNT);
    assertThat(signer.sign(transaction, 31337))
        .isEqualTo(TransactionEncoder.signMessage(transaction, 31337, KEY));
    assertThat(signer.toString()).doesNotContain(Anvil.KEY);
  }

  @Test
  void aWrongPassphraseOpensNothing() throws IOException {
    Files.writeString(password, "wrong-" + PASSPHRASE);
    assertThatThrownBy(this::open)
        .hasMessageContaining("anchor-key")
        .hasMessageContaining("does not open")
        .hasMessageNotContaining("pass phrase");
    Files.delete(password);
    assertThatThrownBy(this::open).hasMessageContaining("passphrase's file");
  }

  @Test
  void whatIsNoKeystoreIsRefused() throws IOException {
    Files.writeString(keystore, "{\"version\":3,\"secret\":\"hunter2\"");
    assertThatThrownBy(this::open)
        .hasMessageContaining("no JSON")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    Files.writeString(keystore, "{\"version\":1}");
    assertThatThrownBy(this::open).hasMessageContaining("not of version 3");
    Files.delete(keystore);
    assertThatThrownBy(this::open).hasMessageContaining("missing");
  }

  @Test
  void aKeystoreTooStrongForTheHeapIsRefusedBeforeItFillsIt() throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(keystore.toFile());
    ((ObjectNode) json.path("crypto").path("kdfparams")).put("n", 1 << 30);
    MAPPER.writeValue(keystore.toFile(), json);
    assertThatThrownBy(this::open).hasMessageContaining("MiB of a heap of");
  }

  @Test
  void aKeystoreOfAnotherAddressIsRefused() throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(keystore.toFile());
    json.put("address", OTHER.getAddress());
    MAPPER.writeValue(keystore.toFile(), json);
    assertThatThrownBy(this::open).hasMessageContaining("another address");
  }

  private static RawTransaction transaction(long nonce, long tip) {
    return RawTransaction.createTransaction(
        31337,
        BigInteger.valueOf(nonce),
        BigInteger.valueOf(90_000),
        "0x" + "22".repeat(20),
        BigInteger.ZERO,
        "0x1234",
        BigInteger.valueOf(tip),
        BigInteger.TEN);
  }

  private static RawTransaction legacy(long price) {
    return RawTransaction.createTransaction(
        BigInteger.ONE,
        BigInteger.valueOf(price),
        BigInteger.valueOf(90_000),
        "0x" + "22".repeat(20),
        BigInteger.ZERO,
        "0x1234");
  }

  private static String signed(RawTransaction transaction, Credentials key) {
    return Numeric.toHexString(TransactionEncoder.signMessage(transaction, 31337, key));
  }

  @Test
  void aRemoteSignersAnswerIsTakenOnlyIfItIsWhatWasAsked() throws IOException {
    var signer =
        new RemoteSigner(new AnchorSigner.Remote(Anvil.url(Anvil.freePort()), Anvil.ACCOUNT));
    for (RawTransaction asked : new RawTransaction[] {transaction(7, 3), legacy(5)}) {
      String right = signed(asked, KEY);
      assertThat(signer.checked(right, asked, 31337))
          .isEqualTo(Numeric.hexStringToByteArray(right));
      for (String wrong :
          new String[] {
            signed(asked, OTHER), signed(transaction(8, 3), KEY), signed(legacy(6), KEY), "0x02"
          }) {
        assertThatThrownBy(() -> signer.checked(wrong, asked, 31337))
            .hasMessageContaining("anchor-key");
      }
    }
  }

  @Test
  void bothFormsOfASignersAnswerAreRead() throws IOException {
    assertThat(answer("\"0xab\"").raw()).isEqualTo("0xab");
    assertThat(answer("{\"raw\":\"0xab\",\"tx\":{}}").raw()).isEqualTo("0xab");
    assertThat(answer("null").raw()).isEmpty();
  }

  private static RemoteSigner.Signed answer(String result) throws IOException {
    return MAPPER.readValue(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}", RemoteSigner.Signed.class);
  }

  @Test
  void keysAreNotInTexts() {
    assertThat(new AnchorSigner.HexKey(Anvil.KEY).toString()).doesNotContain(Anvil.KEY);
    assertThatThrownBy(() -> new AnchorSigner.HexKey("zz" + Anvil.KEY))
        .hasMessageNotContaining(Anvil.KEY);
  }
}
