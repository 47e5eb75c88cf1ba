package io.tongban.ledger;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A tree head as a note's text (C2SP tlog-checkpoint). Extension lines are read over.
 *
 * @param origin the log's name
 * @param size how many entries the tree has
 * @param root base64 of the root
 */
public record Checkpoint(String origin, long size, String root) {
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,17}");

  public Checkpoint {
    if (origin.isEmpty() || size < 0) {
      throw new IllegalArgumentException("a checkpoint has an origin and a size");
    }
    if (StrictBase64.decode(root).length != Merkle.HASH_BYTES) {
      throw new IllegalArgumentException("a checkpoint's root has 32 bytes");
    }
  }

  /** A checkpoint by its root's bytes. */
  public static Checkpoint of(String origin, long size, byte[] root) {
    return new Checkpoint(origin, size, Base64.getEncoder().encodeToString(root));
  }

  /**
   * Reads the text of a note.
   *
   * @throws IllegalArgumentException if it is not a checkpoint
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
      throw new IllegalArgumentException("a checkpoint has at least three lines");
    }
    for (int i = 0; i < lines.length - 1; i++) {
      if (lines[i].isEmpty()) {
        throw new IllegalArgumentException("a checkpoint has no empty lines");
      }
    }
    return new Checkpoint(lines[0], decimal(lines[1]), lines[2]);
  }

  /**
   * A number in the one form C2SP allows: no sign, no leading zero, at most 18 digits.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static long decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not a decimal number without leading zeroes");
    }
    return Long.parseLong(text);
  }

  /** The root's 32 bytes. */
  public byte[] rootBytes() {
    return Base64.getDecoder().decode(root);
  }

  /** The note's text. */
  public String text() {
    return origin + "\n" + size + "\n" + root + "\n";
  }
}
