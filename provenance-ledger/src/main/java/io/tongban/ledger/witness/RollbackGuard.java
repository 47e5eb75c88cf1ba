package io.tongban.ledger.witness;

import io.tongban.hub.ProblemException;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Keeps a log that lost its end, such as one restored from an old backup, from going on: it would
 * sign a second history. Before the first signature after a start the witnesses and the chain are
 * asked what they hold. Who cannot be reached stops nothing; who holds more, or something else,
 * stops all.
 */
@ApplicationScoped
public class RollbackGuard {
  private static final Logger LOG = Logger.getLogger(RollbackGuard.class);
  private static final long PATIENCE_SECONDS = 10;

  private final Halt halt;
  private final Instance<Submissions> submissions;
  private final Instance<Anchors> anchors;
  private final Instance<Ledger> ledger;
  private volatile boolean asked;

  @Inject
  RollbackGuard(
      Halt halt,
      Instance<Submissions> submissions,
      Instance<Anchors> anchors,
      Instance<Ledger> ledger) {
    this.halt = halt;
    this.submissions = submissions;
    this.anchors = anchors;
    this.ledger = ledger;
  }

  /**
   * To be called before each signature; costs nothing after the first call.
   *
   * @throws ProblemException {@link io.tongban.ledger.LedgerProblem#LEDGER_ROLLED_BACK}
   */
  public void require() {
    if (!asked) {
      ask();
    }
    halt.refuse();
  }

  private synchronized void ask() {
    if (asked) {
      return;
    }
    try {
      submissions.get().ask().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("a witness has not answered at the start; the log goes on");
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
    halt.refresh();
    halt.anchors(chain());
    asked = true;
  }

  /** What the chain holds that this log does not, or null. */
  private String chain() {
    try {
      return anchors.get().onChain().map(this::differs).orElse(null);
    } catch (ProblemException unreachable) {
      LOG.warnf("the chain could not be asked at the start: %s", unreachable.problem().code());
      return null;
    }
  }

  private String differs(Checkpoint anchored) {
    long size = ledger.get().size();
    if (size < anchored.size()) {
      return "size " + anchored.size() + " is anchored on the chain, the log has " + size;
    }
    return Arrays.equals(ledger.get().root(anchored.size()), anchored.rootBytes())
        ? null
        : "another root is anchored on the chain at size " + anchored.size();
  }
}
