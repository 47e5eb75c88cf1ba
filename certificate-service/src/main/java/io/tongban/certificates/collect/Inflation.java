package io.tongban.certificates.collect;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates within a limit that all parts of a file share. */
final class Inflation {
  /** What a certificate's file may be when it is unpacked, in bytes. */
  private static final int MOST = 64 << 20;

  private static final int CHUNK = 1 << 16;
  private int left = MOST;

  /**
   * Inflates a whole part.
   *
   * @param raw without the zlib header, as in ZIP
   * @throws DataFormatException where it is damaged, or longer or shorter than {@code size}
   */
  byte[] inflate(byte[] file, int from, int length, int size, boolean raw)
      throws DataFormatException {
    take(size);
    Inflater inflater = new Inflater(raw);
    try {
      inflater.setInput(file, from, length);
      byte[] out = new byte[size];
      int at = 0;
      while (at < size) {
        int got = inflater.inflate(out, at, size - at);
        if (got == 0) {
          throw new DataFormatException("shorter than told");
        }
        at += got;
      }
      if (inflater.inflate(new byte[1]) != 0
          || !inflater.finished()
          || inflater.getRemaining() > 0) {
        throw new DataFormatException("longer than told");
      }
      return out;
    } finally {
      inflater.end();
    }
  }

  /** Counts what a zlib stream that starts somewhere would become; damaged ones count as far. */
  void count(byte[] file, int from) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(file, from, file.length - from);
      byte[] out = new byte[CHUNK];
      boolean first = true;
      while (!inflater.finished()) {
        int got = inflater.inflate(out);
        if (got == 0) {
          return;
        }
        take(got);
        if (first && isZlib(out, 0, got)) {
          throw bomb("a stream is compressed twice");
        }
        first = false;
      }
    } catch (DataFormatException notZlib) {
      // the reader of the file decides what that means
    } finally {
      inflater.end();
    }
  }

  /** RFC 1950, section 2.2. */
  static boolean isZlib(byte[] bytes, int at, int end) {
    return at + 1 < end
        && (bytes[at] & 0x0f) == 8
        && (bytes[at] & 0xf0) <= 0x70
        && ((bytes[at] & 0xff) * 256 + (bytes[at + 1] & 0xff)) % 31 == 0;
  }

  /** Takes so many bytes of what is left. */
  void take(int bytes) {
    if (bytes < 0 || bytes > left) {
      throw bomb("the file is larger than " + MOST + " bytes when it is unpacked");
    }
    left -= bytes;
  }

  private static RuntimeException bomb(String detail) {
    return Unfit.file("too-large-unpacked", detail);
  }
}
