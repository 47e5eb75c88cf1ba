package io.tongban.federation.calcite;

import io.tongban.access.AccessGrant;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.MissingSource;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.RowRef;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.linq4j.Enumerator;

/** Runs compiled queries, within their limits. Nothing here parses, plans or reflects. */
@ApplicationScoped
class QueryEngine {
  /** An answer is kept in memory until it is settled; a larger one is refused. */
  private static final long MOST_BYTES = 8L << 20;

  private static final int VALUE_BYTES = 8;

  /** Threads that ask sources beside the callers' own. */
  private static final int MOST_ASKERS = 64;

  private final Clock clock;
  private final Deadlines deadlines;
  private final HubMasks masks;
  private final boolean atOnce;

  /** Ask slow sources all at once; where all are busy the caller asks by itself. */
  private final ExecutorService askers =
      new ThreadPoolExecutor(
          0,
          MOST_ASKERS,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "source-asker");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.CallerRunsPolicy());

  @Inject
  QueryEngine(Clock clock, Deadlines deadlines, HubMasks masks) {
    this(clock, deadlines, masks, true);
  }

  /**
   * @param atOnce whether slow sources are asked at once; if not, statements come in the plan's
   *     order
   */
  QueryEngine(Clock clock, Deadlines deadlines, HubMasks masks, boolean atOnce) {
    this.atOnce = atOnce;
    this.clock = clock;
    this.masks = masks;
    this.deadlines = deadlines;
  }

  /**
   * What a run may use.
   *
   * @param rows most rows of the answer; more are cut off
   * @param seconds until it is cancelled
   * @param partial whether parts may be missing whose sources do not answer
   */
  record Limits(long rows, int seconds, boolean partial) {
    /** Nothing may be missing. */
    Limits(long rows, int seconds) {
      this(rows, seconds, false);
    }
  }

  /**
   * What a run gave.
   *
   * @param truncated whether the row limit cut it
   * @param sources the records it was made of; empty if the query is not traced
   * @param missing what it does without; only where the limits allow that
   */
  record Rows(
      List<List<Object>> rows,
      List<RowRef> sources,
      boolean truncated,
      List<MissingSource> missing) {}

  /**
   * Runs a query.
   *
   * @param parameters in the plan's form
   * @param grant whose attributes the row conditions ask for
   */
  Rows run(CompiledQuery query, Object[] parameters, AccessGrant grant, Limits limits) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.seconds());
    QueryRun run =
        new QueryRun(
            query.kept(),
            parameters,
            query.attributes().values(grant, masks),
            clock.millis(),
            deadline,
            limits.partial());
    deadlines.watch(run);
    try (run) {
      if (atOnce) {
        run.ask(query.statements(), askers);
      }
      return read(query, run, limits.rows());
    } catch (ProblemException known) {
      throw known;
    } catch (RuntimeException | AssertionError | StackOverflowError fault) {
      throw known(fault);
    } finally {
      deadlines.release(run);
    }
  }

  /** Generated code may wrap our own problems; every other error has one constant text. */
  static ProblemException known(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        return problem;
      }
    }
    return SourceFaults.evaluation();
  }

  /**
   * An answer that is read piece by piece.
   *
   * @param limits rows in all, and seconds of running in all
   */
  QueryReading open(CompiledQuery query, Object[] parameters, AccessGrant grant, Limits limits) {
    QueryRun run =
        new QueryRun(
            query.kept(),
            parameters,
            query.attributes().values(grant, masks),
            clock.millis(),
            System.nanoTime());
    return new QueryReading(query, run, deadlines, limits, grant.policyShape());
  }

  @PreDestroy
  void stop() {
    askers.shutdownNow();
  }

  private static Rows read(CompiledQuery query, QueryRun run, long mostRows) {
    Batch batch = new Batch(query);
    boolean truncated = false;
    try (Enumerator<Object> found = query.code().bind(run).enumerator()) {
      while (!truncated && found.moveNext()) {
        run.checkFlag();
        if (batch.rows.size() == mostRows) {
          truncated = true;
        } else {
          batch.add(found.current());
        }
      }
    }
    return new Rows(batch.rows, batch.sources(), truncated, run.missing());
  }

  /** Rows that were read, with the records they are made of. */
  static final class Batch {
    private final CompiledQuery query;
    private final List<List<Object>> rows = new ArrayList<>();
    private final Set<RowRef> sources = new LinkedHashSet<>();
    private long bytes;

    Batch(CompiledQuery query) {
      this.query = query;
    }

    void add(Object found) {
      Object[] row = found instanceof Object[] many ? many : only(found);
      rows.add(values(query.columns(), row));
      bytes += QueryEngine.bytes(row);
      requireSmall(bytes);
      trace(query, row, sources);
    }

    List<List<Object>> rows() {
      return rows;
    }

    List<RowRef> sources() {
      return List.copyOf(sources);
    }

    long bytes() {
      return bytes;
    }
  }

  private static Object[] only(Object value) {
    return new Object[] {value};
  }

  private static List<Object> values(List<AnswerColumn> columns, Object[] row) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = SqlTypes.external(row[i], columns.get(i).type());
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  private static long bytes(Object[] row) {
    long bytes = 0;
    for (Object value : row) {
      bytes += VALUE_BYTES + (value instanceof String text ? 2L * text.length() : 0);
    }
    return bytes;
  }

  private static void requireSmall(long bytes) {
    if (bytes > MOST_BYTES) {
      throw FederationProblem.ANSWER_TOO_LARGE.problem(
          "the answer is larger than " + (MOST_BYTES >> 20) + " MiB");
    }
  }

  private static void trace(CompiledQuery query, Object[] row, Set<RowRef> sources) {
    int at = query.columns().size();
    for (RawTable table : query.keys()) {
      int width = table.keyPositions().size();
      String key = key(table, row, at, width);
      if (key != null) {
        sources.add(new RowRef(table.resource().name(), key));
      }
      at += width;
    }
  }

  /** Null where an outer join found no record. */
  private static String key(RawTable table, Object[] row, int at, int width) {
    if (width == 1 && row[at] instanceof String text) {
      return text;
    }
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < width; i++) {
      Object value = SqlTypes.external(row[at + i], table.keyType(i));
      if (value == null) {
        return null;
      }
      key.append(i == 0 ? "" : "|")
          .append(value instanceof BigDecimal number ? number.toPlainString() : value);
    }
    return key.toString();
  }
}
