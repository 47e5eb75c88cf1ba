package io.tongban.federation.calcite;

import io.tongban.access.AccessGrant;
import io.tongban.hub.Ids;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.Receipt;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Records which columns of which resources a client receives: once for each plan, client and
 * purpose, beside the request. Every single use is in the ledger; this is the map of them.
 */
@ApplicationScoped
class UseLineage {
  private static final System.Logger LOG = System.getLogger(UseLineage.class.getName());
  private static final int MOST_KNOWN = 10_000;
  private static final int PATIENCE_SECONDS = 5;

  private final Lineage lineage;
  private final Ids ids;
  private final Clock clock;
  private final Set<Use> known = ConcurrentHashMap.newKeySet();
  private final ExecutorService recorder =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "use-lineage");
            thread.setDaemon(true);
            return thread;
          });

  private record Use(String job, String output, String plan, String client, String purpose) {}

  @Inject
  UseLineage(Lineage lineage, Ids ids, Clock clock) {
    this.lineage = lineage;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Notes a use.
   *
   * @param job for example {@code service/premises-lookup}
   */
  void used(String job, CompiledQuery query, AccessGrant grant, Receipt receipt) {
    noted(job, "client/" + grant.actor().client(), query, grant, receipt);
  }

  /** Notes that certificates are made of it; their entries are written when they are signed. */
  void issued(CompiledQuery query, AccessGrant grant) {
    noted("issue/" + grant.target(), "certificate/" + grant.target(), query, grant, null);
  }

  private void noted(
      String job, String output, CompiledQuery query, AccessGrant grant, Receipt receipt) {
    Use use = new Use(job, output, query.digest(), grant.actor().client(), grant.purpose());
    if (known.contains(use)) {
      return;
    }
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    if (known.add(use)) {
      Instant at = clock.instant();
      try {
        recorder.execute(() -> record(use, query, grant, receipt, at));
      } catch (RejectedExecutionException closing) {
        LOG.log(System.Logger.Level.WARNING, "lineage of {0} is not recorded: stopping", job);
      }
    }
  }

  private void record(
      Use use, CompiledQuery query, AccessGrant grant, Receipt receipt, Instant at) {
    try {
      lineage.record(run(use, query, grant, receipt, at));
    } catch (RuntimeException failed) {
      known.remove(use);
      LOG.log(System.Logger.Level.WARNING, "lineage of " + use.job() + " is not recorded", failed);
    }
  }

  private LineageRun run(
      Use use, CompiledQuery query, AccessGrant grant, Receipt receipt, Instant at) {
    String output = use.output();
    QueryLineage.Named columns = query.lineage().of(output);
    List<String> masked =
        query.columns().stream()
            .filter(column -> column.masked())
            .map(column -> output + "." + column.name())
            .toList();
    return new LineageRun(
        ids.next(),
        use.job(),
        LineageRun.State.COMPLETE,
        at,
        at,
        grant.resources().keySet().stream()
            .sorted()
            .map(name -> new LineageRun.Dataset("resource/" + name, null))
            .toList(),
        List.of(new LineageRun.Dataset(output, null)),
        columns.direct(),
        columns.indirect(),
        columns.subtypes(),
        masked,
        facts(grant, receipt));
  }

  private static Map<String, String> facts(AccessGrant grant, Receipt receipt) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("purpose", String.valueOf(grant.purpose()));
    facts.put("basis", grant.basis().kind());
    if (grant.basis().agreement() != null) {
      facts.put("agreement", grant.basis().agreement());
    }
    if (grant.basis().law() != null) {
      facts.put("law", grant.basis().law());
    }
    facts.put("recipient", grant.actor().department());
    facts.put("client", grant.actor().client());
    if (receipt != null) {
      facts.put("receipt", receipt.id().toString());
    }
    return facts;
  }

  @PreDestroy
  void stop() {
    recorder.shutdown();
    try {
      if (!recorder.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        recorder.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      recorder.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
