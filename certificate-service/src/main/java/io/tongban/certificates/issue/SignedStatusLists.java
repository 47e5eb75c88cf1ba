package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.StatusLists;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.bouncycastle.AuthorityKeys.AuthorityKey;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.StatusListStore;
import io.tongban.certificates.jdbc.StatusListStore.StoredList;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Signs status lists when they are asked for and keeps the token while nothing changes. */
@ApplicationScoped
class SignedStatusLists implements StatusLists {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration LIFE = Duration.ofDays(1);
  private static final int BITS = 2;

  private final StatusListStore lists;
  private final CertificateStore certificates;
  private final AuthorityKeys keys;
  private final HubSettings settings;
  private final Clock clock;
  private final Map<UUID, Made> made = new ConcurrentHashMap<>();

  @Inject
  SignedStatusLists(
      StatusListStore lists,
      CertificateStore certificates,
      AuthorityKeys keys,
      HubSettings settings,
      Clock clock) {
    this.lists = lists;
    this.certificates = certificates;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  private record Made(long version, Token token) {}

  @Override
  public Token token(UUID id) {
    StoredList list =
        lists
            .find(id)
            .orElseThrow(
                () -> CertificateProblem.STATUS_LIST_UNKNOWN.problem("there is no list " + id));
    Instant now = clock.instant();
    return made.compute(
            id, (key, last) -> last != null && serves(last, list, now) ? last : make(list, now))
        .token();
  }

  private static boolean serves(Made last, StoredList list, Instant now) {
    return last.version() == list.version()
        && !now.isBefore(last.token().issued())
        && now.isBefore(last.token().issued().plus(TTL));
  }

  private Made make(StoredList list, Instant now) {
    StatusList statuses = StatusList.of(BITS, list.capacity());
    certificates.statuses(list.id()).forEach((index, status) -> statuses.set(index, value(status)));
    Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("sub", settings.publicUrl() + "/status-lists/" + list.id());
    payload.put("iss", keys.issuer(list.authority()));
    payload.put("iat", issued.getEpochSecond());
    payload.put("exp", issued.plus(LIFE).getEpochSecond());
    payload.put("ttl", TTL.toSeconds());
    payload.set("status_list", statuses.json());
    AuthorityKey key = keys.of(list.authority());
    String jwt =
        JwtSigner.sign(SignatureSuite.ES256, key.pair(), key.leaf(), "statuslist+jwt", payload);
    return new Made(list.version(), new Token(jwt, issued, TTL.toSeconds()));
  }

  private static int value(Status status) {
    return switch (status) {
      case VALID -> StatusList.VALID;
      case REVOKED -> StatusList.INVALID;
      case SUSPENDED -> StatusList.SUSPENDED;
    };
  }
}
