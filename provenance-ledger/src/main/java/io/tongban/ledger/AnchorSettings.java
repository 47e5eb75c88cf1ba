package io.tongban.ledger;

import java.net.URI;
import java.util.Objects;

/**
 * The chain to anchor on. The composition root makes a bean of it where a chain is configured.
 *
 * @param rpcUrl JSON-RPC over HTTP of an EVM node
 * @param chainId the chain the node must be of (EIP-155)
 * @param signer the sender's key; one sender a hub
 * @param contractAddress where TongbanAnchor lies, or null: the hub deploys its own once
 * @param finality when an anchor counts as final
 * @param fees what a transaction may cost
 * @param rhythm when the hub anchors by itself
 */
public record AnchorSettings(
    URI rpcUrl,
    long chainId,
    AnchorSigner signer,
    String contractAddress,
    ChainFinality finality,
    AnchorFees fees,
    AnchorRhythm rhythm) {
  public AnchorSettings {
    Objects.requireNonNull(rpcUrl);
    Objects.requireNonNull(signer);
    Objects.requireNonNull(finality);
    Objects.requireNonNull(fees);
    Objects.requireNonNull(rhythm);
    if (contractAddress != null && !contractAddress.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException("the contract's address is not 0x and 20 bytes in hex");
    }
  }

  /** Without the key and without the URL, which may hold a credential of the node's operator. */
  @Override
  public String toString() {
    return "AnchorSettings[chainId=" + chainId + ", contract=" + contractAddress + "]";
  }
}
