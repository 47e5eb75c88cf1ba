package io.tongban.certificates;

import java.nio.file.Path;

/**
 * Where the authorities' private keys live if not in the hub's own key files. The composition root
 * makes one bean of it, or none.
 *
 * @param path the PKCS#12 file, or the PKCS#11 library
 * @param slot index of the PKCS#11 slot in the library's list of slots with a token
 * @param password of the file, or the token's user PIN; null where {@code passwordFile} holds it
 * @param passwordFile file whose first line is the password, or null
 */
public record KeyStoreSettings(Type type, Path path, int slot, String password, Path passwordFile) {
  /** What kind of store it is. */
  public enum Type {
    /** A file (RFC 7292). */
    PKCS12,
    /** A token behind a library (OASIS PKCS #11). */
    PKCS11
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "KeyStoreSettings[type=" + type + ", path=" + path + ", slot=" + slot + "]";
  }
}
