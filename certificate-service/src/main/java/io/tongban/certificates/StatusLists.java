package io.tongban.certificates;

import java.net.URI;
import java.time.Instant;
import java.util.List;
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
   * The list as it stood at a past time (Token Status List, section 8.4): a token signed now whose
   * {@code iat} and {@code exp} enclose that time and no change of status.
   *
   * @param time in whole seconds
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#STATUS_LIST_UNKNOWN}, or
   *     {@link CertificateProblem#STATUS_TIME_UNKNOWN} for a time in the future or before acts were
   *     kept for the list
   */
  Token token(UUID list, Instant time);

  /**
   * Where an authority's lists are, oldest first (Token Status List, section 9).
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#AUTHORITY_UNKNOWN}
   */
  List<URI> of(String authority);

  /**
   * A signed status list.
   *
   * @param jwt {@code statuslist+jwt}
   * @param issued its {@code iat}
   * @param ttlSeconds how long a copy may be used, its {@code ttl}
   * @param tag the same for the same content and no other, for an entity tag
   */
  record Token(String jwt, Instant issued, long ttlSeconds, String tag) {}
}
