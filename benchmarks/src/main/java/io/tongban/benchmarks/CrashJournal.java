package io.tongban.benchmarks;

import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the journal that {@link CrashClients} keep, while they write it. */
final class CrashJournal {
  private static final long PAUSE_MILLIS = 5;

  private final Path file;
  private long read;

  CrashJournal(Path file) {
    this.file = file;
  }

  /** The receipts that were acknowledged since the last call. */
  List<Receipt> more() throws IOException {
    List<Receipt> receipts = new ArrayList<>();
    byte[] bytes = tail();
    int line = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        receipts.add(ReceiptVerifier.read(Arrays.copyOfRange(bytes, line, i)));
        line = i + 1;
      }
    }
    read += line;
    return receipts;
  }

  private long lines() throws IOException {
    byte[] bytes = tail();
    long lines = 0;
    for (byte one : bytes) {
      lines += one == '\n' ? 1 : 0;
    }
    return lines;
  }

  private byte[] tail() throws IOException {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - read));
      channel.position(read);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // on
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** Waits until something is acknowledged after this call. */
  void awaitMore(Process hub, long seconds) throws IOException, InterruptedException {
    awaitMore(1, hub, seconds);
  }

  /** Waits until so many are acknowledged after this call. */
  void awaitMore(int count, Process hub, long seconds) throws IOException, InterruptedException {
    long wanted = lines() + count;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (lines() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IOException("no use was acknowledged within " + seconds + " seconds");
      }
      if (hub.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the hub ended by itself with " + hub.exitValue());
      }
    }
  }
}
