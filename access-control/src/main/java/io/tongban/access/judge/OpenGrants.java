package io.tongban.access.judge;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessProblem;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The grants that were given and not yet settled, so that each settles once and none is forged. */
final class OpenGrants {
  private static final int SWEEP_EVERY = 4096;

  private final Map<UUID, AccessGrant> open = new ConcurrentHashMap<>();
  private final AtomicInteger sinceSweep = new AtomicInteger();

  void add(AccessGrant grant, Instant now) {
    open.put(grant.id(), grant);
    if (sinceSweep.incrementAndGet() >= SWEEP_EVERY) {
      sinceSweep.set(0);
      open.values().removeIf(g -> now.isAfter(g.expires()));
    }
  }

  /**
   * Takes a grant out.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#GRANT_EXPIRED} or {@link
   *     AccessProblem#GRANT_SETTLED}
   */
  void take(AccessGrant grant, Instant now) {
    if (now.isAfter(grant.expires())) {
      open.remove(grant.id());
      throw AccessProblem.GRANT_EXPIRED.problem(
          "grant " + grant.id() + " was good until " + grant.expires());
    }
    if (!open.remove(grant.id(), grant)) {
      throw AccessProblem.GRANT_SETTLED.problem(
          "grant " + grant.id() + " is not open: it was settled, or altered, or never given");
    }
  }

  /** Puts a grant back whose settlement the ledger did not take. */
  void putBack(AccessGrant grant) {
    open.put(grant.id(), grant);
  }

  int size() {
    return open.size();
  }
}
