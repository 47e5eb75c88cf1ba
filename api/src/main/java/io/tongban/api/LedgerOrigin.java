package io.tongban.api;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The name on the ledger's checkpoints where none is configured. It is taken from the public URL at
 * the first start and kept in {@code <data>/ledger.origin}: a log must not change its name when the
 * hub moves to another port.
 */
final class LedgerOrigin {
  private LedgerOrigin() {}

  static String kept(Path data, String proposal) {
    Path file = data.resolve("ledger.origin");
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(data);
        write(file, proposal);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw ApiProblem.SETTINGS_UNSAFE.problem(
          "tongban.data: the file ledger.origin cannot be read or written; check the folder's"
              + " permissions, or give tongban.origin",
          e);
    }
  }

  private static void write(Path file, String proposal) throws IOException {
    try {
      Files.writeString(file, proposal + "\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException another) {
      // another node of the hub was first: its name counts
    }
  }
}
