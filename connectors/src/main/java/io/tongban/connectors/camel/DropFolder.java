package io.tongban.connectors.camel;

import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that files are dropped in, with those done with below it. */
public final class DropFolder {
  static final String DONE = ".done";
  static final String FAILED = ".failed";
  private final Path folder;

  /** A folder, which need not be there yet. */
  public DropFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether a file name is one that a connector reads. */
  static boolean matches(String glob, String name) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return !name.startsWith(".") && matcher.matches(Path.of(name));
  }

  /**
   * The file of that name, or the newest that matches: one that waits if there is any, else one
   * that was read before.
   */
  public Path find(String glob, Optional<String> name) {
    List<Path> waiting = list(folder, glob, name);
    List<Path> read = list(folder.resolve(DONE), glob, name);
    read.addAll(list(folder.resolve(FAILED), glob, name));
    return newest(waiting)
        .or(() -> newest(read))
        .orElseThrow(
            () ->
                ConnectorProblem.INPUT_MISSING.problem(
                    "no file like \"" + name.orElse(glob) + "\" was ever dropped"));
  }

  private static Optional<Path> newest(List<Path> files) {
    return files.stream()
        .max(Comparator.comparing(DropFolder::time).thenComparing(Path::getFileName));
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // moved away since it was listed: then it is the oldest
      return FileTime.fromMillis(0);
    }
  }

  private static List<Path> list(Path folder, String glob, Optional<String> name) {
    if (!Files.isDirectory(folder)) {
      return new ArrayList<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .filter(Files::isRegularFile)
              .filter(file -> matches(glob, file.getFileName().toString()))
              .filter(file -> name.map(file.getFileName().toString()::equals).orElse(true))
              .toList());
    } catch (IOException e) {
      throw ConnectorProblem.INPUT_MISSING.problem("the drop folder cannot be listed", e);
    }
  }
}
