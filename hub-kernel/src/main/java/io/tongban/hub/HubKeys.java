package io.tongban.hub;

import java.security.KeyPair;
import java.util.Optional;

/**
 * The hub's keys. Private keys lie in files that only the hub's user can read, never in the
 * database.
 */
public interface HubKeys {
  /**
   * Key material for one use, derived from the hub's master key (HKDF-SHA-256, RFC 5869). The same
   * label gives the same bytes.
   */
  byte[] derive(String label, int length);

  /** The hub's P-256 key pair of that name; made at the first call. */
  default KeyPair ec256(String name) {
    return ec(name, Curve.P256);
  }

  /** The hub's key pair of that name on that curve; made at the first call. */
  KeyPair ec(String name, Curve curve);

  /** The 32-byte Ed25519 seed of that name (RFC 8032); made at the first call. */
  byte[] ed25519Seed(String name);

  /** The Ed25519 seed of that name if there is one; makes none. */
  Optional<byte[]> storedEd25519Seed(String name);

  /** Destroys this node's Ed25519 seed of that name, if it has one. */
  void forgetEd25519Seed(String name);

  /** The curves keys may be on. */
  enum Curve {
    /** NIST P-256 (SEC 2, section 2.4.2). */
    P256("secp256r1"),
    /** NIST P-384 (SEC 2, section 2.5.1). */
    P384("secp384r1"),
    /** The curve of SM2 (GM/T 0003.5); the JDK does not know it. */
    SM2("sm2p256v1");

    private final String standardName;

    Curve(String standardName) {
      this.standardName = standardName;
    }

    /** Its name in Java and in SEC 2 or GM/T 0003. */
    public String standardName() {
      return standardName;
    }
  }
}
