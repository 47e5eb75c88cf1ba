package io.tongban.ledger.web3j;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.LedgerProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;

/** Makes signers of settings. */
final class Signers {
  private static final int SCRYPT_BLOCK_BYTES = 128;
  private static final long MEBIBYTE = 1L << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Signers() {}

  /**
   * The signer of the settings. Opening a keystore takes a second or more: keep it.
   *
   * @throws ProblemException {@link LedgerProblem#ANCHOR_KEY} if there is no key to be had
   */
  static TransactionSigner of(AnchorSigner settings) {
    if (settings instanceof AnchorSigner.HexKey hex) {
      return new Local(Credentials.create(hex.key()));
    }
    if (settings instanceof AnchorSigner.Keystore keystore) {
      return new Local(open(keystore));
    }
    return new RemoteSigner((AnchorSigner.Remote) settings);
  }

  private static Credentials open(AnchorSigner.Keystore keystore) {
    WalletFile wallet = read(keystore.file());
    if (wallet.getCrypto().getKdfparams() instanceof WalletFile.ScryptKdfParams scrypt) {
      fits(scrypt);
    }
    try {
      Credentials key = Credentials.create(Wallet.decrypt(passphrase(keystore), wallet));
      return named(wallet, key);
    } catch (CipherException e) {
      throw LedgerProblem.ANCHOR_KEY.problem(
          "the passphrase does not open the keystore " + keystore.file().getFileName(), e);
    }
  }

  private static WalletFile read(Path file) {
    try {
      WalletFile wallet = MAPPER.readValue(file.toFile(), WalletFile.class);
      if (wallet.getVersion() == 3
          && wallet.getCrypto() != null
          && wallet.getCrypto().getKdfparams() != null) {
        return wallet;
      }
    } catch (IOException e) {
      // without its cause: it quotes the file
      throw LedgerProblem.ANCHOR_KEY.problem(
          "the keystore " + file.getFileName() + " is missing or no JSON");
    }
    throw LedgerProblem.ANCHOR_KEY.problem(
        "the keystore " + file.getFileName() + " is not of version 3 (Web3 Secret Storage)");
  }

  /** The usual strength takes 256 MiB, more than a small hub's whole heap. */
  private static void fits(WalletFile.ScryptKdfParams scrypt) {
    long needed = (long) SCRYPT_BLOCK_BYTES * scrypt.getN() * scrypt.getR();
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap / 2) {
      throw LedgerProblem.ANCHOR_KEY.problem(
          "opening the keystore (scrypt n=%d, r=%d) takes %d MiB of a heap of %d MiB; give the hub more, or use pbkdf2 or a smaller n"
              .formatted(scrypt.getN(), scrypt.getR(), needed / MEBIBYTE, heap / MEBIBYTE));
    }
  }

  private static String passphrase(AnchorSigner.Keystore keystore) {
    try (Stream<String> lines = Files.lines(keystore.passwordFile(), StandardCharsets.UTF_8)) {
      return lines.findFirst().orElse("");
    } catch (IOException | java.io.UncheckedIOException e) {
      throw LedgerProblem.ANCHOR_KEY.problem(
          "the passphrase's file " + keystore.passwordFile().getFileName() + " cannot be read");
    }
  }

  private static Credentials named(WalletFile wallet, Credentials key) {
    String name = wallet.getAddress();
    if (name != null && !("0x" + bare(name)).equals(key.getAddress())) {
      throw LedgerProblem.ANCHOR_KEY.problem("the keystore names another address than its key's");
    }
    return key;
  }

  private static String bare(String address) {
    String small = address.toLowerCase(Locale.ROOT);
    return small.startsWith("0x") ? small.substring(2) : small;
  }

  /** A key in this process. */
  private record Local(Credentials key) implements TransactionSigner {
    @Override
    public String address() {
      return key.getAddress();
    }

    @Override
    public byte[] sign(RawTransaction transaction, long chainId) {
      return TransactionEncoder.signMessage(transaction, chainId, key);
    }

    @Override
    public String toString() {
      return "Local[" + address() + "]";
    }
  }
}
