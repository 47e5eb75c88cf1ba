package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Folders of file sources, all below the hub's data directory and none that holds its keys or
 * drivers.
 */
final class FileSources {
  /** Whoever can write there runs code in the hub. */
  static final String DRIVERS = "drivers";

  private final Path data;

  FileSources(Path data) {
    this.data = data.toAbsolutePath().normalize();
  }

  Path directory(String source, String folder) {
    Path wanted = resolve(source, folder);
    try {
      Files.createDirectories(wanted);
      if (!wanted.toRealPath().startsWith(data.toRealPath())) {
        throw refused(source, "its folder leads out of the hub's data directory by a link");
      }
      return wanted;
    } catch (IOException e) {
      throw HubProblem.SOURCE_UNREACHABLE.problem(
          "the source \"" + source + "\": its folder cannot be made or read", e);
    }
  }

  private Path resolve(String source, String folder) {
    Path wanted;
    try {
      wanted = data.resolve(folder).normalize();
    } catch (InvalidPathException e) {
      throw refused(source, "its folder is not a valid path");
    }
    if (!wanted.startsWith(data) || wanted.equals(data)) {
      throw refused(source, "its folder does not lie below the hub's data directory");
    }
    if (wanted.startsWith(data.resolve(DRIVERS))) {
      throw refused(source, "the folder of the hub's database drivers is no source");
    }
    if (wanted.startsWith(data.resolve("keys"))) {
      throw refused(source, "the folder of the hub's keys is no source");
    }
    return wanted;
  }

  private static ProblemException refused(String source, String why) {
    return HubProblem.OUTBOUND_REFUSED.problem("the source \"" + source + "\": " + why);
  }
}
