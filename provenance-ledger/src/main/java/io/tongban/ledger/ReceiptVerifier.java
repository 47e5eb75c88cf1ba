package io.tongban.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.ReceiptVerdict.Reason;
import io.tongban.ledger.ReceiptVerdict.Rejected;
import io.tongban.ledger.ReceiptVerdict.Verified;
import java.util.Arrays;
import java.util.Base64;

/**
 * Verifies receipts with the ledger's public key alone: no hub, no database, no network. Where the
 * log has changed its key, with its keys and the statements between them ({@link LedgerKeys}).
 */
public final class ReceiptVerifier {
  private ReceiptVerifier() {}

  /**
   * Reads a receipt as the hub answers it: the receipt itself, or an answer with a member {@code
   * receipt}.
   *
   * @throws IllegalArgumentException if there is none in it
   */
  public static Receipt read(byte[] json) {
    JsonNode node = CanonicalJson.read(json);
    JsonNode receipt = node.has("receipt") ? node.get("receipt") : node;
    if (!receipt.isObject()) {
      throw new IllegalArgumentException("not a receipt");
    }
    try {
      return CanonicalJson.mapper().treeToValue(receipt, Receipt.class);
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException("not a receipt", e);
    }
  }

  /** Verifies a receipt as JSON; what cannot be read is rejected as malformed. */
  public static ReceiptVerdict verify(byte[] json, String keys) {
    return verify(json, keys, Quorum.NONE);
  }

  /** As {@link #verify(byte[], String)}, and asks for witnesses' cosignatures. */
  public static ReceiptVerdict verify(byte[] json, String keys, Quorum quorum) {
    Receipt receipt;
    try {
      receipt = read(json);
    } catch (IllegalArgumentException e) {
      return rejected(Reason.MALFORMED_RECEIPT, "the file holds no receipt");
    }
    return verify(receipt, keys, null, quorum);
  }

  /** Verifies signature, inclusion and leaf of a receipt. */
  public static ReceiptVerdict verify(Receipt receipt, String keys) {
    return verify(receipt, keys, null);
  }

  /**
   * Verifies a receipt and that a disclosed manifest is the one that was recorded.
   *
   * @param verifierKey C2SP verifier key {@code name+hash+base64}
   * @param manifest the manifest, or null to leave it out
   */
  public static ReceiptVerdict verify(Receipt receipt, String keys, JsonNode manifest) {
    return verify(receipt, keys, manifest, Quorum.NONE);
  }

  /**
   * As {@link #verify(Receipt, String, JsonNode)}, and asks for witnesses' cosignatures.
   *
   * @param quorum the witnesses and how many of them must have cosigned the checkpoint
   */
  public static ReceiptVerdict verify(
      Receipt receipt, String keys, JsonNode manifest, Quorum quorum) {
    LedgerKeys known;
    try {
      known = LedgerKeys.parse(keys);
    } catch (LedgerKeys.BrokenChainException e) {
      return rejected(Reason.BROKEN_KEY_CHAIN, e.getMessage());
    } catch (IllegalArgumentException e) {
      return rejected(Reason.MALFORMED_KEY, e.getMessage());
    }
    try {
      return verify(receipt, known, manifest, quorum);
    } catch (IllegalArgumentException e) {
      return rejected(Reason.MALFORMED_RECEIPT, e.getMessage());
    }
  }

  private static ReceiptVerdict verify(
      Receipt receipt, LedgerKeys keys, JsonNode manifest, Quorum quorum) {
    TlogProof proof = TlogProof.parse(receipt.proof());
    byte[] bytes = StrictBase64.decode(receipt.leaf());
    Checkpoint checkpoint = Checkpoint.parse(proof.note().text());
    try {
      KeptCheckpoint.requireSigned(proof.note(), checkpoint, keys);
    } catch (KeptCheckpoint.UnprovedException e) {
      return rejected(e.reason(), e.getMessage());
    }
    switch (quorum.of(proof.note())) {
      case FORGED:
        return rejected(
            Reason.BAD_SIGNATURE, "the checkpoint carries a forged signature of a witness");
      case MISSED:
        return rejected(
            Reason.NOT_WITNESSED,
            "fewer than " + quorum.needed() + " of the named witnesses cosigned the checkpoint");
      case REACHED:
        break;
    }
    byte[] root =
        Merkle.rootOfInclusion(
            Merkle.leafHash(bytes), proof.index(), checkpoint.size(), proof.path());
    if (root == null || !Arrays.equals(root, checkpoint.rootBytes())) {
      return rejected(
          Reason.NOT_INCLUDED, "the entry is not in the signed tree at index " + proof.index());
    }
    return entry(receipt, Leaf.parse(bytes), proof.index(), checkpoint, manifest);
  }

  private static ReceiptVerdict entry(
      Receipt receipt, Leaf leaf, long index, Checkpoint checkpoint, JsonNode manifest) {
    if (!leaf.id().equals(receipt.id()) || index != receipt.index()) {
      return rejected(
          Reason.WRONG_ENTRY, "the receipt names another entry or index than its proof");
    }
    if (manifest == null) {
      return new Verified(leaf, index, checkpoint, false);
    }
    if (receipt.nonce().isEmpty()) {
      return rejected(
          Reason.NO_NONCE, "only the first receipt has the nonce that a manifest is checked with");
    }
    byte[] nonce = Base64.getUrlDecoder().decode(receipt.nonce());
    return Leaf.digest(nonce, CanonicalJson.bytes(manifest)).equals(leaf.manifest())
        ? new Verified(leaf, index, checkpoint, true)
        : rejected(Reason.WRONG_MANIFEST, "the manifest is not the one that was recorded");
  }

  private static ReceiptVerdict rejected(Reason reason, String message) {
    return new Rejected(reason, message);
  }
}
