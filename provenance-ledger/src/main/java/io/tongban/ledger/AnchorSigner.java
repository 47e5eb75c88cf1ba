package io.tongban.ledger;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** Where the key lies that signs transactions. One hub uses it, and nothing else does. */
public sealed interface AnchorSigner {

  /**
   * A key in the settings.
   *
   * @param key secp256k1, 32 bytes in hex
   */
  record HexKey(String key) implements AnchorSigner {
    public HexKey {
      if (!key.matches("(0x)?[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException("the sender's key is not 32 bytes in hex");
      }
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "HexKey[]";
    }
  }

  /**
   * An encrypted key file (Web3 Secret Storage, version 3).
   *
   * @param file the key file
   * @param passwordFile a file whose first line is its passphrase
   */
  record Keystore(Path file, Path passwordFile) implements AnchorSigner {
    public Keystore {
      Objects.requireNonNull(file);
      Objects.requireNonNull(passwordFile);
    }
  }

  /**
   * A signer that keeps the key to itself and is asked by JSON-RPC {@code eth_signTransaction}, as
   * Web3Signer's and as nodes' with unlocked accounts. {@code eth_sendTransaction} is not used: a
   * transaction must be stored before it is sent.
   *
   * @param url JSON-RPC over HTTP; only the hub may reach it
   * @param address the sender, 20 bytes in hex
   */
  record Remote(URI url, String address) implements AnchorSigner {
    public Remote {
      Objects.requireNonNull(url);
      if (!address.matches("0x[0-9a-fA-F]{40}")) {
        throw new IllegalArgumentException("the signer's address is not 0x and 20 bytes in hex");
      }
    }

    /** Without the URL, which may hold a credential. */
    @Override
    public String toString() {
      return "Remote[" + address + "]";
    }
  }
}
