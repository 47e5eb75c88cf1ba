package io.tongban.certificates.statuslist;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A status list (Token Status List, section 4): statuses of 1, 2, 4 or 8 bits, the first in the
 * least significant bits of the first byte.
 */
public final class StatusList {
  /** Status of a certificate that holds. */
  public static final int VALID = 0;

  /** Status of a certificate that was revoked for good. */
  public static final int INVALID = 1;

  /** Status of a certificate that does not hold for now. */
  public static final int SUSPENDED = 2;

  /**
   * The highest, 9, is recommended (Token Status List, section 4.1); of a million entries with one
   * in a hundred set it takes more than twice the time of 8 and saves 2.5 %.
   */
  private static final int COMPRESSION = 8;

  /** No list that is read may unpack to more: 2^24 entries of 8 bits. */
  private static final int MAX_BYTES = 1 << 24;

  private final int bits;
  private final byte[] bytes;

  private StatusList(int bits, byte[] bytes) {
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8) {
      throw new IllegalArgumentException("a status has 1, 2, 4 or 8 bits, not " + bits);
    }
    this.bits = bits;
    this.bytes = bytes;
  }

  /**
   * A list with every status 0.
   *
   * @param size how many statuses; a multiple of 8
   */
  public static StatusList of(int bits, int size) {
    return new StatusList(bits, new byte[Math.toIntExact((long) size * bits / 8)]);
  }

  /** Reads a list from the bytes before compression. */
  public static StatusList ofBytes(int bits, byte[] bytes) {
    return new StatusList(bits, bytes.clone());
  }

  /**
   * Reads {@code lst}.
   *
   * @throws IllegalArgumentException if it is no ZLIB data or unpacks to too much
   */
  public static StatusList decode(int bits, String lst) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getUrlDecoder().decode(lst));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0 || out.size() + read > MAX_BYTES) {
          throw new IllegalArgumentException("the status list is cut short or too long");
        }
        out.write(buffer, 0, read);
      }
      return new StatusList(bits, out.toByteArray());
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("the status list is not ZLIB data", e);
    } finally {
      inflater.end();
    }
  }

  /** How many statuses it holds. */
  public int size() {
    return bytes.length * 8 / bits;
  }

  /** Bits of a status. */
  public int bits() {
    return bits;
  }

  /**
   * The status at an index.
   *
   * @throws IndexOutOfBoundsException for an index outside the list
   */
  public int get(int index) {
    long bit = bit(index);
    return (bytes[(int) (bit >>> 3)] >>> (bit & 7)) & mask();
  }

  /** Sets the status at an index. */
  public void set(int index, int status) {
    if ((status & ~mask()) != 0) {
      throw new IllegalArgumentException("the status does not fit into " + bits + " bits");
    }
    long bit = bit(index);
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    bytes[at] = (byte) ((bytes[at] & ~(mask() << shift)) | (status << shift));
  }

  private long bit(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("index " + index + " is outside the status list");
    }
    return (long) index * bits;
  }

  private int mask() {
    return (1 << bits) - 1;
  }

  /** The bytes before compression. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@code lst}: base64url of the bytes as ZLIB data. */
  public String encode() {
    Deflater deflater = new Deflater(COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /** The claim {@code status_list}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance.objectNode().put("bits", bits).put("lst", encode());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatusList list
        && list.bits == bits
        && Arrays.equals(list.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return 31 * bits + Arrays.hashCode(bytes);
  }
}
