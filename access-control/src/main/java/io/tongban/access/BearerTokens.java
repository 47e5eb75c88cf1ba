package io.tongban.access;

import java.time.Duration;
import java.util.UUID;

/**
 * Short-lived bearer tokens for drivers that carry no DPoP proofs. A client that has shown its
 * bound token gets one and keeps it alive the same way. It is a random handle, no JWT: {@link
 * Tokens} takes none of them, and nothing else is taken here. All nodes of the hub know it; the
 * database holds its digest only.
 */
public interface BearerTokens {
  /** How long a token lives unless it is renewed. */
  Duration LIFE = Duration.ofMinutes(5);

  /** How long it lives at the most. */
  Duration LONGEST = Duration.ofHours(12);

  /** Most tokens of a client. */
  int MOST_PER_CLIENT = 32;

  /**
   * A new token.
   *
   * @param id names it for renewal; worthless without the client's bound token
   * @param token told once
   */
  record Issued(UUID id, String token) {}

  /**
   * Makes a token for a client that has shown its bound one.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#BEARER_TOKENS_TOO_MANY}
   */
  Issued issue(Actor actor);

  /**
   * Lets a token live on; its client has shown its bound one again.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_EXPIRED}, also for another
   *     client's token
   */
  void renew(Actor actor, UUID id);

  /** Ends a token; does nothing if the client has none of that id. */
  void end(Actor actor, UUID id);

  /**
   * Whose token it is, as declared now.
   *
   * @param authorization the {@code Authorization} header, or null
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_MISSING}, {@link
   *     AccessProblem#TOKEN_EXPIRED} (an unknown token is told as an expired one), {@link
   *     AccessProblem#CLIENT_SUSPENDED} or {@link AccessProblem#CLIENT_UNKNOWN}
   */
  Actor actor(String authorization);
}
