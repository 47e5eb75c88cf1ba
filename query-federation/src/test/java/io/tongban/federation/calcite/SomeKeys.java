package io.tongban.federation.calcite;

import io.tongban.hub.HubKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** Keys of a hub without a data directory: the same for every run of the tests. */
class SomeKeys implements HubKeys {
  @Override
  public byte[] derive(String label, int length) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(label.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public KeyPair ec(String name, Curve curve) {
    throw new UnsupportedOperationException("masks have no key pairs");
  }

  @Override
  public byte[] ed25519Seed(String name) {
    throw new UnsupportedOperationException("masks have no key pairs");
  }

  @Override
  public Optional<byte[]> storedEd25519Seed(String name) {
    throw new UnsupportedOperationException("masks have no key pairs");
  }

  @Override
  public void forgetEd25519Seed(String name) {
    throw new UnsupportedOperationException("masks have no key pairs");
  }
}
