package io.tongban.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * An offline proof (C2SP tlog-proof): index, inclusion path, signed checkpoint.
 *
 * @param index 0-based index of the entry
 * @param path sibling hashes, the leaf's first
 * @param note the checkpoint with its signatures
 */
public record TlogProof(long index, List<byte[]> path, SignedNote note) {
  private static final String FIRST = "c2sp.org/tlog-proof@v1";
  private static final int MAX_PATH = 64;

  /** Characters of a hash's base64 and its newline. */
  private static final int LINE = 45;

  public TlogProof {
    path = List.copyOf(path);
  }

  /**
   * Reads a proof. An {@code extra} line is read over.
   *
   * @throws IllegalArgumentException if it is not a proof
   */
  public static TlogProof parse(String text) {
    int gap = text.indexOf("\n\n");
    if (gap < 0) {
      throw new IllegalArgumentException("the proof has no checkpoint");
    }
    List<String> head = new ArrayList<>(Arrays.asList(text.substring(0, gap).split("\n", -1)));
    if (!head.remove(0).equals(FIRST)) {
      throw new IllegalArgumentException("the proof does not begin with " + FIRST);
    }
    if (!head.isEmpty() && head.get(0).startsWith("extra ")) {
      head.remove(0);
    }
    if (head.isEmpty() || !head.get(0).startsWith("index ") || head.size() > MAX_PATH) {
      throw new IllegalArgumentException("the proof has no index or too long a path");
    }
    long index = Checkpoint.decimal(head.remove(0).substring("index ".length()));
    return new TlogProof(index, hashes(head), SignedNote.parse(text.substring(gap + 2)));
  }

  private static List<byte[]> hashes(List<String> lines) {
    List<byte[]> path = new ArrayList<>();
    for (String line : lines) {
      byte[] hash = StrictBase64.decode(line);
      if (hash.length != Merkle.HASH_BYTES) {
        throw new IllegalArgumentException("a hash of the path has not 32 bytes");
      }
      path.add(hash);
    }
    return path;
  }

  /** A proof as text. */
  public static String format(long index, List<byte[]> path, String note) {
    byte[] begin = (FIRST + "\nindex " + index + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] lines = Arrays.copyOf(begin, begin.length + LINE * path.size() + 1);
    byte[] line = new byte[LINE];
    line[LINE - 1] = '\n';
    int at = begin.length;
    for (byte[] hash : path) {
      Base64.getEncoder().encode(hash, line);
      System.arraycopy(line, 0, lines, at, LINE);
      at += LINE;
    }
    lines[at] = '\n';
    // the note has a dash beyond Latin-1: put together once, since each character then takes two
    // bytes
    return new String(lines, StandardCharsets.US_ASCII).concat(note);
  }
}
