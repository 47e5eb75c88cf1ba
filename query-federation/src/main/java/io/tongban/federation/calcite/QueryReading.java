package io.tongban.federation.calcite;

import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.Readings.Origin;
import io.tongban.federation.Readings.Piece;
import io.tongban.federation.Readings.Reading;
import io.tongban.hub.ProblemException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.linq4j.Enumerator;

/** A run that stands still between its pieces; only the time it runs counts. */
final class QueryReading implements Reading {
  private final CompiledQuery query;
  private final QueryRun run;
  private final Deadlines deadlines;
  private final long mostRows;
  private final Origin origin;
  private long nanosLeft;
  private long given;
  private Enumerator<Object> rows;

  /** Whether {@link #rows} stands on a row that was not given yet. */
  private boolean ahead;

  QueryReading(
      CompiledQuery query,
      QueryRun run,
      Deadlines deadlines,
      QueryEngine.Limits limits,
      String policyShape) {
    this.query = query;
    this.run = run;
    this.deadlines = deadlines;
    this.mostRows = limits.rows();
    this.nanosLeft = TimeUnit.SECONDS.toNanos(limits.seconds());
    this.origin = new Origin(policyShape, query.digest());
  }

  @Override
  public List<AnswerColumn> columns() {
    return query.columns();
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public Piece next(int pieceRows, long pieceBytes) {
    long began = System.nanoTime();
    run.until(began + nanosLeft);
    deadlines.watch(run);
    try {
      return read(pieceRows, pieceBytes);
    } catch (ProblemException known) {
      throw known;
    } catch (RuntimeException | AssertionError | StackOverflowError fault) {
      throw QueryEngine.known(fault);
    } finally {
      deadlines.release(run);
      nanosLeft -= System.nanoTime() - began;
    }
  }

  /** Looks one row ahead, so that the last piece is known to be the last. */
  private Piece read(int pieceRows, long pieceBytes) {
    run.check();
    if (rows == null) {
      rows = query.code().bind(run).enumerator();
      ahead = rows.moveNext();
    }
    QueryEngine.Batch batch = new QueryEngine.Batch(query);
    while (ahead
        && given < mostRows
        && batch.rows().size() < pieceRows
        && batch.bytes() < pieceBytes) {
      run.checkFlag();
      batch.add(rows.current());
      given++;
      ahead = rows.moveNext();
    }
    boolean truncated = ahead && given == mostRows;
    return new Piece(
        query.columns(), batch.rows(), batch.sources(), given, !ahead || truncated, truncated);
  }

  @Override
  public void cancel() {
    run.cancel();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
    run.close();
  }
}
