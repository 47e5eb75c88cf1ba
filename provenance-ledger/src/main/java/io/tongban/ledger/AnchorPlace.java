package io.tongban.ledger;

import java.net.URI;
import java.util.Objects;

/**
 * Where somebody who has no hub looks for anchors.
 *
 * @param rpcUrl JSON-RPC over HTTP of any node of the chain
 * @param chainId the chain (EIP-155)
 * @param contract address of TongbanAnchor, 20 bytes in hex
 * @param finality when a block counts as final
 * @param fromBlock the block to look from, 0 for all
 */
public record AnchorPlace(
    URI rpcUrl, long chainId, String contract, ChainFinality finality, long fromBlock) {
  public AnchorPlace {
    Objects.requireNonNull(rpcUrl);
    Objects.requireNonNull(finality);
    if (!contract.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException("the contract's address is not 0x and 20 bytes in hex");
    }
    if (fromBlock < 0) {
      throw new IllegalArgumentException("a block's number is not below 0");
    }
  }
}
