package io.tongban.api.operator;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tongban.certificates.Callbacks;
import io.tongban.certificates.HolderCertificates;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.ServiceItems;
import io.tongban.certificates.SourceChanges;
import io.tongban.hub.Definitions;
import io.tongban.hub.Jobs;
import io.tongban.ledger.Witnesses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What a node does by itself: go on with jobs, take up what other nodes applied, erase what was
 * presented and not fetched in time, tell departments that presentations have ended, show the
 * ledger's head to its witnesses, and look whether the records behind certificates have changed.
 */
@ApplicationScoped
class HubUpkeep {
  private static final Logger LOG = Logger.getLogger(HubUpkeep.class);
  private static final long EVERY_SECONDS = 5;
  private static final long FORGET_SECONDS = 60;
  private static final long LOOK_SECONDS = 60;
  private static final long TELL_SECONDS = 1;
  private static final long SHOW_SECONDS = 1;
  private final Jobs jobs;
  private final Definitions definitions;
  private final Presentations presentations;
  private final HolderCertificates holders;
  private final ServiceItems items;
  private final SourceChanges sourceChanges;
  private final Callbacks callbacks;
  private final Witnesses witnesses;

  /** Two threads: a slow source must not keep definitions waiting. */
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, HubUpkeep::thread);

  @Inject
  HubUpkeep(
      Jobs jobs,
      Definitions definitions,
      Presentations presentations,
      HolderCertificates holders,
      ServiceItems items,
      SourceChanges sourceChanges,
      Callbacks callbacks,
      Witnesses witnesses) {
    this.jobs = jobs;
    this.definitions = definitions;
    this.presentations = presentations;
    this.holders = holders;
    this.items = items;
    this.sourceChanges = sourceChanges;
    this.callbacks = callbacks;
    this.witnesses = witnesses;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "tongban-upkeep");
    thread.setDaemon(true);
    return thread;
  }

  void start(@Observes StartupEvent event) {
    jobs.start();
    timer.scheduleWithFixedDelay(this::refresh, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::forget, FORGET_SECONDS, FORGET_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::tell, TELL_SECONDS, TELL_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::show, SHOW_SECONDS, SHOW_SECONDS, TimeUnit.SECONDS);
  }

  /** A fault, such as a database that is away for a moment, must not end the timer. */
  private void refresh() {
    try {
      definitions.refresh();
    } catch (RuntimeException e) {
      LOG.warn("the definitions of other nodes could not be read; tried again in a moment", e);
    }
  }

  private void forget() {
    try {
      presentations.forget();
      holders.forget();
      items.forget();
    } catch (RuntimeException e) {
      LOG.warn("what was shown and is over could not be erased; tried again in a minute", e);
    }
  }

  private void look() {
    try {
      sourceChanges.look();
    } catch (RuntimeException e) {
      LOG.warn("some records behind certificates could not be looked at; tried again later", e);
    }
  }

  /** Only begun here: no receiver may hold the timer up. */
  private void tell() {
    try {
      callbacks.deliver().whenComplete((done, failure) -> tellFailure(failure));
    } catch (RuntimeException e) {
      tellFailure(e);
    }
  }

  private static void tellFailure(Throwable failure) {
    if (failure != null) {
      LOG.warn("what is to be told to departments could not be read; tried again soon", failure);
    }
  }

  /** Only begun here: no witness may hold the timer up. */
  private void show() {
    try {
      witnesses.submit().whenComplete((done, failure) -> showFailure(failure));
    } catch (RuntimeException e) {
      showFailure(e);
    }
  }

  private static void showFailure(Throwable failure) {
    if (failure != null) {
      LOG.warn("the ledger's head could not be shown to its witnesses; tried again soon", failure);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdown();
  }
}
