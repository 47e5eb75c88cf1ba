package io.tongban.access.judge;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessProblem;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The grants that were given and not yet settled, so that each settles once and none is forged. Not
 * every grant is ever settled: a query may fail, a cursor decides again for each frame. So the
 * oldest go when they have expired or there are too many; what is gone cannot be settled.
 */
final class OpenGrants {
  /** About 20 MiB. */
  static final int MOST = 16_384;

  private final Map<UUID, AccessGrant> open = new LinkedHashMap<>();

  synchronized void add(AccessGrant grant, Instant now) {
    open.put(grant.id(), grant);
    Iterator<AccessGrant> oldest = open.values().iterator();
    while (oldest.hasNext() && (now.isAfter(oldest.next().expires()) || open.size() > MOST)) {
      oldest.remove();
    }
  }

  /**
   * Takes a grant out.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#GRANT_EXPIRED} or {@link
   *     AccessProblem#GRANT_SETTLED}
   */
  synchronized void take(AccessGrant grant, Instant now) {
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
  synchronized void putBack(AccessGrant grant) {
    open.put(grant.id(), grant);
  }

  synchronized int size() {
    return open.size();
  }
}
