package io.tongban.access.jose;

import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.AuthenticatedClient;
import io.tongban.access.BearerTokens;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Tokens of 256 random bits, found by their digest. */
@ApplicationScoped
class RandomBearerTokens implements BearerTokens {
  private static final int TOKEN_BYTES = 32;
  private static final String SCHEME = "Bearer ";

  private final BearerStore store;
  private final ClientDirectory clients;
  private final Clock clock;
  private final Ids ids;
  private final SecureRandom random = new SecureRandom();

  @Inject
  RandomBearerTokens(BearerStore store, ClientDirectory clients, Clock clock, Ids ids) {
    this.store = store;
    this.clients = clients;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Issued issue(Actor actor, Audience audience) {
    Instant now = clock.instant();
    int own = store.count(actor.client(), now);
    if (own >= MOST_PER_CLIENT) {
      throw AccessProblem.BEARER_TOKENS_TOO_MANY.problem(
          "the client holds " + own + " bearer tokens of " + MOST_PER_CLIENT);
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    UUID id = ids.next();
    store.add(
        new BearerStore.Kept(
            digest(token),
            id,
            actor.client(),
            audience.name(),
            now.plus(audience.life()),
            now.plus(audience.longest())));
    return new Issued(id, token);
  }

  @Override
  public void renew(Actor actor, UUID id, Audience audience) {
    Instant now = clock.instant();
    if (!store.renew(actor.client(), id, audience.name(), now, now.plus(audience.life()))) {
      throw expired(audience);
    }
  }

  @Override
  public void end(Actor actor, UUID id) {
    store.remove(actor.client(), id);
  }

  @Override
  public AuthenticatedClient client(String authorization, Audience audience) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw AccessProblem.TOKEN_MISSING.problem(
          "the request has no bearer token from POST " + audience.path());
    }
    Instant now = clock.instant();
    String client =
        store
            .client(digest(authorization.substring(SCHEME.length()).strip()), audience.name(), now)
            .orElseThrow(() -> expired(audience));
    return clients.find(client, now);
  }

  private static ProblemException expired(Audience audience) {
    return AccessProblem.TOKEN_EXPIRED.problem(
        "the bearer token is not known or has expired; exchange a new one at POST "
            + audience.path());
  }

  private static String digest(String token) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }
}
