package io.tongban.access;

import java.time.Duration;
import java.util.UUID;

/**
 * Short-lived bearer tokens for programs that carry no DPoP proofs. A client that has shown its
 * bound token gets one and keeps it alive the same way. It is a random handle, no JWT, and good for
 * one {@link Audience} alone: {@link Tokens} takes none of them, and nothing else is taken here.
 * All nodes of the hub know it; the database holds its digest only.
 */
public interface BearerTokens {
  /** Most tokens of a client. */
  int MOST_PER_CLIENT = 32;

  /** What a token is good for. */
  enum Audience {
    /** Asking over JDBC: it reads data, so it is short. */
    JDBC("/v1/jdbc-tokens", Duration.ofMinutes(5), Duration.ofHours(12)),
    /**
     * Reporting lineage: it reads nothing and stands in the settings of tools that are not started
     * anew every few minutes.
     */
    LINEAGE("/v1/lineage-tokens", Duration.ofHours(12), Duration.ofDays(7));

    private final String path;
    private final Duration life;
    private final Duration longest;

    Audience(String path, Duration life, Duration longest) {
      this.path = path;
      this.life = life;
      this.longest = longest;
    }

    /** Where such tokens are had, as a path from the hub's root. */
    public String path() {
      return path;
    }

    /** How long a token lives unless it is renewed. */
    public Duration life() {
      return life;
    }

    /** How long it lives at the most. */
    public Duration longest() {
      return longest;
    }
  }

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
  Issued issue(Actor actor, Audience audience);

  /**
   * Lets a token live on; its client has shown its bound one again.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_EXPIRED}, also for another
   *     client's token or one of another audience
   */
  void renew(Actor actor, UUID id, Audience audience);

  /** Ends a token; does nothing if the client has none of that id. */
  void end(Actor actor, UUID id);

  /**
   * Whose token it is, as declared now.
   *
   * @param authorization the {@code Authorization} header, or null
   * @param audience what is asked for; a token of another audience is told as an expired one
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_MISSING}, {@link
   *     AccessProblem#TOKEN_EXPIRED} (an unknown token is told as an expired one), {@link
   *     AccessProblem#CLIENT_SUSPENDED} or {@link AccessProblem#CLIENT_UNKNOWN}
   */
  AuthenticatedClient client(String authorization, Audience audience);
}
