package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and digests what is written, and refuses what is too much. */
final class MeteredOutput extends FilterOutputStream {
  private final MessageDigest digest;
  private final long most;
  private long written;

  MeteredOutput(OutputStream target, long most) {
    super(target);
    this.most = most;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    written += length;
    if (written > most) {
      throw ConnectorProblem.INPUT_TOO_LARGE.problem("the input is longer than " + most + " bytes");
    }
    digest.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }

  /** Lower-case hex SHA-256 of all that was written. Call once. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
