package io.tongban.examples;

import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.jdbc.TamperDrill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code tongban drill tamper}: every attack on the ledger, on copies, and what catches it. */
final class DrillTamper {
  private static final String NEW_LOG = "drill.local/ledger";

  private DrillTamper() {}

  public static void main(String[] args) throws IOException {
    Options options = Options.parse(args, "data");
    Path data = options.has("data") ? Path.of(options.get("data", "data")) : null;
    if (data != null && !Files.isRegularFile(data.resolve("hub.mv.db"))) {
      System.err.println(
          "tongban: there is no hub's H2 database in '"
              + data
              + "'; name the data folder of a hub, or leave --data away for a new log");
      System.exit(2);
    }
    DataFolder folder = new DataFolder();
    Path work = Files.createTempDirectory("tongban-drill");
    int status = 1;
    try {
      String origin = data == null ? NEW_LOG : origin(data);
      List<TamperDrill.Outcome> outcomes =
          new TamperDrill(work, Clock.systemUTC(), copy -> folder.open(copy, copy, origin))
              .run(data);
      TamperDrill.print(outcomes, System.out::println);
      status = TamperDrill.allCaught(outcomes) ? 0 : 1;
      System.out.println(status == 0 ? "every attack was caught" : "NOT EVERY ATTACK WAS CAUGHT");
    } catch (IllegalStateException notSound) {
      System.err.println("tongban: " + notSound.getMessage());
    } finally {
      delete(work);
    }
    System.exit(status);
  }

  /** The log's name is in the public key beside the database. */
  private static String origin(Path data) throws IOException {
    return LedgerKeys.parse(Files.readString(data.resolve("ledger.key"))).origin();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
