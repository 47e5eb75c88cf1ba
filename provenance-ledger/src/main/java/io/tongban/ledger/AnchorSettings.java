package io.tongban.ledger;

import java.net.URI;
import java.util.Objects;

/**
 * The chain to anchor on. The composition root makes a bean of it where a chain is configured.
 *
 * @param rpcUrl JSON-RPC over HTTP of an EVM node
 * @param chainId the chain the node must be of (EIP-155)
 * @param privateKeyHex the sender's secp256k1 key, 32 bytes in hex; one sender a hub
 * @param contractAddress where TongbanAnchor lies, or null: the hub deploys its own once
 * @param confirmations blocks on top of an anchor's before it counts as final
 */
public record AnchorSettings(
    URI rpcUrl, long chainId, String privateKeyHex, String contractAddress, int confirmations) {
  public AnchorSettings {
    Objects.requireNonNull(rpcUrl);
    if (!privateKeyHex.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("the sender's key is not 32 bytes in hex");
    }
    if (confirmations < 0) {
      throw new IllegalArgumentException("confirmations are not below 0");
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "AnchorSettings[rpcUrl=" + rpcUrl + ", chainId=" + chainId + "]";
  }
}
