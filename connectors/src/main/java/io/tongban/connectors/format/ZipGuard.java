package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Refuses archives that unpack into far more than they are. What an archive says of its sizes is
 * not believed: every entry is unpacked once, and thrown away.
 */
final class ZipGuard {
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_ENTRIES = 4096;
  private static final int MOST_TIMES = 200;

  /** Small archives may shrink a lot without being a danger. */
  private static final long HARMLESS = 8L << 20;

  private ZipGuard() {}

  static void check(Path archive) throws IOException {
    long most = Math.min(MOST_BYTES, Math.max(HARMLESS, Files.size(archive) * MOST_TIMES));
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    int entries = 0;
    try (InputStream in = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries++;
        for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
          total += n;
          refuse(total > most || entries > MOST_ENTRIES, entries);
        }
      }
    } catch (ZipException | EOFException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("the workbook is not a sound ZIP archive", e);
    }
    if (entries == 0) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("the workbook is not a ZIP archive");
    }
  }

  private static void refuse(boolean danger, int entries) {
    if (danger) {
      throw ConnectorProblem.INPUT_DANGEROUS.problem(
          "the workbook unpacks into more than its size allows, at entry " + entries);
    }
  }
}
