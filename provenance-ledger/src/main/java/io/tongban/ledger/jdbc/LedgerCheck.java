package io.tongban.ledger.jdbc;

import io.tongban.hub.ProblemException;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.KeyStatement;
import io.tongban.ledger.Leaf;
import io.tongban.ledger.Ledger.Fsck;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Proofs;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Checks the whole log: re-hashes every entry (not only proofs: an edited entry is found too),
 * rebuilds every tile and the root, opens every sealed manifest, compares the row index and the
 * anchored roots.
 */
final class LedgerCheck {
  private static final Logger LOG = Logger.getLogger(LedgerCheck.class);
  private static final String OK = "every entry, tile, manifest and root holds";
  private final LedgerReader reader;
  private final ManifestVault vault;
  private final RowIndex rowIndex;
  private final LogKeys logKeys;
  private long checked;

  LedgerCheck(LedgerReader reader, ManifestVault vault, RowIndex rowIndex, LogKeys logKeys) {
    this.reader = reader;
    this.vault = vault;
    this.rowIndex = rowIndex;
    this.logKeys = logKeys;
  }

  Fsck run() {
    try {
      LedgerReader.SignedHead stored =
          reader.signedHead().orElseThrow(() -> new Bad(0, "the signed tree head is missing"));
      Head head = stored.head();
      indexed();
      byte[] root = log(head.treeSize());
      Signing signing = signing(stored);
      head(head, root, signing);
      beyond(head);
      anchors(head);
      keys(head, signing);
      return new Fsck(checked, -1, OK);
    } catch (Bad bad) {
      return new Fsck(
          checked,
          bad.index(),
          bad.getMessage()
              + "; restore the database from its backup and compare with receipts, witnesses and"
              + " anchors");
    }
  }

  /** What the row index cannot take in is named by its own check below. */
  private void indexed() {
    try {
      rowIndex.catchUp();
    } catch (ProblemException damaged) {
      LOG.debug("the row index stops at a damaged entry", damaged);
    }
  }

  /** Checks the log; returns its root. */
  private byte[] log(long size) throws Bad {
    try (LogCheck check = new LogCheck(reader, vault, size)) {
      try {
        GrowingTree tree = check.run();
        return new Proofs(tree.size(), tree).root();
      } finally {
        checked = check.checked();
      }
    }
  }

  private Signing signing(LedgerReader.SignedHead stored) throws Bad {
    try {
      return logKeys.signing(stored.keys());
    } catch (ProblemException e) {
      throw new Bad(Math.max(0, stored.head().treeSize() - 1), e.getMessage());
    }
  }

  private void head(Head head, byte[] root, Signing signing) throws Bad {
    long last = Math.max(0, head.treeSize() - 1);
    if (!Arrays.equals(root, head.root())) {
      throw new Bad(last, "the entries do not lead to the stored root");
    }
    try {
      SignedNote note = SignedNote.parse(head.checkpoint());
      Checkpoint signed = Checkpoint.parse(note.text());
      if (!signed.equals(Checkpoint.of(signing.keys().origin(), head.treeSize(), root))
          || !signing.signed(note)) {
        throw new Bad(last, "the checkpoint is not this hub's signature over the root");
      }
    } catch (IllegalArgumentException e) {
      throw new Bad(last, "the checkpoint is not a signed note");
    }
  }

  private void beyond(Head head) throws Bad {
    Optional<Long> beyond = reader.beyondHead();
    if (beyond.isPresent()) {
      throw new Bad(
          beyond.get(), "entries lie beyond the signed size " + head.treeSize() + " of the log");
    }
  }

  /** An anchored root that is not ours shows a log that was rolled back or rewritten whole. */
  private void anchors(Head head) throws Bad {
    for (LedgerReader.AnchoredRoot anchored : reader.anchored()) {
      if (anchored.treeSize() > reader.head().treeSize()) {
        throw new Bad(head.treeSize(), "the log is shorter than its anchor of a former time");
      }
      if (anchored.treeSize() <= head.treeSize()
          && !Arrays.equals(reader.proofs(anchored.treeSize()).root(), anchored.root())) {
        throw new Bad(
            Math.max(0, anchored.treeSize() - 1),
            "the root at size " + anchored.treeSize() + " is not the anchored one");
      }
    }
  }

  /** Every change of the key is an entry at the size it was made at, and there are no others. */
  private void keys(Head head, Signing signing) throws Bad {
    Map<Long, String> recorded = new HashMap<>();
    for (LedgerReader.Row row :
        reader.newest(EntryType.LOG_KEY, null, head.treeSize(), Integer.MAX_VALUE)) {
      statement(row).ifPresent(text -> recorded.put(row.entryIndex(), text));
    }
    for (KeyStatement statement : signing.keys().statements()) {
      long at = statement.size();
      if (!statement.text().equals(recorded.remove(at))) {
        throw new Bad(
            Math.min(at, head.treeSize()), "the change of the log's key at " + at + " is no entry");
      }
      if (!statement.root().equals(base64(reader.proofs(at).root()))) {
        throw new Bad(at, "the log's key changed at another tree of size " + at);
      }
    }
    for (long index : recorded.keySet()) {
      throw new Bad(index, "entry " + index + " changes the log's key, and the keys do not");
    }
  }

  private Optional<String> statement(LedgerReader.Row row) throws Bad {
    try {
      String note =
          vault
              .open(Leaf.parse(row.leaf()).id(), row.leaf(), row.manifest())
              .manifest()
              .path(KeyRotation.STATEMENT)
              .asText();
      return note.isEmpty() ? Optional.empty() : Optional.of(SignedNote.parse(note).text());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Bad(row.entryIndex(), "entry " + row.entryIndex() + " does not open");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
