package io.tongban.api.operator;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tongban.api.TongbanConfig;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.Anchors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Anchors by the settings' rhythm. On a thread of its own: a chain's node that hangs keeps nothing
 * else waiting.
 */
@ApplicationScoped
class AnchorUpkeep {
  private static final Logger LOG = Logger.getLogger(AnchorUpkeep.class);
  private static final long EVERY_SECONDS = 5;
  private final Anchors anchors;
  private final boolean wanted;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(AnchorUpkeep::thread);
  private String trouble;

  @Inject
  AnchorUpkeep(Anchors anchors, TongbanConfig config) {
    this.anchors = anchors;
    this.wanted = config.anchor().rpcUrl().isPresent() && !config.checkLedger();
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "tongban-anchor");
    thread.setDaemon(true);
    return thread;
  }

  void start(@Observes StartupEvent event) {
    if (wanted) {
      timer.scheduleWithFixedDelay(this::step, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** A chain that is away for a day is told of once, and once more when it is back. */
  private void step() {
    try {
      anchors.anchorIfDue().ifPresent(AnchorUpkeep::tell);
      if (trouble != null) {
        LOG.info("anchoring goes on");
        trouble = null;
      }
    } catch (ProblemException e) {
      if (!e.getMessage().equals(trouble)) {
        LOG.warnf("the log is not anchored: %s; tried again and again", e.getMessage());
        trouble = e.getMessage();
      }
    } catch (RuntimeException e) {
      LOG.warn("the log is not anchored; tried again in a moment", e);
    }
  }

  private static void tell(Anchor anchor) {
    LOG.infof(
        "the tree head at size %d is sent to chain %d: transaction %s",
        anchor.size(), anchor.chainId(), anchor.transactionHash());
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdown();
  }
}
