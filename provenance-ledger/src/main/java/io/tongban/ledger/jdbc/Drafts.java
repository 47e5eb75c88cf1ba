package io.tongban.ledger.jdbc;

import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Leaf;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.PlainText;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.TlogProof;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Makes drafts of entries, and receipts of drafts that have their place. */
final class Drafts {
  static final int NONCE_BYTES = 16;
  private static final int MAX_LEAF = 0xFFFF;
  private static final int MAX_MANIFEST = 12 << 20;
  private static final int MAX_ACTOR = 200;

  private final ManifestVault vault;
  private final RowHashes rowHashes;
  private final SecureRandom random = new SecureRandom();

  Drafts(ManifestVault vault, RowHashes rowHashes) {
    this.vault = vault;
    this.rowHashes = rowHashes;
  }

  /** The nonce of a manifest's digest. */
  byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  /**
   * A draft.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#ENTRY_INVALID}
   */
  Draft draft(LedgerEntry entry, byte[] nonce) {
    String actor = entry.actor();
    if (actor.isEmpty() || actor.length() > MAX_ACTOR || !PlainText.is(actor)) {
      throw LedgerProblem.ENTRY_INVALID.problem(
          "the actor's name is empty, longer than "
              + MAX_ACTOR
              + " characters or holds characters that write lines or turn text round");
    }
    byte[] manifest = CanonicalJson.bytes(entry.manifest());
    List<byte[]> rows = rowHashes.of(entry.rows());
    if (manifest.length + (long) RowHashes.BYTES * rows.size() > MAX_MANIFEST) {
      throw LedgerProblem.ENTRY_INVALID.problem(
          "manifest and rows take more than " + MAX_MANIFEST + " bytes");
    }
    Leaf leaf =
        new Leaf(
            entry.id(),
            entry.type(),
            entry.at().truncatedTo(ChronoUnit.MICROS),
            actor,
            Leaf.digest(nonce, manifest));
    byte[] bytes = leaf.bytes();
    if (bytes.length > MAX_LEAF) {
      throw LedgerProblem.ENTRY_INVALID.problem("the leaf takes more than 64 KiB");
    }
    byte[] sealed = vault.seal(leaf.id(), bytes, nonce, manifest, rows);
    return new Draft(
        leaf, bytes, Merkle.leafHash(bytes), sealed, rows, null, new CompletableFuture<>());
  }

  /** The first receipt of an entry. */
  static Receipt receipt(Draft draft, byte[] nonce, Draft.Placed placed) {
    return new Receipt(
        draft.leaf().id(),
        placed.index(),
        Base64.getEncoder().encodeToString(draft.bytes()),
        Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
        TlogProof.format(placed.index(), placed.path(), placed.checkpoint()));
  }
}
