package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.jdbc.OpenDatabase;
import io.tongban.hub.keys.KeyFiles;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Two sequencers on one database are one log, whatever way their callers' calls fall together: as
 * if each entry got the next index, and each size told of all entries before it. Lincheck makes the
 * scenarios, runs each many times and looks for an order that explains what came of it. A program
 * of its own: Lincheck transforms every class that is loaded, and the proxies of beans do not bear
 * it.
 */
public final class SequencerLincheck {
  /** Exit code where an outcome was found that no order explains. */
  static final int FOUND = 3;

  private static final int SCENARIOS = 8;
  private static final int RUNS = 25;

  private static Path folder;
  private static Nodes sound;
  private static Nodes planted;

  /** Two nodes of a hub on one database. */
  private record Nodes(OpenDatabase database, JdbcLedger one, JdbcLedger two) {
    static Nodes open(boolean compared) {
      HubSettings settings =
          new HubSettings(
              URI.create("http://hub.test"),
              "GB",
              "hub.test/ledger",
              ZoneId.of("UTC"),
              folder,
              "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
              true);
      OpenDatabase database = new OpenDatabase(settings);
      HubKeys keys = KeyFiles.of(settings);
      Database seen = compared ? database.database() : uncompared(database.database());
      JdbcLedger one = new JdbcLedger(seen, keys, settings, Optional::empty, () -> {});
      JdbcLedger two = new JdbcLedger(seen, keys, settings, Optional::empty, () -> {});
      return new Nodes(database, one, two);
    }
  }

  /** The operations, on a log that goes on growing: each run counts from where it began. */
  abstract static class Log {
    private final Nodes nodes;
    private final long base;

    Log(Nodes nodes) {
      this.nodes = nodes;
      this.base = nodes.one().size();
    }

    private long append(JdbcLedger ledger) {
      ObjectNode manifest = CanonicalJson.mapper().createObjectNode().put("purpose", "lincheck");
      Receipt receipt =
          ledger.append(
              new LedgerEntry(
                  UUID.randomUUID(), EntryType.ACCESS, Instant.EPOCH, "a", manifest, List.of()));
      if (!ReceiptVerifier.verify(receipt, ledger.verifierKey()).holds()) {
        throw new IllegalStateException("the receipt does not verify");
      }
      return receipt.index() - base;
    }

    @Operation
    public long appendOnOne() {
      return append(nodes.one());
    }

    @Operation
    public long appendOnTwo() {
      return append(nodes.two());
    }

    @Operation
    public long sizeOnOne() {
      return nodes.one().size() - base;
    }

    @Operation
    public long sizeOnTwo() {
      return nodes.two().size() - base;
    }
  }

  /** The log as it is. */
  public static class SoundLog extends Log {
    public SoundLog() {
      super(sound);
    }
  }

  /** A log whose head moves without being compared: an index is computed outside the swap. */
  public static class PlantedLog extends Log {
    public PlantedLog() {
      super(planted);
    }
  }

  /** What the log must look like: one counter. */
  public static class Counter {
    private long size;

    public long appendOnOne() {
      return size++;
    }

    public long appendOnTwo() {
      return size++;
    }

    public long sizeOnOne() {
      return size;
    }

    public long sizeOnTwo() {
      return size;
    }
  }

  private SequencerLincheck() {}

  private static StressOptions options() {
    return new StressOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(RUNS)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .sequentialSpecification(Counter.class);
  }

  /**
   * Checks one of the two logs.
   *
   * @param arguments {@code sound} or {@code planted}, and a folder for the keys
   */
  public static void main(String[] arguments) {
    folder = Path.of(arguments[1]);
    boolean found = arguments[0].equals("sound") ? soundIsNot() : plantedIsFound();
    System.exit(found ? FOUND : 0);
  }

  private static boolean soundIsNot() {
    sound = Nodes.open(true);
    boolean found = found(SoundLog.class);
    System.out.println(sound.one().size() + " entries, " + sound.one().fsck().message());
    return found || !sound.one().fsck().clean() || sound.one().size() < SCENARIOS * RUNS;
  }

  private static boolean plantedIsFound() {
    planted = Nodes.open(false);
    planted
        .database()
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE ledger.entry DROP PRIMARY KEY"));
    return found(PlantedLog.class);
  }

  private static boolean found(Class<? extends Log> log) {
    try {
      options().check(log);
      return false;
    } catch (LincheckAssertionError e) {
      System.out.println(e.getMessage());
      return true;
    }
  }

  /** The planted bug: the head's compare-and-swap swaps only. */
  private static Database uncompared(Database database) {
    return proxy(
        Database.class,
        database,
        "dataSource",
        pool ->
            proxy(
                DataSource.class,
                pool,
                "getConnection",
                connection -> swapping((Connection) connection)));
  }

  private static Connection swapping(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            SequencerLincheck.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                arguments[0] =
                    ((String) arguments[0])
                        .replace(
                            "WHERE log = 1 AND tree_size = ? AND root = ?",
                            "WHERE log = 1 AND (tree_size >= ? OR root <> ?)");
              }
              return call(connection, method, arguments);
            });
  }

  private static <T> T proxy(
      Class<T> type, Object target, String watched, java.util.function.UnaryOperator<Object> with) {
    return type.cast(
        Proxy.newProxyInstance(
            SequencerLincheck.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = call(target, method, arguments);
              return method.getName().equals(watched) ? with.apply(result) : result;
            }));
  }

  private static Object call(Object target, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
