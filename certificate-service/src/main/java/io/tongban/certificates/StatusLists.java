package io.tongban.certificates;

import java.time.Instant;
import java.util.UUID;

/** The hub's Token Status Lists, one signed token a list; anybody may fetch them. */
public interface StatusLists {
  /**
   * The list's current token. A change of status shows in the next token asked for.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#STATUS_LIST_UNKNOWN}
   */
  Token token(UUID list);

  /**
   * A signed status list.
   *
   * @param jwt {@code statuslist+jwt}
   * @param issued its {@code iat}
   * @param ttlSeconds how long a copy may be used, its {@code ttl}
   */
  record Token(String jwt, Instant issued, long ttlSeconds) {}
}
