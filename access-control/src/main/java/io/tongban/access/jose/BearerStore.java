package io.tongban.access.jose;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where bearer tokens are kept, for all nodes of the hub. */
public interface BearerStore {
  /**
   * A token that is kept.
   *
   * @param digest hex SHA-256 of the token
   * @param audience what it is good for
   * @param until when it ends unless it is renewed
   * @param ends when it ends at the latest
   */
  record Kept(
      String digest, UUID id, String client, String audience, Instant until, Instant ends) {}

  /** How many tokens a client has; those that have ended are deleted. */
  int count(String client, Instant now);

  /** Keeps a token. */
  void add(Kept token);

  /** Lets a token that has not ended live on, but not beyond its latest end; false if none is. */
  boolean renew(String client, UUID id, String audience, Instant now, Instant until);

  /** Forgets a token of that client. */
  void remove(String client, UUID id);

  /** Whose token it is; nothing if it is unknown, has ended or is for something else. */
  Optional<String> client(String digest, String audience, Instant now);
}
