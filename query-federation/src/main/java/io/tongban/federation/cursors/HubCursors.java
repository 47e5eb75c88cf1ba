package io.tongban.federation.cursors;

import io.tongban.access.AccessRequest.Counted;
import io.tongban.access.Actor;
import io.tongban.federation.Cursors;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import io.tongban.federation.Readings;
import io.tongban.federation.Readings.Piece;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Receipt;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The open cursors of this node. They hold connections of sources, so they are few and short. */
@ApplicationScoped
class HubCursors implements Cursors {
  private static final int MOST_PER_CLIENT = 4;
  private static final int MOST = 64;
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final long FRAME_BYTES = 1L << 20;
  private static final long MOST_ANSWER_ROWS = 100_000;
  private static final long SWEEP_SECONDS = 5;

  /** Refusals that leave the cursor as it was. */
  private static final Set<String> HARMLESS =
      Set.of(FederationProblem.CURSOR_POSITION.code(), FederationProblem.CURSOR_BUSY.code());

  private final Readings readings;
  private final Ids ids;
  private final Clock clock;
  private final Map<UUID, OpenCursor> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper;

  @Inject
  HubCursors(Readings readings, Ids ids, Clock clock) {
    this.readings = readings;
    this.ids = ids;
    this.clock = clock;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "query-cursors");
              thread.setDaemon(true);
              return thread;
            });
    var sweeping =
        sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    assert !sweeping.isDone();
  }

  @Override
  public Opened open(Actor actor, Question question, int mostSeconds) {
    sweep();
    requireRoom(actor);
    Readings.Reading reading =
        readings.open(
            actor,
            question,
            new Readings.Bounds(MOST_ANSWER_ROWS, Math.min(mostSeconds, MOST_SECONDS)));
    OpenCursor cursor = new OpenCursor(ids.next(), actor, question, reading, clock.instant());
    open.put(cursor.id(), cursor);
    return new Opened(cursor.id(), reading.columns());
  }

  private void requireRoom(Actor actor) {
    long own = open.values().stream().filter(cursor -> owns(actor, cursor)).count();
    if (own >= MOST_PER_CLIENT) {
      throw FederationProblem.CURSORS_TOO_MANY.problem(
          "the client has " + own + " cursors open, " + MOST_PER_CLIENT + " are allowed");
    }
    if (open.size() >= MOST) {
      throw FederationProblem.CURSORS_TOO_MANY.problem("all cursors of the hub are in use");
    }
  }

  @Override
  public Frame next(Actor actor, UUID id, int number, int mostRows) {
    if (number < 0 || mostRows < 1 || mostRows > MOST_ROWS) {
      throw FederationProblem.PAGE_INVALID.problem(
          "pages count from 0 and have 1 to " + MOST_ROWS + " rows");
    }
    sweep();
    OpenCursor cursor = open.get(id);
    if (cursor == null || !owns(actor, cursor)) {
      throw FederationProblem.CURSOR_UNKNOWN.problem("there is no open cursor of that id");
    }
    try {
      Frame frame =
          cursor.read(
              number,
              mostRows,
              FRAME_BYTES,
              clock.instant(),
              piece -> released(actor, cursor, number, piece));
      if (frame.last()) {
        end(cursor);
      }
      return frame;
    } catch (ProblemException refused) {
      if (!HARMLESS.contains(refused.problem().code())) {
        end(cursor);
      }
      throw refused;
    } catch (RuntimeException | Error failed) {
      end(cursor);
      throw failed;
    }
  }

  private Frame released(Actor actor, OpenCursor cursor, int number, Piece piece) {
    if (!actor.equals(cursor.actor())) {
      // row conditions were bound to what the client was then
      throw FederationProblem.POLICY_CHANGED.problem(
          "the client's department or region has changed since the cursor was opened");
    }
    Receipt receipt =
        readings.release(
            actor,
            cursor.question(),
            cursor.reading().origin(),
            piece,
            Map.of("cursor", cursor.id().toString(), "frame", number),
            // the first frame was counted when the cursor was opened
            number == 0 ? Counted.AGAIN : Counted.CALL);
    return new Frame(
        cursor.id(),
        number,
        piece.columns(),
        piece.rows(),
        piece.last(),
        piece.truncated(),
        receipt);
  }

  @Override
  public void close(Actor actor, UUID id) {
    OpenCursor cursor = open.get(id);
    if (cursor != null && owns(actor, cursor)) {
      end(cursor);
    }
  }

  private static boolean owns(Actor actor, OpenCursor cursor) {
    return cursor.actor().client().equals(actor.client());
  }

  private void end(OpenCursor cursor) {
    open.remove(cursor.id());
    cursor.end();
  }

  private void sweep() {
    Instant idle = clock.instant().minus(IDLE);
    for (OpenCursor cursor : open.values()) {
      if (cursor.idleSince(idle)) {
        end(cursor);
      }
    }
  }

  @PreDestroy
  void stop() {
    sweeper.shutdownNow();
    open.values().forEach(this::end);
  }
}
