package io.tongban.federation.calcite;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Asks a source again where its connection was lost before the first row: a read may be repeated
 * then, and a pool's connections all break when a database restarts.
 */
final class SourceRetry {
  private static final int RETRIES = 2;
  private static final long PAUSE_MILLIS = 20;

  /** What fails later than this failed by its time limit, and would again. */
  private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private SourceRetry() {}

  /** Opens; what it throws is the last failure. */
  static void open(QueryRun run, Runnable opening) {
    for (int tries = 0; ; tries++) {
      long began = System.nanoTime();
      try {
        opening.run();
        return;
      } catch (ProblemException failed) {
        if (tries == RETRIES || !lostConnection(failed) || slow(began)) {
          throw failed;
        }
      }
      pause(PAUSE_MILLIS << tries);
      run.check();
    }
  }

  /**
   * A suspended source is not asked again, that is what it is suspended for; nor is one that
   * refuses the hub's login, which might lock the account.
   */
  private static boolean lostConnection(ProblemException failed) {
    return failed.problem().code().equals(HubProblem.SOURCE_UNREACHABLE.code())
        && !failed.problem().extensions().containsKey("nextTry")
        && !(failed.getCause() instanceof SQLException cause && refused(cause));
  }

  private static boolean refused(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    return state.startsWith("28") || state.startsWith("3D");
  }

  private static boolean slow(long began) {
    return System.nanoTime() - began > QUICK_NANOS;
  }

  private static void pause(long most) {
    try {
      TimeUnit.MILLISECONDS.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
