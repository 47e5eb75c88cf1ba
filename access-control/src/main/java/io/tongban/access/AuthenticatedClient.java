package io.tongban.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A client whose access token and proof of possession held for one request.
 *
 * @param actor who it is, as the judge wants it
 * @param roles its roles as declared at this moment: {@code caller}, {@code issuer}, {@code
 *     auditor}, {@code operator}, {@code reporter}
 * @param expires end of the token
 */
public record AuthenticatedClient(Actor actor, Set<String> roles, Instant expires) {
  public AuthenticatedClient {
    Objects.requireNonNull(actor);
    roles = Set.copyOf(roles);
    Objects.requireNonNull(expires);
  }
}
