package io.tongban.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What an audit pack is made of: entries with what proves their manifests, and what proves that
 * none was left out. The caller checks who asks and records it.
 */
public interface LedgerDisclosure {
  /**
   * An entry as it was logged and sealed.
   *
   * @param index 0-based index in the log
   * @param leaf the logged bytes
   * @param manifest the decrypted manifest
   * @param nonce nonce of the manifest's digest, or null where the entry was recorded before nonces
   *     were kept: its manifest then cannot be proved
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Disclosed(long index, byte[] leaf, ObjectNode manifest, byte[] nonce) {}

  /**
   * A range of indexes.
   *
   * @param first its first index
   * @param end the index after its last; {@code first} where it is empty
   */
  record Span(long first, long end) {
    /** How many indexes it has. */
    public long count() {
      return end - first;
    }
  }

  /**
   * A tree head that was sent to a chain, with its transaction.
   *
   * @param id UUIDv7
   * @param contract address of the contract, 0x hex
   * @param root 32 bytes
   * @param raw the signed transaction, 0x hex
   * @param transactionHash Keccak-256 of the transaction, 0x hex
   * @param blockNumber number of its block, or null while it has none
   * @param blockHash hash of its block, or null
   * @param made when it was signed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record AnchorTransaction(
      UUID id,
      long chainId,
      String contract,
      long treeSize,
      byte[] root,
      String raw,
      String transactionHash,
      String state,
      Long blockNumber,
      String blockHash,
      Instant made) {}

  /** Entries from an index on, in order. */
  List<Disclosed> disclosed(long from, int limit);

  /**
   * The smallest range that holds every entry of a period; entries of other times may lie between.
   *
   * @param to exclusive
   */
  Span span(Instant from, Instant to);

  /** Indexes of the entries that name a record, in order. */
  List<Long> indexes(RowRef row);

  /** What leads from a range's leaf hashes to the root; see {@link Merkle#rootOfRange}. */
  List<byte[]> rangeProof(Span span, long treeSize);

  /** The newest anchors of trees up to a size, oldest first; none that failed. */
  List<AnchorTransaction> anchorTransactions(long treeSize, int limit);

  /** A note over {@link #statementText} that the ledger's key signed. */
  String statement(String what, byte[] sha256);

  /**
   * A text that cannot be taken for a checkpoint, which has a number in its second line.
   *
   * @param what what the digest is of, for example {@code tongban.io/audit-pack/v1}
   */
  static String statementText(String what, byte[] sha256) {
    return what + "\nsha256:" + HexFormat.of().formatHex(sha256) + "\n";
  }
}
