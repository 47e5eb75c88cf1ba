package io.tongban.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Hashes of the log's tree and the checks of its proofs (RFC 6962, section 2.1; RFC 9162, section
 * 2.1). Hashes are SHA-256, 32 bytes. Needs no ledger.
 */
public final class Merkle {
  /** Bytes of a hash. */
  public static final int HASH_BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /** A thread's own: to look one up costs half as much as to hash two nodes. */
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(Merkle::newSha256);

  private Merkle() {}

  /** Hash of an entry: {@code SHA-256(0x00 ‖ entry)}. */
  public static byte[] leafHash(byte[] entry) {
    MessageDigest sha256 = sha256();
    sha256.update(LEAF);
    return sha256.digest(entry);
  }

  /** Hash of two subtrees: {@code SHA-256(0x01 ‖ left ‖ right)}. */
  public static byte[] nodeHash(byte[] left, byte[] right) {
    MessageDigest sha256 = sha256();
    sha256.update(NODE);
    sha256.update(left);
    return sha256.digest(right);
  }

  /** Root of the empty tree: {@code SHA-256()}. */
  public static byte[] emptyRoot() {
    return sha256().digest();
  }

  /**
   * The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2).
   *
   * @param leafHash hash of the entry
   * @param index 0-based index of the entry
   * @param size of the tree
   * @param path sibling hashes, the leaf's first
   * @return the root, or null where the path has not the length that index and size ask for
   */
  public static byte[] rootOfInclusion(byte[] leafHash, long index, long size, List<byte[]> path) {
    if (index < 0 || index >= size) {
      return null;
    }
    long node = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (byte[] sibling : path) {
      if (last == 0 || sibling.length != HASH_BYTES) {
        return null;
      }
      if ((node & 1) == 1 || node == last) {
        hash = nodeHash(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = nodeHash(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 ? hash : null;
  }

  /**
   * Whether a consistency proof shows that the older tree is a prefix of the newer one (RFC 9162,
   * section 2.1.4.2).
   */
  public static boolean consistent(
      long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> path) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return path.isEmpty() && Arrays.equals(oldRoot, newRoot);
    }
    if (oldSize == 0) {
      return path.isEmpty() && Arrays.equals(oldRoot, emptyRoot());
    }
    boolean whole = Long.bitCount(oldSize) == 1;
    if (!whole && path.isEmpty()) {
      return false;
    }
    byte[] seed = whole ? oldRoot : path.get(0);
    List<byte[]> rest = whole ? path : path.subList(1, path.size());
    return consistent(oldSize - 1, newSize - 1, seed, rest, oldRoot, newRoot);
  }

  private static boolean consistent(
      long oldLast, long newLast, byte[] seed, List<byte[]> path, byte[] oldRoot, byte[] newRoot) {
    int skip = Long.numberOfTrailingZeros(~oldLast);
    long node = oldLast >>> skip;
    long last = newLast >>> skip;
    byte[] older = seed;
    byte[] newer = seed;
    for (byte[] hash : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        older = nodeHash(hash, older);
        newer = nodeHash(hash, newer);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        newer = nodeHash(newer, hash);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(older, oldRoot) && Arrays.equals(newer, newRoot);
  }

  /**
   * The root that all leaf hashes of a range and the subtrees beside it lead to.
   *
   * @param leaves leaf hashes of the indexes {@code first} to {@code end}, exclusive, in order
   * @param outside hashes of the subtrees outside, from left to right
   * @return the root, or null where leaves or subtrees are too few or too many
   */
  public static byte[] rootOfRange(
      long first, long end, long size, Iterator<byte[]> leaves, Iterator<byte[]> outside) {
    if (first < 0 || first >= end || end > size) {
      return null;
    }
    try {
      byte[] root = rangeNode(0, size, first, end, leaves, outside);
      return leaves.hasNext() || outside.hasNext() ? null : root;
    } catch (NoSuchElementException tooFew) {
      return null;
    }
  }

  private static byte[] rangeNode(
      long from, long to, long first, long end, Iterator<byte[]> leaves, Iterator<byte[]> outside) {
    if (to <= first || from >= end) {
      return outside.next();
    }
    if (to - from == 1) {
      return leaves.next();
    }
    long middle = from + Long.highestOneBit(to - from - 1);
    byte[] left = rangeNode(from, middle, first, end, leaves, outside);
    return nodeHash(left, rangeNode(middle, to, first, end, leaves, outside));
  }

  private static MessageDigest sha256() {
    MessageDigest sha256 = SHA256.get();
    sha256.reset(); // whatever became of the one before
    return sha256;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
