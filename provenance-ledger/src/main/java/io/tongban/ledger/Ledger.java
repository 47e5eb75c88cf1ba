package io.tongban.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.Cursor;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The log of every use. Append only. */
public interface Ledger {
  /**
   * Records an entry. Returns when the entry is durable and under a signed checkpoint; throws if it
   * is not (no record, no release). Callers are committed in groups.
   */
  default Receipt append(LedgerEntry entry) {
    return append(entry, null);
  }

  /**
   * As {@link #append(LedgerEntry)}, with changes that are stored with the entry or not at all.
   *
   * @param alongside what is changed besides, or null; what it throws is thrown, and nothing is
   *     recorded
   */
  Receipt append(LedgerEntry entry, Alongside alongside);

  /**
   * Changes in the transaction that stores an entry. A few statements: every other caller waits for
   * them. Where another node moved the log meanwhile, they are undone and done again.
   */
  @FunctionalInterface
  interface Alongside {
    /**
     * Makes the changes; neither commits nor rolls back.
     *
     * @param connection to the hub's database; the transaction may be shared with other callers'
     */
    void change(Connection connection);
  }

  /** As {@link #append} without holding a thread. */
  CompletionStage<Receipt> appendAsync(LedgerEntry entry);

  /** The newest checkpoint, a C2SP signed note. */
  String checkpoint();

  /**
   * All keys the log has had with the statements that lead from one to the next ({@link
   * LedgerKeys#parse}): what receipts of any time verify with.
   */
  String keys();

  /**
   * The public key the log is signed with now, as a C2SP signed-note verifier key ({@code
   * name+hash+key}).
   */
  String verifierKey();

  /**
   * A static resource of the tile API: {@code tile/<L>/<N>[.p/<W>]} or {@code
   * tile/entries/<N>[.p/<W>]}.
   */
  Optional<byte[]> tile(String path);

  /** Inclusion proof of an index in the tree of a size, RFC 6962 order, root last. */
  List<byte[]> inclusionProof(long index, long treeSize);

  /** Consistency proof between two tree sizes. */
  List<byte[]> consistencyProof(long oldSize, long newSize);

  /**
   * A fresh receipt of an entry without its nonce (that one only the first receipt has), under the
   * newest checkpoint that witnesses cosigned, else the newest of all.
   */
  Optional<Receipt> receipt(UUID id);

  /** An entry with its decrypted manifest. For auditors; the caller records the look. */
  Optional<Recorded> find(UUID id);

  /** Entries that name a record, oldest first. */
  List<Recorded> uses(RowRef row, int limit);

  /** Entries that name a record, oldest first, from an index on. */
  List<Recorded> uses(RowRef row, long from, int limit);

  /** Entries newest first, after a cursor of {@link Recorded#index}; filters may be null. */
  List<Recorded> newest(EntryType type, String actor, Cursor after, int limit);

  /** The tree's root at a size up to the newest, 32 bytes. */
  byte[] root(long treeSize);

  /** How many entries there are. */
  long size();

  /** Re-hashes every entry and rebuilds every root; names the first index that does not hold. */
  Fsck fsck();

  /** An entry as recorded. */
  record Recorded(
      UUID id, long index, EntryType type, Instant at, String actor, ObjectNode manifest) {}

  /**
   * What a check of the whole ledger found.
   *
   * @param entries how many entries were re-hashed
   * @param badIndex the first index that does not hold, or -1
   * @param message what is wrong and what to do, or that all is well
   */
  record Fsck(long entries, long badIndex, String message) {
    public boolean clean() {
      return badIndex < 0;
    }
  }
}
