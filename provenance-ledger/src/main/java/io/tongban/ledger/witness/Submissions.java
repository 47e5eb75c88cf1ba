package io.tongban.ledger.witness;

import io.tongban.hub.Leases;
import io.tongban.hub.Leases.Lease;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import io.tongban.ledger.Alarms.Kind;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.TlogProof;
import io.tongban.ledger.Witnesses;
import io.tongban.ledger.witness.CosignatureStore.Mark;
import io.tongban.ledger.witness.CosignatureStore.Row;
import io.tongban.ledger.witness.Policy.Party;
import io.tongban.ledger.witness.StoredAlarms.Finding;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Shows checkpoints to the witnesses. All that are asked in a round are shown the same one, so that
 * a quorum comes about while the log grows; a witness that hangs misses rounds and holds up nobody.
 */
@ApplicationScoped
class Submissions implements Witnesses {
  private static final Logger LOG = Logger.getLogger(Submissions.class);
  private static final String LEASE = "ledger/witnesses";
  private static final Duration TERM = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 10;
  private static final int MAX_ANSWER = 64 << 10;
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String ROLLED_BACK = LedgerProblem.LEDGER_ROLLED_BACK.code();

  private final Policy policy;
  private final CosignatureStore store;
  private final Cosigned cosigned;
  private final Halt halt;
  private final StoredAlarms alarms;
  private final Instance<Ledger> ledger;
  private final Sources sources;
  private final Leases leases;
  private final Clock clock;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService senders = Executors.newCachedThreadPool(Submissions::thread);

  /** Whether this node has asked all witnesses since it started. */
  private final AtomicBoolean asked = new AtomicBoolean();

  private Lease lease;

