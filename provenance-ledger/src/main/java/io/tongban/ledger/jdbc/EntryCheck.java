package io.tongban.ledger.jdbc;

import io.tongban.ledger.EntryType;
import io.tongban.ledger.Leaf;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/** Whether an entry's columns and manifest are what its leaf tells. */
final class EntryCheck {
  private final ManifestVault vault;

  /** Checks with the vault that sealed the manifests. */
  EntryCheck(ManifestVault vault) {
    this.vault = vault;
  }

  /**
   * Checks one entry.
   *
   * @return the row hashes sealed with it
   * @throws Bad what does not hold
   */
  List<byte[]> rows(LedgerReader.Row row) throws Bad {
    try {
      ManifestVault.Opened opened = vault.open(row.id(), row.leaf(), row.manifest());
      if (opened.nonce() != null && Arrays.equals(told(row, opened), row.leaf())) {
        return opened.rows();
      }
    } catch (GeneralSecurityException | IllegalArgumentException doesNotOpen) {
      // said below
    }
    return part(row);
  }

  /** The leaf that columns and manifest make: one comparison for all of them. */
  private static byte[] told(LedgerReader.Row row, ManifestVault.Opened opened) {
    String digest = Leaf.digest(opened.nonce(), opened.canonical());
    return new Leaf(row.id(), EntryType.valueOf(row.type()), row.at(), row.actor(), digest).bytes();
  }

  /** Part by part, to say which of them does not hold. */
  private List<byte[]> part(LedgerReader.Row row) throws Bad {
    long index = row.entryIndex();
    try {
      Leaf leaf = Leaf.parse(row.leaf());
      if (!leaf.id().equals(row.id())
          || !leaf.type().name().equals(row.type())
          || !leaf.at().equals(row.at())
          || !leaf.actor().equals(row.actor())) {
        throw new Bad(index, "the columns of entry " + index + " do not tell what its leaf tells");
      }
      ManifestVault.Opened opened = vault.open(leaf.id(), row.leaf(), row.manifest());
      if (opened.nonce() != null
          && !Leaf.digest(opened.nonce(), opened.canonical()).equals(leaf.manifest())) {
        throw new Bad(index, "the manifest of entry " + index + " is not the one that was logged");
      }
      return opened.rows();
    } catch (IllegalArgumentException e) {
      throw new Bad(index, "entry " + index + " is not a leaf");
    } catch (GeneralSecurityException e) {
      throw new Bad(index, "the sealed manifest of entry " + index + " was changed");
    }
  }
}
