package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.federation.MissingSource;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;

/** One run of a compiled query: its values, its deadline, and the statements it has open. */
final class QueryRun implements DataContext, AutoCloseable {
  /** Bytes; a row alone is not worth asking for. */
  private static final long RESERVED_AT_ONCE = 1 << 18;

  private final Map<String, Object> plan;
  private final Object[] parameters;
  private final Object[] attributes;
  private final long now;
  private volatile long deadline;
  private volatile boolean givenUp;
  private final boolean partial;
  private final Set<MissingSource> missing = ConcurrentHashMap.newKeySet();
  private final Set<SourceRows> open = ConcurrentHashMap.newKeySet();
  private final Set<Statement> running = ConcurrentHashMap.newKeySet();
  private final Map<SourceStatement, SourceRows> asked = new HashMap<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private KeySlots keys;
  private long held;
  private long reserved;

  /**
   * @param plan what the plan keeps between runs
   * @param now the time, in milliseconds
   * @param deadline by {@link System#nanoTime()}
   */
  QueryRun(
      Map<String, Object> plan, Object[] parameters, Object[] attributes, long now, long deadline) {
    this(plan, parameters, attributes, now, deadline, false);
  }

  /**
   * @param partial whether parts of the answer may be missing
   */
  QueryRun(
      Map<String, Object> plan,
      Object[] parameters,
      Object[] attributes,
      long now,
      long deadline,
      boolean partial) {
    this.plan = plan;
    this.parameters = parameters;
    this.attributes = attributes;
    this.now = now;
    this.deadline = deadline;
    this.partial = partial;
  }

  /** A parameter of the plan by its index. */
  Object parameter(int index) {
    return index < AttributeSlots.FIRST
        ? parameters[index]
        : attributes[index - AttributeSlots.FIRST];
  }

  /** The keys that joins pass on. */
  KeySlots keys() {
    if (keys == null) {
      keys = new KeySlots();
    }
    return keys;
  }

  /** Counts a row that is held until an operator ends; the run gives it all back when it ends. */
  void hold(Object row) {
    held += QueryMemory.size(row);
    if (held > reserved) {
      QueryMemory.HEAP.take(reserved, RESERVED_AT_ONCE);
      reserved += RESERVED_AT_ONCE;
    }
  }

  /** Stops a run whose time is up. */
  void check() {
    if (System.nanoTime() - deadline > 0) {
      cancelled.set(true);
    }
    checkFlag();
  }

  boolean allowsPartial() {
    return partial;
  }

  /** Notes a source that the answer does without. */
  void missing(MissingSource source) {
    missing.add(source);
  }

  /** What the answer does without, by source. */
  List<MissingSource> missing() {
    return missing.stream().sorted(Comparator.comparing(MissingSource::source)).toList();
  }

  /** Whether its caller wants no more. */
  boolean givenUp() {
    return givenUp;
  }

  /** Whether its time is up. */
  boolean late() {
    return cancelled.get() || System.nanoTime() - deadline > 0;
  }

  /** How long it may still take; never nothing. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }

  /** As {@link #check} without looking at the clock. */
  void checkFlag() {
    if (cancelled.get()) {
      if (givenUp) {
        throw FederationProblem.QUERY_CANCELLED.problem("the query was cancelled");
      }
      throw FederationProblem.QUERY_TIMEOUT.problem("the query's time was up");
    }
  }

  /**
   * Asks slow sources before their rows are wanted, all at once. One alone is asked when it is
   * wanted, and so is one whose statement wants keys of another's rows.
   */
  void ask(List<SourceStatement> statements, Executor askers) {
    int slow = 0;
    for (SourceStatement statement : statements) {
      slow += statement.ahead() ? 1 : 0;
    }
    if (slow < 2) {
      return;
    }
    for (SourceStatement statement : statements) {
      if (statement.ahead()) {
        SourceRows rows = new SourceRows(statement, this);
        rows.begin(askers);
        asked.put(statement, rows);
      }
    }
  }

  /** The rows of a statement, perhaps on their way already. */
  SourceRows rows(SourceStatement statement) {
    SourceRows begun = asked.isEmpty() ? null : asked.remove(statement);
    return begun == null ? new SourceRows(statement, this) : begun;
  }

  void begin(Statement statement) {
    running.add(statement);
    check();
  }

  void end(Statement statement) {
    if (statement != null) {
      running.remove(statement);
    }
  }

  void opened(SourceRows rows) {
    open.add(rows);
  }

  void closed(SourceRows rows) {
    open.remove(rows);
  }

  /** Called by {@link Deadlines}: cancels what runs if its time is up. */
  void cancelAfter(long nanoTime) {
    if (nanoTime - deadline >= 0) {
      stop();
    }
  }

  /** Gives a run that goes on later its time for the next stretch, by {@link System#nanoTime()}. */
  void until(long nanoTime) {
    deadline = nanoTime;
  }

  /** Stops it because its caller wants no more; from any thread. */
  void cancel() {
    givenUp = true;
    stop();
  }

  private void stop() {
    cancelled.set(true);
    running.forEach(this::cancel);
  }

  private void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException alreadyEnded) {
      // it ended on its own in the meantime
      end(statement);
    }
  }

  @Override
  public void close() {
    if (!asked.isEmpty()) {
      // nobody wants these rows any more; their threads let go of them
      running.forEach(this::cancel);
      open.removeAll(asked.values());
      asked.values().forEach(SourceRows::abandon);
      asked.clear();
    }
    open.forEach(SourceRows::close);
    QueryMemory.HEAP.give(reserved);
    reserved = 0;
  }

  @Override
  public Object get(String name) {
    if (name.charAt(0) == '?') {
      return parameter(Integer.parseInt(name, 1, name.length(), 10));
    }
    Object kept = plan.get(name);
    return kept == null ? variable(name) : kept;
  }

  private Object variable(String name) {
    if (Variable.CANCEL_FLAG.camelName.equals(name)) {
      return cancelled;
    }
    if (Variable.UTC_TIMESTAMP.camelName.equals(name)
        || Variable.CURRENT_TIMESTAMP.camelName.equals(name)
        || Variable.LOCAL_TIMESTAMP.camelName.equals(name)) {
      return now;
    }
    if (Variable.TIME_ZONE.camelName.equals(name)) {
      return TimeZone.getTimeZone("UTC");
    }
    return Variable.LOCALE.camelName.equals(name) ? Locale.ROOT : null;
  }

  @Override
  public SchemaPlus getRootSchema() {
    return null;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    return null;
  }

  @Override
  public QueryProvider getQueryProvider() {
    return null;
  }
}