  @Inject
  Submissions(
      Policy policy,
      CosignatureStore store,
      Cosigned cosigned,
      Halt halt,
      StoredAlarms alarms,
      Instance<Ledger> ledger,
      Sources sources,
      Leases leases,
      Clock clock) {
    this.policy = policy;
    this.store = store;
    this.cosigned = cosigned;
    this.halt = halt;
    this.alarms = alarms;
    this.ledger = ledger;
    this.sources = sources;
    this.leases = leases;
    this.clock = clock;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "tongban-witnesses");
    thread.setDaemon(true);
    return thread;
  }

  /** The log's newest head. */
  private record Head(SignedNote note, Checkpoint checkpoint) {
    long size() {
      return checkpoint.size();
    }
  }

  private Head head() {
    SignedNote note = SignedNote.parse(ledger.get().checkpoint());
    return new Head(note, Checkpoint.parse(note.text()));
  }

  @Override
  public CompletableFuture<Void> submit() {
    List<Party> parties = policy.current().parties();
    if (parties.isEmpty()) {
      halt.refresh();
      return CompletableFuture.completedFuture(null);
    }
    if (!asked.get()) {
      return ask();
    }
    Head head = head();
    List<Party> due = due(parties, head);
    if (due.isEmpty() || !hold()) {
      halt.refresh();
      return CompletableFuture.completedFuture(null);
    }
    return round(due, head);
  }

  /**
   * Asks every witness at once, also those that have cosigned the newest checkpoint: they may know
   * of a newer one.
   */
  CompletableFuture<Void> ask() {
    asked.set(true);
    List<Party> parties = policy.current().parties();
    return parties.isEmpty() ? CompletableFuture.completedFuture(null) : round(parties, head());
  }

  private List<Party> due(List<Party> parties, Head head) {
    Instant now = clock.instant();
    Map<String, Mark> marks =
        store.marks().stream().collect(Collectors.toMap(Mark::witness, Function.identity()));
    return parties.stream()
        .filter(party -> due(marks.getOrDefault(party.id(), Mark.fresh(party.id())), head, now))
        .toList();
  }

  private static boolean due(Mark mark, Head head, Instant now) {
    boolean behind = mark.treeSize() < head.size() || mark.failures() > 0;
    return behind && !mark.nextTry().isAfter(now);
  }

  private synchronized boolean hold() {
    if (lease == null || !lease.renew()) {
      lease = leases.tryAcquire(LEASE, TERM).orElse(null);
    }
    return lease != null;
  }

  private CompletableFuture<Void> round(List<Party> parties, Head head) {
    CompletableFuture<?>[] lanes =
        parties.stream().map(party -> lane(party, head)).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(lanes)
        .thenRunAsync(
            () -> {
              halt.refresh();
              long published =
                  cosigned.newest().map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
              store.forget(published, clock.instant());
            },
            senders);
  }

  private CompletableFuture<Void> lane(Party party, Head head) {
    if (!busy.add(party.id())) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> {
          try {
            show(party, head);
          } finally {
            busy.remove(party.id());
          }
        },
        senders);
  }

  private void show(Party party, Head head) {
    Mark mark = store.mark(party.id());
    try {
      Sources.Reply reply = post(party, mark, head);
      if (reply.status() == CONFLICT) {
        long size = size(reply);
        if (size <= head.size() && size != mark.treeSize()) {
          mark = mark.at(size);
          reply = post(party, mark, head);
        }
      }
      answered(party, mark, head, reply);
    } catch (ProblemException e) {
      failed(party, mark, e.problem().code());
    } catch (IllegalArgumentException e) {
      failed(party, mark, "answer-malformed");
    }
  }

  private Sources.Reply post(Party party, Mark mark, Head head) {
    // a mark above the head is one of a log that lost its end: the witness will say so
    long old = mark.treeSize() <= head.size() ? mark.treeSize() : 0;
    AddCheckpoint request =
        new AddCheckpoint(
            old, ledger.get().consistencyProof(old, head.size()), head.note(), head.checkpoint());
    return sources.exchange(
        party.source(), party.address(), "text/plain", request.bytes(), MAX_ANSWER, WITHIN);
  }

  private static long size(Sources.Reply reply) {
    return Checkpoint.decimal(new String(reply.body(), StandardCharsets.UTF_8).stripTrailing());
  }

  private void answered(Party party, Mark mark, Head head, Sources.Reply reply) {
    switch (reply.status()) {
      case OK -> accept(party, mark, head, new String(reply.body(), StandardCharsets.UTF_8));
      case CONFLICT -> otherSize(party, mark, size(reply));
      case UNPROCESSABLE -> contradicted(party, mark, head);
      default -> failed(party, mark, "status-" + reply.status());
    }
  }

  private void accept(Party party, Mark mark, Head head, String lines) {
    SignedNote both = head.note().with(SignedNote.signatures(lines));
    if (both.standing(party.key()) != SignedNote.Standing.SIGNED) {
      failed(party, mark, "cosignature-invalid");
      return;
    }
    NoteSignature signature = both.of(party.key()).get(0);
    store.add(
        new Row(head.size(), party.id(), head.note().format(), signature.line(), clock.instant()),
        mark.cosigned(head.size()));
  }

  /** Another node may have shown a newer head meanwhile: then the log has that size by now. */
  private void otherSize(Party party, Mark mark, long size) {
    Head now = head();
    if (size <= now.size()) {
      store.set(mark.at(size));
      return;
    }
    store.set(mark.claims(size, ROLLED_BACK, next(mark)));
    String message = "a witness has cosigned size " + size + ", the log has " + now.size();
    alarm(Kind.ROLLED_BACK, party, now, size, message);
  }

  private void contradicted(Party party, Mark mark, Head head) {
    store.set(mark.contradicts(ROLLED_BACK, next(mark)));
    String message =
        "a witness does not accept the proof from size " + mark.treeSize() + ", which it cosigned";
    alarm(Kind.CONTRADICTED, party, head, mark.treeSize(), message);
  }

  private void alarm(Kind kind, Party party, Head head, long size, String message) {
    alarms.raise(
        new Finding(
            kind,
            head.checkpoint().origin(),
            party.name(),
            size,
            message,
            head.note().format(),
            ""));
  }

  private void failed(Party party, Mark mark, String why) {
    LOG.debugf("the witness %s could not be asked: %s", party.name(), why);
    store.set(mark.failed(why, next(mark)));
  }

  /** Twice as long each time, and not for all alike: the upper half of it by chance. */
  private Instant next(Mark mark) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(mark.failures(), DOUBLINGS);
    long most = Math.min(doubled, LONGEST_PAUSE.toMillis());
    return clock
        .instant()
        .plusMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  @Override
  public String published() {
    return cosigned.newest().map(SignedNote::format).orElseGet(() -> ledger.get().checkpoint());
  }

  @Override
  public Receipt await(Receipt receipt) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Optional<Receipt> witnessed = witnessed(receipt);
      if (witnessed.isPresent()) {
        return witnessed.get();
      }
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        throw LedgerProblem.WITNESSES_NOT_REACHED.problem(
            "fewer than "
                + policy.current().quorum().needed()
                + " witnesses cosigned the entry in time; it is recorded as entry "
                + receipt.index());
      }
      submit();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private Optional<Receipt> witnessed(Receipt receipt) {
    return cosigned
        .newest()
        .filter(note -> Checkpoint.parse(note.text()).size() > receipt.index())
        .map(note -> under(receipt, note));
  }

  private Receipt under(Receipt receipt, SignedNote note) {
    long size = Checkpoint.parse(note.text()).size();
    return new Receipt(
        receipt.id(),
        receipt.index(),
        receipt.leaf(),
        receipt.nonce(),
        TlogProof.format(
            receipt.index(), ledger.get().inclusionProof(receipt.index(), size), note.format()));
  }

  @Override
  public List<State> states() {
    return policy.current().parties().stream()
        .map(
            party -> {
              Mark mark = store.mark(party.id());
              return new State(party.name(), mark.treeSize(), Optional.ofNullable(mark.error()));
            })
        .toList();
  }

  @PreDestroy
  synchronized void close() {
    senders.shutdown();
    try {
      if (lease != null) {
        lease.close();
      }
    } catch (RuntimeException e) {
      // the database is gone already: the lease runs out by itself
      LOG.debug("the lease of the witnesses was not given back", e);
    }
  }
}
