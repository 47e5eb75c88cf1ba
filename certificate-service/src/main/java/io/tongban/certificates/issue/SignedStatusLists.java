package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.StatusLists;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.StatusEdits;
import io.tongban.certificates.jdbc.StatusListStore;
import io.tongban.certificates.jdbc.StatusListStore.StoredList;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Signs status lists when they are asked for and keeps the token while nothing changes. */
@ApplicationScoped
class SignedStatusLists implements StatusLists {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration LIFE = Duration.ofDays(1);
  private static final int TAG_BYTES = 16;

  /** How long a change that another node committed may not show. */
  private static final long UNSEEN_NANOS = Duration.ofMillis(100).toNanos();

  private final Types types;
  private final StatusListStore lists;
  private final CertificateStore certificates;
  private final StatusEdits edits;
  private final AuthorityKeys keys;
  private final HubSettings settings;
  private final Clock clock;
  private final Map<UUID, Made> made = new ConcurrentHashMap<>();

  @Inject
  SignedStatusLists(
      Types types,
      StatusListStore lists,
      CertificateStore certificates,
      StatusEdits edits,
      AuthorityKeys keys,
      HubSettings settings,
      Clock clock) {
    this.types = types;
    this.lists = lists;
    this.certificates = certificates;
    this.edits = edits;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A token and the certificate it was signed under.
   *
   * @param edits how many changes of this node it is later than
   * @param checked when it was last compared with the database, of {@link System#nanoTime}
   */
  private record Made(long version, X509Certificate leaf, Token token, long edits, long checked) {
    Made checked(long newEdits) {
      return new Made(version, leaf, token, newEdits, System.nanoTime());
    }

    boolean isOf(Instant now) {
      return !now.isBefore(token.issued()) && now.isBefore(token.issued().plus(TTL));
    }
  }

  @Override
  public Token token(UUID id) {
    Instant now = clock.instant();
    Made kept = made.get(id);
    if (kept != null && isFresh(kept) && kept.isOf(now)) {
      return kept.token();
    }
    long before = edits.count();
    StoredList list = list(id);
    return made.compute(
            id,
            (key, last) ->
                (last != null && serves(last, list, now) ? last : make(list, now)).checked(before))
        .token();
  }

  /** Whether the database need not be asked. */
  private boolean isFresh(Made kept) {
    return kept.edits() == edits.count() && System.nanoTime() - kept.checked() < UNSEEN_NANOS;
  }

  private StoredList list(UUID id) {
    return lists
        .find(id)
        .orElseThrow(
            () -> CertificateProblem.STATUS_LIST_UNKNOWN.problem("there is no list " + id));
  }

  private boolean serves(Made last, StoredList list, Instant now) {
    return last.version() == list.version() && !keys.isWithdrawn(last.leaf()) && last.isOf(now);
  }

  private Made make(StoredList list, Instant now) {
    Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
    SigningKey key = keys.ofList(list.authority(), list.keyHash());
    Map<Integer, Status> statuses = certificates.statuses(list.id());
    Token token = sign(key, list, statuses, issued, issued.plus(LIFE), TTL);
    return new Made(list.version(), key.leaf(), token, 0, 0);
  }

  @Override
  public Token token(UUID id, Instant time) {
    StoredList list = list(id);
    Instant now = clock.instant();
    Instant first = seconds(list.historyFrom());
    if (time.isAfter(now) || time.isBefore(first)) {
      throw CertificateProblem.STATUS_TIME_UNKNOWN.problem(
          "the list " + id + " is known from " + first + " to now");
    }
    Instant from = certificates.lastChange(id, time).map(SignedStatusLists::seconds).orElse(first);
    Optional<Instant> until = certificates.nextChange(id, time).map(SignedStatusLists::seconds);
    return sign(
        keys.ofList(list.authority(), list.keyHash()),
        list,
        certificates.statuses(id, time),
        from,
        until.orElseGet(() -> seconds(now).plus(LIFE)),
        until.isPresent() ? LIFE : TTL);
  }

  /** The first whole second at which a change shows, since times in tokens are whole seconds. */
  private static Instant seconds(Instant change) {
    Instant second = change.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(change) ? second : second.plusSeconds(1);
  }

  @Override
  public List<URI> of(String authority) {
    List<UUID> known = lists.of(authority);
    if (known.isEmpty()) {
      types.of(authority);
    }
    return known.stream().map(id -> URI.create(uri(id))).toList();
  }

  private String uri(UUID list) {
    return settings.publicUrl() + "/status-lists/" + list;
  }

  private Token sign(
      SigningKey key,
      StoredList list,
      Map<Integer, Status> statuses,
      Instant issued,
      Instant expires,
      Duration ttl) {
    StatusList packed = StatusList.of(list.bits(), list.capacity());
    statuses.forEach((index, status) -> packed.set(index, value(status)));
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("sub", uri(list.id()));
    payload.put("iss", keys.issuer(list.authority()));
    payload.put("iat", issued.getEpochSecond());
    payload.put("exp", expires.getEpochSecond());
    payload.put("ttl", ttl.toSeconds());
    payload.set(
        "status_list", packed.json().put("aggregation_uri", keys.statusLists(list.authority())));
    String jwt = JwtSigner.sign(key, "statuslist+jwt", payload);
    return new Token(jwt, issued, ttl.toSeconds(), tag(payload));
  }

  /** Of the content, since no two signatures of it are alike. */
  private static String tag(ObjectNode payload) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(payload), 0, TAG_BYTES);
  }

  private static int value(Status status) {
    return switch (status) {
      case VALID -> StatusList.VALID;
      case REVOKED -> StatusList.INVALID;
      case SUSPENDED -> StatusList.SUSPENDED;
    };
  }
}
