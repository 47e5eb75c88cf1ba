package io.tongban.certificates.mdoc;

import io.tongban.certificates.format.CredentialException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks CBOR over before anything is built of it: one item and nothing after it, definite lengths,
 * numbers and tags in their shortest form (RFC 8949, section 4.2.1), keys that are integers or
 * texts and stand once, UTF-8, no simple values but false, true and null. What passes has one
 * meaning. Lengths may be longer than needed: the most used encoder of JavaScript writes those of
 * maps in two bytes.
 */
final class WellFormed {
  private static final int MAX_BYTES = 512 * 1024;
  private static final int MAX_DEPTH = 16;

  private final ByteBuffer bytes;

  private WellFormed(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Refuses what is not well formed in this sense, or longer than 512 KiB or deeper than 16. */
  static void require(byte[] bytes) throws CredentialException {
    if (bytes.length > MAX_BYTES) {
      throw new CredentialException("the CBOR is too long");
    }
    WellFormed check = new WellFormed(bytes);
    check.item(0);
    if (check.bytes.hasRemaining()) {
      throw new CredentialException("something stands behind the CBOR item");
    }
  }

  private void item(int depth) throws CredentialException {
    if (depth > MAX_DEPTH) {
      throw new CredentialException("the CBOR is nested too deeply");
    }
    int head = octet();
    int info = head & 0x1f;
    switch (head >>> 5) {
      case 0, 1 -> shortest(info);
      case 2 -> skip(length(info));
      case 3 -> text(length(info));
      case 4 -> array(length(info), depth);
      case 5 -> map(length(info), depth);
      case 6 -> {
        shortest(info);
        item(depth + 1);
      }
      default -> simple(info);
    }
  }

  private int octet() throws CredentialException {
    if (!bytes.hasRemaining()) {
      throw new CredentialException("the CBOR is cut short");
    }
    return bytes.get() & 0xff;
  }

  private long argument(int info) throws CredentialException {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new CredentialException("a CBOR length is indefinite or reserved");
    }
    int size = 1 << (info - 24);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  private void shortest(int info) throws CredentialException {
    long value = argument(info);
    int size = info < 24 ? 0 : 1 << (info - 24);
    if (size == 1 ? value < 24 && value >= 0 : size > 1 && value >>> (size * 4) == 0) {
      throw new CredentialException("a CBOR number or tag is not in its shortest form");
    }
  }

  /** A length, which nothing may have that is longer than what is left. */
  private int length(int info) throws CredentialException {
    long length = argument(info);
    if (length < 0 || length > bytes.remaining()) {
      throw new CredentialException("the CBOR is cut short");
    }
    return (int) length;
  }

  private void skip(int length) {
    bytes.position(bytes.position() + length);
  }

  private void text(int length) throws CredentialException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(bytes.position(), length));
    } catch (CharacterCodingException e) {
      throw new CredentialException("a CBOR text is not UTF-8", e);
    }
    skip(length);
  }

  private void array(int length, int depth) throws CredentialException {
    for (int i = 0; i < length; i++) {
      item(depth + 1);
    }
  }

  private void map(int length, int depth) throws CredentialException {
    Set<ByteBuffer> texts = new HashSet<>();
    Set<ByteBuffer> numbers = new HashSet<>();
    for (int i = 0; i < length; i++) {
      int start = bytes.position();
      int major = bytes.hasRemaining() ? (bytes.get(start) & 0xff) >>> 5 : 7;
      if (major != 0 && major != 1 && major != 3) {
        throw new CredentialException("a CBOR key is neither an integer nor a text");
      }
      item(depth + 1);
      if (!(major == 3 ? texts : numbers).add(key(start, major))) {
        throw new CredentialException("a CBOR key stands twice");
      }
      item(depth + 1);
    }
  }

  /** What tells a key that ends here from others: of a text all but its head. */
  private ByteBuffer key(int start, int major) {
    int info = bytes.get(start) & 0x1f;
    int head = major != 3 ? 0 : info < 24 ? 1 : 1 + (1 << (info - 24));
    return bytes.slice(start + head, bytes.position() - start - head);
  }

  private void simple(int info) throws CredentialException {
    switch (info) {
      case 20, 21, 22 -> {}
      case 25, 26, 27 -> {
        int size = 1 << (info - 24);
        if (size > bytes.remaining()) {
          throw new CredentialException("the CBOR is cut short");
        }
        skip(size);
      }
      default -> throw new CredentialException("a CBOR simple value has no meaning here");
    }
  }
}
