package io.tongban.examples;

import io.tongban.hub.ProblemException;
import io.tongban.ledger.jdbc.BackupRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code tongban restore}: checks a backup and puts its database into a data folder that has the
 * hub's keys. Exit code 0 if it was restored, 1 if it was refused, 3 if it was restored and is
 * behind what was given as known.
 */
final class Restore {
  private static final int BEHIND = 3;

  private Restore() {}

  public static void main(String[] args) throws IOException {
    Options options =
        Options.parse(args, "backup", "data", "erasures", "erasures-of-backup", "known");
    if (!options.has("backup")) {
      System.err.println("tongban: name the backup: ./tongban restore FILE --data DIR");
      System.exit(2);
    }
    Path data = Path.of(options.get("data", "data"));
    try {
      BackupRestore.Restored restored =
          new BackupRestore(data, new DataFolder())
              .run(
                  new BackupRestore.Options(
                      Path.of(options.get("backup", "")),
                      options.has("erasures") ? Path.of(options.get("erasures", "")) : null,
                      options.has("erasures-of-backup"),
                      options.has("known")
                          ? List.of(Files.readAllBytes(Path.of(options.get("known", ""))))
                          : List.of()));
      System.exit(told(data, restored));
    } catch (ProblemException refused) {
      System.err.println(refused.problem().title().en() + ": " + refused.problem().detail());
      System.err.println(refused.problem().remedy().en());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("tongban: " + e);
      System.exit(1);
    }
  }

  private static int told(Path data, BackupRestore.Restored restored) {
    System.out.printf(
        "restored into %s: the log %s with %d entries, as backed up at %s; every entry holds%n",
        data, restored.origin(), restored.size(), restored.made());
    if (restored.behind().isEmpty()) {
      System.out.println(
          "start the hub: it erases again whom it had erased, and asks witnesses and chain whether"
              + " the log had more entries");
      return 0;
    }
    restored.behind().forEach(behind -> System.out.println("BEHIND: " + behind));
    System.out.println(
        "Do not start it if a newer backup exists: this log has lost its end (docs/ledger.md, A"
            + " ledger that lost its end)");
    return BEHIND;
  }
}
