package io.tongban.certificates.recognition;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.federation.ChainException;
import io.tongban.certificates.federation.FederationFetcher;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.Definition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of another region's certificate by its status list (Token Status List, section 8). A
 * list is kept for as long as it says, and no longer: without a list in its term nothing is told.
 */
@ApplicationScoped
class ForeignStatus {
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final int MOST_KEPT = 32;
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);
  private static final Duration LONGEST_TTL = Duration.ofHours(12);

  private final FederationFetcher fetcher;
  private final Clock clock;
  private final Map<Key, Kept> lists =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
              return size() > MOST_KEPT;
            }
          });

  /** Lists of one address had under different anchors or keys are different lists. */
  private record Key(String anchor, String uri, List<ECPublicKey> keys) {}

  private record Kept(StatusList list, Instant until) {}

  @Inject
  ForeignStatus(FederationFetcher fetcher, Clock clock) {
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /**
   * VALID, SUSPENDED or REVOKED; STATUS_UNAVAILABLE in any doubt.
   *
   * @param reference the certificate's {@code status.status_list}
   * @param keys of the issuer, one of which must have signed the list
   */
  Verdict of(JsonNode reference, List<ECPublicKey> keys, Definition<TrustAnchorSpec> anchor) {
    JsonNode index = reference.path("idx");
    String uri = reference.path("uri").textValue();
    if (uri == null || !index.isIntegralNumber() || !index.canConvertToInt()) {
      return Verdict.STATUS_UNAVAILABLE;
    }
    return list(uri, keys, anchor)
        .filter(list -> index.intValue() >= 0 && index.intValue() < list.size())
        .map(list -> verdict(list.get(index.intValue())))
        .orElse(Verdict.STATUS_UNAVAILABLE);
  }

  private static Verdict verdict(int status) {
    return switch (status) {
      case StatusList.VALID -> Verdict.VALID;
      case StatusList.INVALID -> Verdict.REVOKED;
      case StatusList.SUSPENDED -> Verdict.SUSPENDED;
      default -> Verdict.STATUS_UNAVAILABLE;
    };
  }

  private Optional<StatusList> list(
      String uri, List<ECPublicKey> keys, Definition<TrustAnchorSpec> anchor) {
    Key key = new Key(anchor.digest(), uri, keys);
    Instant now = clock.instant();
    Kept kept = lists.get(key);
    if (kept != null && now.isBefore(kept.until())) {
      return Optional.of(kept.list());
    }
    lists.remove(key);
    try {
      Kept fetched =
          read(fetcher.get(anchor.spec(), uri, MAX_BYTES).strip(), uri, keys, now).orElse(null);
      if (fetched == null) {
        return Optional.empty();
      }
      lists.put(key, fetched);
      return Optional.of(fetched.list());
    } catch (ChainException | SdJwtException | IllegalArgumentException unusable) {
      System.getLogger(ForeignStatus.class.getName())
          .log(System.Logger.Level.INFO, "a status list of another region is of no use", unusable);
      return Optional.empty();
    }
  }

  private static Optional<Kept> read(String token, String uri, List<ECPublicKey> keys, Instant now)
      throws SdJwtException {
    Jws jws = Jws.parse(token, MAX_BYTES);
    JsonNode list = jws.payload().path("status_list");
    Instant issued = jws.instant("iat").orElse(Instant.MAX);
    Instant expires = jws.payload().has("exp") ? jws.instant("exp").orElse(now) : Instant.MAX;
    boolean holds =
        jws.hasType("statuslist+jwt")
            && uri.equals(jws.text("sub"))
            && !issued.isAfter(now.plus(SKEW))
            && now.isBefore(expires)
            && keys.stream().anyMatch(jws::signedBy)
            && list.path("bits").canConvertToInt()
            && list.path("lst").isTextual();
    if (!holds) {
      return Optional.empty();
    }
    Instant until = now.plus(ttl(jws));
    return Optional.of(
        new Kept(
            StatusList.decode(list.get("bits").intValue(), list.get("lst").textValue()),
            expires.isBefore(until) ? expires : until));
  }

  private static Duration ttl(Jws jws) {
    JsonNode ttl = jws.payload().path("ttl");
    if (!ttl.isIntegralNumber() || !ttl.canConvertToLong() || ttl.longValue() < 1) {
      return DEFAULT_TTL;
    }
    return Duration.ofSeconds(Math.min(ttl.longValue(), LONGEST_TTL.toSeconds()));
  }
}
