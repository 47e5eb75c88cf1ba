package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.CallbackSpec;
import io.tongban.access.ClientSpec;
import io.tongban.access.Outbox;
import io.tongban.certificates.Callbacks;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends notices, at least once each (RFC 8935). Every Callback has at most one thread of a node: a
 * receiver that hangs delays nobody but itself.
 */
@ApplicationScoped
class Notices implements Callbacks {
  private static final String CONTENT_TYPE = "application/secevent+jwt";
  private static final Duration WITHIN = Duration.ofSeconds(10);

  /** Longer than a try can take, so that none is begun while another goes on. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int DOUBLINGS = 10;
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

  private static final int MAX_REFUSAL = 4096;
  private static final int BAD_REQUEST = 400;

  /** What receivers may say (RFC 8935, section 2.4). */
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_key",
          "invalid_issuer",
          "invalid_audience",
          "authentication_failed",
          "access_denied");

  private static final System.Logger LOG = System.getLogger(Notices.class.getName());

  private final Outbox outbox;
  private final SecurityEvents events;
  private final Definitions definitions;
  private final Sources sources;
  private final Clock clock;

  /** Callbacks this node is sending to. */
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  private final ExecutorService senders = Executors.newCachedThreadPool(Notices::thread);

  @Inject
  Notices(
      Outbox outbox, SecurityEvents events, Definitions definitions, Sources sources, Clock clock) {
    this.outbox = outbox;
    this.events = events;
    this.definitions = definitions;
    this.sources = sources;
    this.clock = clock;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "tongban-callback");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletableFuture<Void> deliver() {
    return CompletableFuture.allOf(
        outbox.due(clock.instant()).stream().map(this::lane).toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> lane(String callback) {
    return busy.add(callback)
        ? CompletableFuture.runAsync(() -> drain(callback), senders)
        : CompletableFuture.completedFuture(null);
  }

  private void drain(String callback) {
    try {
      boolean goOn = true;
      while (goOn) {
        Instant now = clock.instant();
        goOn = outbox.take(callback, now, now.plus(LEASE)).filter(this::tried).isPresent();
      }
    } finally {
      busy.remove(callback);
    }
  }

  /**
   * Tries one notice.
   *
   * @return whether the next may be tried at once: not where the receiver cannot be reached
   */
  private boolean tried(Outbox.Due notice) {
    try {
      Optional<CallbackSpec> callback = callback(notice);
      if (callback.isEmpty()) {
        failed(notice, "callback-unknown");
        return true;
      }
      Sources.Reply reply = sent(callback.get(), notice);
      if (reply.accepted()) {
        outbox.delivered(notice, clock.instant());
      } else {
        failed(notice, reason(reply));
      }
      return true;
    } catch (ProblemException e) {
      failed(notice, e.problem().code());
      return false;
    }
  }

  /** As it is declared now, and still the same client's. */
  private Optional<CallbackSpec> callback(Outbox.Due notice) {
    boolean active =
        definitions
            .find(ClientSpec.class, notice.client())
            .filter(client -> !Boolean.TRUE.equals(client.spec().suspended()))
            .isPresent();
    return definitions
        .find(CallbackSpec.class, notice.callback())
        .map(Definition::spec)
        .filter(found -> active && found.client().equals(notice.client()));
  }

  private Sources.Reply sent(CallbackSpec callback, Outbox.Due notice) {
    byte[] token = events.token(notice, outbox.content(notice)).getBytes(StandardCharsets.US_ASCII);
    return sources.send(
        callback.source(), callback.pathOrEmpty(), CONTENT_TYPE, token, MAX_REFUSAL, WITHIN);
  }

  /** A code and never the receiver's own words, which could say anything. */
  private static String reason(Sources.Reply reply) {
    if (reply.status() == BAD_REQUEST) {
      String error = error(reply.body());
      if (ERRORS.contains(error)) {
        return error;
      }
    }
    return "status-" + reply.status();
  }

  private static String error(byte[] body) {
    try {
      JsonNode answer = CanonicalJson.mapper().readTree(body);
      return answer == null ? "" : answer.path("err").asText();
    } catch (IOException noJson) {
      return "";
    }
  }

  private void failed(Outbox.Due notice, String error) {
    Instant now = clock.instant();
    Instant next = now.plus(pause(notice.attempts()));
    if (next.isAfter(notice.happened().plus(GIVEN_UP_AFTER))) {
      outbox.givenUp(notice, error, now);
      LOG.log(
          System.Logger.Level.WARNING,
          "the notice {0} to the Callback {1} is given up after {2} tries: {3}",
          notice.id(),
          notice.callback(),
          notice.attempts(),
          error);
    } else {
      outbox.failed(notice, error, next);
    }
  }

  /** Twice as long each time, and not for all alike: the upper half of it by chance. */
  private static Duration pause(int attempts) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(attempts - 1, DOUBLINGS);
    long most = Math.min(doubled, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  @Override
  public Map<Outbox.State, Long> counts() {
    return outbox.counts();
  }

  @PreDestroy
  void close() {
    senders.shutdownNow();
  }
}
