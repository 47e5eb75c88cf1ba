package io.tongban.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerifier;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.TlogProof;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Proofs;
import io.tongban.ledger.merkle.Tile;
import io.tongban.ledger.merkle.TilePath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Holds a log to what it acknowledged, as somebody who trusts it in nothing: keeps every leaf hash
 * it ever saw, every receipt and the newest head, builds the tree itself and compares.
 */
final class CrashMonitor {
  private final URI hub;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Long, UUID> places = new HashMap<>();
  private List<Receipt> acknowledged = new ArrayList<>();
  private List<byte[]> leaves = new ArrayList<>();
  private GrowingTree tree = new GrowingTree(0, Tile::new);
  private Checkpoint seen;
  private VerifierKey key;

  /** Receipts whose entry is not at its place in the log. */
  private int lost;

  /** Receipts that do not verify, or give one place to two entries. */
  private int twice;

  private int invalid;

  /** Heads that are no continuation of what was seen before. */
  private int inconsistent;

  CrashMonitor(URI hub) {
    this.hub = hub;
  }

  int lost() {
    return lost;
  }

  int twice() {
    return twice;
  }

  int invalid() {
    return invalid;
  }

  int inconsistent() {
    return inconsistent;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /**
   * Compares the log with everything acknowledged.
   *
   * @param more receipts since the last check, all acknowledged before this call
   */
  void check(List<Receipt> more) throws IOException, InterruptedException {
    if (key == null) {
      key = VerifierKey.parse(text("/v1/ledger/key").strip());
    }
    more.forEach(this::take);
    SignedNote note = SignedNote.parse(text("/checkpoint"));
    Checkpoint head = Checkpoint.parse(note.text());
    boolean continued =
        note.standing(key) == SignedNote.Standing.SIGNED
            && (seen == null || consistent(seen, head));
    if (!continued) {
      inconsistent++;
      forget();
    }
    follow(head);
    if (!Arrays.equals(new Proofs(tree.size(), tree).root(), head.rootBytes())) {
      inconsistent++;
    }
    included(head, more);
    sweep();
    seen = head;
  }

  /** A receipt verifies by itself, and no other has its place. */
  private void take(Receipt receipt) {
    if (!ReceiptVerifier.verify(receipt, key.toString()).holds()) {
      invalid++;
    }
    UUID before = places.put(receipt.index(), receipt.id());
    if (before != null && !before.equals(receipt.id())) {
      twice++;
    }
    acknowledged.add(receipt);
    Checkpoint under = Checkpoint.parse(TlogProof.parse(receipt.proof()).note().text());
    if (seen == null || under.size() > seen.size()) {
      seen = under;
    }
  }

  private boolean consistent(Checkpoint old, Checkpoint head)
      throws IOException, InterruptedException {
    if (old.size() > head.size()) {
      return false;
    }
    JsonNode proof =
        CanonicalJson.read(
            get("/v1/ledger/proofs/consistency?from=" + old.size() + "&to=" + head.size()));
    List<byte[]> path = new ArrayList<>();
    proof.path("path").forEach(hash -> path.add(Base64.getDecoder().decode(hash.asText())));
    return Merkle.consistent(old.size(), old.rootBytes(), head.size(), head.rootBytes(), path);
  }

  /** Begins anew after a log that is not the one that was seen. */
  private void forget() {
    tree = new GrowingTree(0, Tile::new);
    leaves = new ArrayList<>();
  }

  /** Takes the entries up to a head from their bundles. */
  private void follow(Checkpoint head) throws IOException, InterruptedException {
    while (tree.size() < head.size()) {
      long number = tree.size() / Tile.WIDTH;
      int width = (int) Math.min(Tile.WIDTH, head.size() - number * Tile.WIDTH);
      ByteBuffer bundle = ByteBuffer.wrap(get("/" + new TilePath(TilePath.ENTRIES, number, width)));
      for (long index = number * Tile.WIDTH; bundle.hasRemaining(); index++) {
        byte[] entry = new byte[bundle.getShort() & 0xFFFF];
        bundle.get(entry);
        if (index == tree.size()) {
          byte[] hash = Merkle.leafHash(entry);
          tree.append(hash);
          leaves.add(hash);
        }
      }
    }
  }

  /** The new receipts' entries are proved under the new head. */
  private void included(Checkpoint head, List<Receipt> more) {
    Proofs proofs = new Proofs(tree.size(), tree);
    for (Receipt receipt : more) {
      if (receipt.index() < head.size()) {
        byte[] root =
            Merkle.rootOfInclusion(
                leaf(receipt), receipt.index(), head.size(), proofs.inclusion(receipt.index()));
        if (!Arrays.equals(root, head.rootBytes()) && held(receipt)) {
          invalid++;
        }
      }
    }
  }

  /** All receipts' entries are where they were said to be; counts what is not, once. */
  private void sweep() {
    List<Receipt> kept = new ArrayList<>(acknowledged.size());
    for (Receipt receipt : acknowledged) {
      if (held(receipt)) {
        kept.add(receipt);
      } else {
        lost++;
        places.remove(receipt.index(), receipt.id());
      }
    }
    acknowledged = kept;
  }

  private boolean held(Receipt receipt) {
    return receipt.index() < leaves.size()
        && Arrays.equals(leaves.get((int) receipt.index()), leaf(receipt));
  }

  private static byte[] leaf(Receipt receipt) {
    return Merkle.leafHash(Base64.getDecoder().decode(receipt.leaf()));
  }

  private String text(String path) throws IOException, InterruptedException {
    return new String(get(path), StandardCharsets.UTF_8);
  }

  private byte[] get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(hub.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(
          path
              + ": "
              + answer.statusCode()
              + " "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }
}
