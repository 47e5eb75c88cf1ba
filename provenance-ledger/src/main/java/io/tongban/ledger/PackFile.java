package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads files of an audit pack without unpacking them anywhere: nothing is written, so a name can
 * lead nowhere, and no more is read than the signed list says.
 */
final class PackFile {
  private static final int MOST_LINE = 32 << 20;

  private PackFile() {}

  /** There is more than there should be. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("it is longer than it says");
    }
  }

  /** At most so many bytes of a file. */
  static InputStream open(ZipFile zip, ZipEntry entry, long most) throws IOException {
    return new Limited(zip.getInputStream(entry), most);
  }

  /** All of a short file. */
  static byte[] bytes(ZipFile zip, ZipEntry entry, int most) throws IOException {
    try (InputStream in = open(zip, entry, most)) {
      return in.readAllBytes();
    }
  }

  /** Reads JSON lines one after the other. */
  static void lines(InputStream from, AuditPackReport.Sink sink) throws IOException {
    BufferedInputStream in = new BufferedInputStream(from);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c != '\n') {
        line.write(c);
        if (line.size() > MOST_LINE) {
          throw new TooLong();
        }
      } else {
        sink.take(json(line.toByteArray()));
        line.reset();
      }
    }
    if (line.size() > 0) {
      throw new IOException("the last line has no end");
    }
  }

  /** Reads JSON. */
  static JsonNode json(byte[] bytes) throws IOException {
    try {
      return CanonicalJson.read(bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is not JSON", e);
    }
  }

  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long most) {
      super(in);
      left = most;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      if (read >= 0) {
        took(1);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      if (read > 0) {
        took(read);
      }
      return read;
    }

    private void took(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new TooLong();
      }
    }
  }
}
