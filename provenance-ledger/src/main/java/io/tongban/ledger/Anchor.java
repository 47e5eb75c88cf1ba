package io.tongban.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * A tree head on a chain.
 *
 * @param id UUIDv7
 * @param origin name of the log; on the chain its SHA-256
 * @param size how many entries the tree has
 * @param root base64 of the tree's root
 * @param chainId the chain
 * @param contract address of the contract, 0x hex
 * @param transactionHash hash of the transaction, 0x hex; another one when its fee was raised
 * @param block number of its block, or null while it has none
 * @param blockHash hash of its block, or null
 * @param made when it was signed
 */
public record Anchor(
    UUID id,
    String origin,
    long size,
    String root,
    long chainId,
    String contract,
    String transactionHash,
    State state,
    Long block,
    String blockHash,
    Instant made) {

  /** How far an anchor is. */
  public enum State {
    /** Signed and stored; sent, or to be sent again with the same bytes. */
    SIGNED,
    /** In a block, not yet deep enough. */
    MINED,
    /** In a block that counts as final; looked at again until it is far behind. */
    CONFIRMED,
    /** The chain took the transaction and undid it, or its nonce was used by another. */
    FAILED
  }
}
