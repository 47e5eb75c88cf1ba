package io.tongban.federation.cursors;

import io.tongban.access.Actor;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import io.tongban.federation.Readings.Piece;
import io.tongban.federation.Readings.Reading;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** A reading between two frames. One request reads it at a time; any may end it. */
final class OpenCursor {
  private final UUID id;
  private final Actor actor;
  private final Question question;
  private final Reading reading;
  private final ReentrantLock reads = new ReentrantLock();
  private volatile Instant used;
  private volatile boolean ended;
  private int next;

  OpenCursor(UUID id, Actor actor, Question question, Reading reading, Instant now) {
    this.id = id;
    this.actor = actor;
    this.question = question;
    this.reading = reading;
    this.used = now;
  }

  UUID id() {
    return id;
  }

  Actor actor() {
    return actor;
  }

  Question question() {
    return question;
  }

  Reading reading() {
    return reading;
  }

  boolean idleSince(Instant moment) {
    return used.isBefore(moment) && !reads.isLocked();
  }

  /** Settles a piece. */
  interface Release<T> {
    T release(Piece piece);
  }

  /**
   * Reads the frame of that number and releases it.
   *
   * @throws io.tongban.hub.ProblemException also whatever the release refuses
   */
  <T> T read(int number, int mostRows, long mostBytes, Instant now, Release<T> release) {
    if (!reads.tryLock()) {
      throw FederationProblem.CURSOR_BUSY.problem("another request reads the cursor");
    }
    try {
      if (number != next) {
        throw FederationProblem.CURSOR_POSITION
            .problem("page " + number + " was asked for, the next one is " + next)
            .with("next", next);
      }
      used = now;
      T released = release.release(reading.next(mostRows, mostBytes));
      next++;
      return released;
    } finally {
      reads.unlock();
      if (ended) {
        end();
      }
    }
  }

  /** Cancels what runs and frees what is held, at once or when the request that reads it stops. */
  void end() {
    ended = true;
    reading.cancel();
    if (reads.tryLock()) {
      try {
        reading.close();
      } finally {
        reads.unlock();
      }
    }
  }
}
