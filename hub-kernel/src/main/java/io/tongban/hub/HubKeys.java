package io.tongban.hub;

import java.security.KeyPair;

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
  KeyPair ec256(String name);

  /** The 32-byte Ed25519 seed of that name (RFC 8032); made at the first call. */
  byte[] ed25519Seed(String name);
}
