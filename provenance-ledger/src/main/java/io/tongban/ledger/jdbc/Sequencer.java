package io.tongban.ledger.jdbc;

import io.tongban.hub.GroupPace;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.LedgerProblem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Gives entries their places: callers queue, one thread commits what waits as one group. An entry
 * that the database refuses fails alone.
 */
final class Sequencer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Sequencer.class);
  private static final int QUEUE = 16_384;
  private static final int GROUP = 512;
  private static final long GROUP_BYTES = 8L << 20;
  private static final long STOP_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 250;

  private final BlockingQueue<Draft> queue = new LinkedBlockingQueue<>(QUEUE);
  private final Committer committer;
  private final Committed committed;
  private final Thread thread;
  private final GroupPace pace = new GroupPace();
  private volatile boolean stopping;
  private Draft carried;

  /** Told of each group that is durable, on the sequencer's thread. */
  @FunctionalInterface
  interface Committed {
    /** From an index on, these entries. */
    void group(long first, List<Draft> entries);
  }

  Sequencer(Committer committer, Committed committed) {
    this.committer = committer;
    this.committed = committed;
    this.thread = new Thread(this::run, "ledger-sequencer");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Queues an entry; its future tells what became of it. */
  void submit(Draft draft) {
    if (stopping) {
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("the hub is stopping");
    }
    if (!queue.offer(draft)) {
      throw LedgerProblem.LEDGER_BUSY.problem(QUEUE + " entries wait to be recorded");
    }
  }

  private void run() {
    try (committer) {
      while (!stopping || !queue.isEmpty() || carried != null) {
        List<Draft> batch = next();
        if (!batch.isEmpty()) {
          pace.committed(batch.size(), changing(batch));
          commit(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopping = true;
      failRest();
    }
  }

  private static int changing(List<Draft> batch) {
    return (int) batch.stream().filter(draft -> draft.alongside() != null).count();
  }

  private void failRest() {
    List<Draft> rest = new ArrayList<>();
    queue.drainTo(rest);
    ProblemException problem = LedgerProblem.LEDGER_UNAVAILABLE.problem("the hub is stopping");
    rest.forEach(draft -> draft.placed().completeExceptionally(problem));
  }

  /** What waits, up to a group's measure; waits for the first. */
  private List<Draft> next() throws InterruptedException {
    List<Draft> batch = new ArrayList<>();
    Draft draft = carried != null ? carried : queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    carried = null;
    if (draft != null) {
      pace.await();
    }
    long bytes = 0;
    while (draft != null) {
      bytes += draft.weight();
      if (!batch.isEmpty() && bytes > GROUP_BYTES) {
        carried = draft;
        break;
      }
      batch.add(draft);
      draft = batch.size() < GROUP ? queue.poll() : null;
    }
    return batch;
  }

  private void commit(List<Draft> batch) {
    try {
      List<Committer.Done> stored = committer.commit(batch);
      if (!stored.isEmpty()) {
        committed.group(
            stored.get(0).placed().index(), stored.stream().map(Committer.Done::draft).toList());
      }
      stored.forEach(done -> done.draft().placed().complete(done.placed()));
    } catch (SQLException e) {
      if (refused(e) && batch.size() > 1) {
        batch.forEach(draft -> commit(List.of(draft)));
      } else {
        fail(batch, problem(e));
      }
    } catch (ProblemException e) {
      fail(batch, e);
    } catch (RuntimeException e) {
      // the sequencer outlives whatever goes wrong with one group
      fail(batch, LedgerProblem.LEDGER_UNAVAILABLE.problem("recording failed", e));
    }
  }

  private static void fail(List<Draft> batch, ProblemException problem) {
    // without its stack: drivers write the rows they choke on into their messages
    LOG.errorf("%d entries could not be recorded: %s", batch.size(), problem.getMessage());
    LOG.debug("why entries could not be recorded", problem);
    batch.forEach(draft -> draft.placed().completeExceptionally(problem));
  }

  /** Whether the database refused the data (SQLSTATE classes 22 and 23), not the work. */
  private static boolean refused(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("23"));
  }

  private static ProblemException problem(SQLException e) {
    if (!refused(e)) {
      return LedgerProblem.LEDGER_UNAVAILABLE.problem(
          "the ledger's database failed (SQLSTATE " + e.getSQLState() + ")", e);
    }
    return e.getSQLState().startsWith("23")
        ? LedgerProblem.ENTRY_EXISTS.problem("an entry of this id is in the ledger", e)
        : LedgerProblem.ENTRY_INVALID.problem("the database cannot hold the entry", e);
  }

  /** Commits what waits, then stops. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
