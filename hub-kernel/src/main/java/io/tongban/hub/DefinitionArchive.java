package io.tongban.hub;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Sets of definition files as they travel: a folder, or a ZIP archive of it. What comes in is not
 * trusted: paths that leave the archive, too many entries, too much content and compression bombs
 * are {@link HubProblem#ARCHIVE_INVALID}.
 */
public final class DefinitionArchive {
  /** Most files of a set. */
  public static final int MAX_ENTRIES = 2_000;

  /** Most bytes of a set, unpacked. */
  public static final long MAX_BYTES = 64L << 20;

  /** Most unpacked bytes for one packed, once there are more than {@link #RATIO_FROM}. */
  public static final int MAX_RATIO = 100;

  private static final long RATIO_FROM = 1L << 20;
  private static final int BUFFER = 16 * 1024;

  private DefinitionArchive() {}

  /** The files below a folder, hidden ones left out, with paths relative to it, in order. */
  public static List<DefinitionFile> ofDirectory(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<DefinitionFile> files = new ArrayList<>();
      long total = 0;
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = slashed(directory.relativize(path));
        if (!hidden(name)) {
          total += Files.size(path);
          limit(files.size(), total);
          files.add(new DefinitionFile(name, Files.readAllBytes(path)));
        }
      }
      return files;
    } catch (IOException e) {
      throw HubProblem.ARCHIVE_INVALID.problem("the folder of definitions cannot be read", e);
    }
  }

  private static String slashed(Path path) {
    List<String> parts = new ArrayList<>();
    path.forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private static boolean hidden(String name) {
    return Arrays.stream(name.split("/", -1)).anyMatch(part -> part.startsWith("."));
  }

  /** The files of a ZIP archive. The stream is read to its end and not closed. */
  public static List<DefinitionFile> read(InputStream archive) {
    var counted = new CountedInput(archive);
    try {
      var zip = new ZipInputStream(counted);
      List<DefinitionFile> files = entries(zip, counted);
      if (files.isEmpty()) {
        throw HubProblem.ARCHIVE_INVALID.problem(
            "the body holds no file: send a ZIP archive of YAML files and their attachments");
      }
      return files;
    } catch (ZipException | IllegalArgumentException e) {
      throw HubProblem.ARCHIVE_INVALID.problem("the body is not a sound ZIP archive", e);
    } catch (IOException e) {
      throw HubProblem.ARCHIVE_INVALID.problem("the archive breaks off", e);
    }
  }

  /** The files of a ZIP archive. */
  public static List<DefinitionFile> read(byte[] archive) {
    return read(new ByteArrayInputStream(archive));
  }

  private static List<DefinitionFile> entries(ZipInputStream zip, CountedInput counted)
      throws IOException {
    List<DefinitionFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long total = 0;
    int entries = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      limit(entries++, total);
      String name = safeName(entry.getName());
      byte[] bytes = content(zip, counted, total);
      total += bytes.length;
      if (entry.isDirectory() || hidden(name)) {
        continue;
      }
      if (!names.add(name)) {
        throw HubProblem.ARCHIVE_INVALID.problem("the archive holds \"" + name + "\" twice");
      }
      files.add(new DefinitionFile(name, bytes));
    }
    return files;
  }

  private static byte[] content(ZipInputStream zip, CountedInput counted, long before)
      throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
      out.write(buffer, 0, n);
      long unpacked = before + out.size();
      limit(0, unpacked);
      if (unpacked > RATIO_FROM && unpacked / MAX_RATIO > counted.count) {
        throw HubProblem.ARCHIVE_INVALID.problem(
            "the archive unpacks to more than "
                + MAX_RATIO
                + " times its size; definitions do not compress like that");
      }
    }
    return out.toByteArray();
  }

  private static void limit(int entries, long bytes) {
    if (entries >= MAX_ENTRIES) {
      throw HubProblem.ARCHIVE_INVALID.problem(
          "the set holds more than " + MAX_ENTRIES + " files; apply it in parts");
    }
    if (bytes > MAX_BYTES) {
      throw HubProblem.ARCHIVE_INVALID.problem(
          "the set holds more than " + (MAX_BYTES >> 20) + " MiB; apply it in parts");
    }
  }

  private static String safeName(String name) {
    boolean climbs = Arrays.asList(name.split("/", -1)).contains("..");
    boolean strange = name.indexOf('\\') >= 0 || name.indexOf(':') >= 0 || name.indexOf('\0') >= 0;
    if (climbs || strange || name.startsWith("/")) {
      throw HubProblem.ARCHIVE_INVALID.problem(
          "the archive holds the path \""
              + name
              + "\"; paths must be relative, with forward slashes and without \"..\"");
    }
    return name;
  }

  /** A ZIP archive of files. The same files give the same bytes. */
  public static byte[] write(Collection<DefinitionFile> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (DefinitionFile file : files) {
        var entry = new ZipEntry(file.path());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.bytes());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Counts the packed bytes that were read. */
  private static final class CountedInput extends FilterInputStream {
    private long count;

    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      count += Math.max(0, n);
      return n;
    }
  }
}
