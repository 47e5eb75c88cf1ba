package io.tongban.federation.calcite;

import io.tongban.hub.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.calcite.linq4j.Enumerator;

/**
 * The rows a source answers. A short answer is read at once and its connection given back, so that
 * a query does not hold one pool's connection while it waits for another.
 */
final class SourceRows implements Enumerator<Object>, AutoCloseable {
  private static final int READ_AT_ONCE = 256;
  private static final int FETCH_SIZE = 1_000;

  private final SourceStatement source;
  private final QueryRun run;
  private final List<Object> buffer = new ArrayList<>();
  private int next;
  private Object current;
  private Connection connection;
  private PreparedStatement statement;
  private ResultSet result;
  private Iterator<SourceStatement.Sending> sendings;
  private boolean transaction;
  private CompletableFuture<Void> begun;

  SourceRows(SourceStatement source, QueryRun run) {
    this.source = source;
    this.run = run;
  }

  @Override
  public Object current() {
    return current;
  }

  /** Asks the source on another thread; the first rows are waited for when they are wanted. */
  void begin(Executor askers) {
    begun = CompletableFuture.runAsync(this::first, askers);
  }

  private void first() {
    sendings = source.sendings(run).iterator();
    refill();
  }

  private void await() {
    try {
      begun.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof ProblemException known ? known : failed;
    } finally {
      begun = null;
    }
  }

  /** Closes what nobody waits for, after the other thread has let go of it. */
  void abandon() {
    begun.whenComplete((done, failed) -> close());
  }

  @Override
  public boolean moveNext() {
    run.checkFlag();
    if (begun != null) {
      await();
    }
    if (sendings == null) {
      sendings = source.sendings(run).iterator();
    }
    if (next == buffer.size() && !refill()) {
      current = null;
      return false;
    }
    current = buffer.get(next++);
    return true;
  }

  private boolean refill() {
    while (!fill()) {
      if (!sendings.hasNext()) {
        return false;
      }
      SourceStatement.Sending sending = sendings.next();
      SourceRetry.open(run, () -> open(sending));
    }
    return true;
  }

  private void open(SourceStatement.Sending sending) {
    run.check();
    long asked = System.nanoTime();
    try {
      connection = source.database().connection();
    } catch (SQLException down) {
      throw SourceFaults.unreachable(source.database(), down);
    }
    run.opened(this);
    try {
      if (source.unbounded() && source.database().postgresql()) {
        // outside a transaction the driver reads the whole result into memory
        connection.setAutoCommit(false);
        transaction = true;
      }
      statement = connection.prepareStatement(sending.text().sql());
      if (source.unbounded()) {
        statement.setFetchSize(FETCH_SIZE);
      }
      source.bind(statement, sending, run);
      run.begin(statement);
      result = statement.executeQuery();
      if (!source.unbounded()) {
        source.database().answered(System.nanoTime() - asked);
      }
    } catch (SQLException failed) {
      throw failure(failed);
    }
  }

  private boolean fill() {
    if (result == null) {
      return false;
    }
    buffer.clear();
    next = 0;
    run.check();
    try {
      while (buffer.size() < READ_AT_ONCE) {
        if (!result.next()) {
          close();
          break;
        }
        buffer.add(source.read(result));
      }
    } catch (SQLException failed) {
      throw failure(failed);
    }
    return !buffer.isEmpty();
  }

  private RuntimeException failure(SQLException failed) {
    close();
    if (run.givenUp()) {
      run.checkFlag();
    }
    return SourceFaults.of(source, failed, run.late());
  }

  @Override
  public void reset() {
    close();
    buffer.clear();
    next = 0;
    sendings = null;
  }

  @Override
  public void close() {
    if (connection == null) {
      return;
    }
    Connection given = connection;
    connection = null;
    result = null;
    run.end(statement);
    run.closed(this);
    try (given) {
      if (statement != null) {
        statement.close();
      }
      if (transaction) {
        transaction = false;
        given.rollback();
        given.setAutoCommit(true);
      }
    } catch (SQLException broken) {
      // the answer is complete or already failed for a reason of its own; the pool checks it
      System.getLogger(SourceRows.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a connection to {0} failed", source.database());
    }
  }
}
