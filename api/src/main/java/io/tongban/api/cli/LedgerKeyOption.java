package io.tongban.api.cli;

import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --key} and {@code --pin} of commands that verify what a ledger signed. */
final class LedgerKeyOption {
  @Option(
      names = "--key",
      description =
          "file with the ledger's public key, or with all it has had (GET /v1/ledger/keys; default:"
              + " ${DEFAULT-VALUE})",
      defaultValue = "${env:TONGBAN_DATA:-data}/ledger.key")
  private Path key;

  @Option(
      names = "--pin",
      description =
          "file with a key of the ledger that was kept from another time; the statements in --key"
              + " must lead to it")
  private Path pin;

  /** As it stands in the file; a pinned key is among them. */
  String text() throws IOException {
    return pin == null ? read(key) : keys().format();
  }

  /**
   * The keys.
   *
   * @throws IOException if the file holds none, or its statements do not lead to each other
   */
  LedgerKeys keys() throws IOException {
    return keys(key, pin);
  }

  /**
   * Keys of a file.
   *
   * @param pin file with a key that must be among them, or null
   * @throws IOException if the file holds none, or its statements do not lead to each other
   */
  static LedgerKeys keys(Path key, Path pin) throws IOException {
    try {
      LedgerKeys keys = LedgerKeys.parse(read(key));
      return pin == null ? keys : keys.trusting(pinned(pin));
    } catch (LedgerKeys.BrokenChainException e) {
      throw new IOException(key + ": " + e.getMessage() + " (BROKEN_KEY_CHAIN)", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(key + " holds no public key of a ledger: " + e.getMessage(), e);
    }
  }

  private static VerifierKey pinned(Path pin) throws IOException {
    try {
      return LedgerKeys.parse(read(pin)).newest();
    } catch (IllegalArgumentException e) {
      throw new IOException(pin + " holds no public key of a ledger: " + e.getMessage(), e);
    }
  }

  private static String read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(
          "there is no public key in " + file + " (a hub serves its own at /v1/ledger/keys)");
    }
    return Files.readString(file).strip();
  }
}
