package io.tongban.access.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessProblem;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The file in which erasures are written before they are done. It only grows, and each line carries
 * a MAC under a key of the hub over itself and the MAC before: a line that was changed, left out or
 * put in shows. A last line without its end was never acknowledged and is cut off. Open, it is
 * locked against other nodes.
 */
final class ErasureJournal implements AutoCloseable {
  private static final String VERSION = "tongban-erasures/v1 ";
  private static final String MAC = "mac";

  private final Path file;
  private final String head;
  private final SecretKeySpec key;
  private final FileChannel channel;
  private final FileLock lock;
  private final List<ErasureLine> lines = new ArrayList<>();
  private String last;

  private ErasureJournal(Path file, String origin, byte[] key, FileChannel channel)
      throws IOException {
    this.file = file;
    this.head = VERSION + origin;
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.channel = channel;
    this.lock = channel.lock();
  }

  /**
   * Opens the journal, waits for its lock and reads it.
   *
   * @param needed how many lines it must have; where none are needed a missing one is begun
   * @throws ProblemException {@link AccessProblem#ERASURE_JOURNAL}
   */
  static ErasureJournal open(Path file, String origin, byte[] key, long needed) {
    if (needed > 0 && Files.notExists(file)) {
      throw AccessProblem.ERASURE_JOURNAL.problem(
          "the ledger tells of " + needed + " erasures and the journal " + file + " is missing");
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ErasureJournal journal =
          new ErasureJournal(
              file,
              origin,
              key,
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
      return journal.loaded(needed);
    } catch (IOException e) {
      throw AccessProblem.ERASURE_JOURNAL.problem(
          "the journal " + file + " cannot be read or written", e);
    }
  }

  private ErasureJournal loaded(long needed) throws IOException {
    try {
      read();
      if (lines.size() < needed) {
        throw AccessProblem.ERASURE_JOURNAL.problem(
            "the ledger tells of "
                + needed
                + " erasures and the journal "
                + file
                + " has "
                + lines.size());
      }
      if (last == null) {
        write(head + "\n");
        syncFolder();
        last = head;
      }
      return this;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void read() throws IOException {
    byte[] bytes = bytes();
    int whole = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        take(new String(bytes, whole, i - whole, StandardCharsets.UTF_8));
        whole = i + 1;
      }
    }
    if (whole < bytes.length) {
      channel.truncate(whole);
    }
    channel.position(whole);
  }

  private void take(String line) {
    if (last == null) {
      if (!line.equals(head)) {
        throw damaged("is not a journal of the hub with the log " + head.substring(8));
      }
      last = head;
      return;
    }
    try {
      ObjectNode json = (ObjectNode) CanonicalJson.read(line.getBytes(StandardCharsets.UTF_8));
      String given = json.path(MAC).asText();
      json.remove(MAC);
      if (!mac(last, CanonicalJson.bytes(json)).equals(given)) {
        throw damaged(
            "does not hold at line "
                + (lines.size() + 2)
                + ": it was changed, or it is of another master key");
      }
      ErasureLine read = ErasureLine.of(json);
      if (read.number() != lines.size() + 1) {
        throw damaged("has number " + read.number() + " in the place of " + (lines.size() + 1));
      }
      lines.add(read);
      last = given;
    } catch (IllegalArgumentException | ClassCastException | java.time.DateTimeException e) {
      throw damaged("cannot be read at line " + (lines.size() + 2));
    }
  }

  private ProblemException damaged(String what) {
    return AccessProblem.ERASURE_JOURNAL.problem("the journal " + file + " " + what);
  }

  private String mac(String before, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** The erasures in order. */
  List<ErasureLine> lines() {
    return List.copyOf(lines);
  }

  /** The MAC of the last line, which stands for all of the journal. */
  String standing() {
    return last;
  }

  /** Adds a line; it is on the disk when this returns. */
  void add(ErasureLine line) {
    ObjectNode json = line.json();
    String mac = mac(last, CanonicalJson.bytes(json));
    json.put(MAC, mac);
    try {
      write(new String(CanonicalJson.bytes(json), StandardCharsets.UTF_8) + "\n");
    } catch (IOException e) {
      throw AccessProblem.ERASURE_JOURNAL.problem(
          "the journal " + file + " cannot be written; nothing was erased", e);
    }
    lines.add(line);
    last = mac;
  }

  private void write(String text) throws IOException {
    long start = channel.position();
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(start);
      throw e;
    }
  }

  /** A new file's name is on the disk only when its folder is. */
  private void syncFolder() throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException notOnThisSystem) {
      // Windows opens no folders
    }
  }

  /** The file's bytes. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (long at = 0; channel.read(buffer, at) > 0; buffer.clear()) {
      out.write(buffer.array(), 0, buffer.position());
      at += buffer.position();
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    try {
      lock.close();
      channel.close();
    } catch (IOException e) {
      throw AccessProblem.ERASURE_JOURNAL.problem("the journal " + file + " cannot be closed", e);
    }
  }
}
