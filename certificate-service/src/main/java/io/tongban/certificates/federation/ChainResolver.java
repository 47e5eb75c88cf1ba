package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.federation.ChainException.Fault;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds trust chains (OpenID Federation 1.0, section 10) and keeps those that hold for a while. It
 * asks no more entities than {@link #MAX_FETCHES} for one chain, whatever statements say. That none
 * holds is kept shortly as well: an entity that is cut off or lies is not asked again for each
 * certificate that names it, and definitions that were applied since are looked at at once.
 */
@ApplicationScoped
public class ChainResolver {
  /** Entities of a chain, the subject and the anchor among them. */
  static final int MAX_PATH = 6;

  static final int MAX_FETCHES = 32;
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** How long a way that failed is not tried again. */
  static final Duration FAILURE_KEPT = Duration.ofSeconds(30);

  private static final int MOST_KEPT = 500;

  private final FederationFetcher fetcher;
  private final Entities entities;
  private final EntityKeys keys;
  private final Clock clock;
  private final Definitions definitions;
  private final Map<Key, Kept> chains = bounded();

  /** Apart from the chains that hold, so that no wave of invented issuers drives those out. */
  private final Map<Key, Failure> failures = bounded();

  private record Key(String anchor, String entity) {}

  private record Kept(TrustChain chain, Instant until) {}

  /**
   * @param definitions the version under which it failed; this hub's own statements are made of
   *     them
   */
  private record Failure(Fault fault, String message, long definitions, Instant until) {}

  @Inject
  ChainResolver(
      FederationFetcher fetcher,
      Entities entities,
      EntityKeys keys,
      Definitions definitions,
      Clock clock) {
    this.fetcher = fetcher;
    this.entities = entities;
    this.keys = keys;
    this.definitions = definitions;
    this.clock = clock;
  }

  private static <V> Map<Key, V> bounded() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
            return size() > MOST_KEPT;
          }
        });
  }

  /**
   * The chain from an entity to an anchor.
   *
   * @throws ChainException with what is wrong with the way that led the farthest
   */
  public TrustChain resolve(String entity, Definition<TrustAnchorSpec> anchor)
      throws ChainException {
    Key key = new Key(anchor.digest(), entity);
    Instant now = clock.instant();
    Kept kept = chains.get(key);
    if (kept != null && now.isBefore(kept.until()) && !isOurs(kept.chain())) {
      return kept.chain();
    }
    chains.remove(key);
    long version = definitions.version();
    requireNotFailed(key, version, now);
    try {
      TrustChain chain = new Climb(anchor.spec(), now).from(entity);
      Instant until = now.plus(KEPT);
      chains.put(key, new Kept(chain, chain.expires().isBefore(until) ? chain.expires() : until));
      return chain;
    } catch (ChainException failed) {
      failures.put(
          key, new Failure(failed.fault(), failed.getMessage(), version, now.plus(FAILURE_KEPT)));
      throw failed;
    }
  }

  private void requireNotFailed(Key key, long version, Instant now) throws ChainException {
    Failure failure = failures.get(key);
    if (failure == null) {
      return;
    }
    if (failure.definitions() == version && now.isBefore(failure.until())) {
      throw new ChainException(failure.fault(), failure.message());
    }
    failures.remove(key, failure);
  }

  /** What this hub states itself costs no fetch, and holds as it is declared now. */
  private boolean isOurs(TrustChain chain) {
    return chain.path().stream().allMatch(entities::isOurs);
  }

  /** Whether an entity of that name could be asked at all. */
  public boolean reaches(Definition<TrustAnchorSpec> anchor, String entity) {
    return fetcher.reaches(anchor.spec(), entity);
  }

  /** One way up, and what it has asked for. */
  private final class Climb {
    private final TrustAnchorSpec anchor;
    private final Instant now;
    private int fetches;
    private ChainException farthest;
    private int reached;

    Climb(TrustAnchorSpec anchor, Instant now) {
      this.anchor = anchor;
      this.now = now;
    }

    TrustChain from(String entity) throws ChainException {
      Statement subject = configuration(entity);
      List<Statement> chain = new ArrayList<>(List.of(subject));
      Set<String> seen = new LinkedHashSet<>(Set.of(entity));
      if (!entity.equals(anchor.entity())) {
        List<Statement> above = above(subject, seen);
        if (above.isEmpty()) {
          throw farthest != null
              ? farthest
              : new ChainException(Fault.NO_PATH, "no way leads from " + entity + " to the anchor");
        }
        chain.addAll(above);
      }
      return verified(chain);
    }

    /** The statements above an entity up to the anchor's configuration; empty where none leads. */
    private List<Statement> above(Statement below, Set<String> seen) throws ChainException {
      for (String hint : below.hints()) {
        try {
          List<Statement> way = through(hint, below, seen);
          if (!way.isEmpty()) {
            return way;
          }
        } catch (ChainException dead) {
          note(dead, seen.size());
        }
      }
      return List.of();
    }

    private void note(ChainException dead, int depth) {
      if (farthest == null || depth > reached) {
        farthest = dead;
        reached = depth;
      }
    }

    private List<Statement> through(String hint, Statement below, Set<String> seen)
        throws ChainException {
      if (seen.contains(hint)) {
        throw new ChainException(Fault.LOOP, "authority_hints lead back to " + hint);
      }
      if (seen.size() >= MAX_PATH) {
        throw new ChainException(
            Fault.PATH_TOO_LONG, "a chain has more than " + MAX_PATH + " entities");
      }
      Statement superior = configuration(hint);
      Statement about = about(superior, below.subject());
      below.requireSigned(about.jwks());
      if (hint.equals(anchor.entity())) {
        return List.of(about, superior);
      }
      Set<String> further = new LinkedHashSet<>(seen);
      further.add(hint);
      List<Statement> rest = above(superior, further);
      if (rest.isEmpty()) {
        return List.of();
      }
      List<Statement> way = new ArrayList<>(List.of(about));
      way.addAll(rest);
      return way;
    }

    private Statement configuration(String entity) throws ChainException {
      count();
      Statement statement = Statement.parse(fetcher.configuration(anchor, entity), now);
      if (!statement.issuer().equals(entity) || !statement.subject().equals(entity)) {
        throw new ChainException(
            Fault.SUBJECT, "the entity configuration of " + entity + " is of another");
      }
      statement.requireSigned(entity.equals(anchor.entity()) ? anchorKeys() : statement.jwks());
      return statement;
    }

    private Statement about(Statement superior, String subject) throws ChainException {
      JsonNode endpoint =
          superior.metadata().path("federation_entity").path("federation_fetch_endpoint");
      if (!endpoint.isTextual()) {
        throw new ChainException(
            Fault.NO_PATH, superior.subject() + " has no federation_fetch_endpoint");
      }
      count();
      Statement about =
          Statement.parse(
              fetcher.statement(anchor, superior.subject(), endpoint.textValue(), subject), now);
      if (!about.issuer().equals(superior.subject()) || !about.subject().equals(subject)) {
        throw new ChainException(
            Fault.SUBJECT, "a statement of " + superior.subject() + " is about another entity");
      }
      about.requireSigned(superior.jwks());
      return about;
    }

    private void count() throws ChainException {
      if (++fetches > MAX_FETCHES) {
        throw new ChainException(
            Fault.PATH_TOO_LONG, "a chain needs more than " + MAX_FETCHES + " statements");
      }
    }

    private JsonNode anchorKeys() {
      return anchor.jwks() == null && anchor.entity().equals(entities.hub())
          ? keys.published(null)
          : CanonicalJson.mapper().valueToTree(anchor.jwks());
    }

    /** Each statement must be signed with a key that the one above vouches for. */
    private TrustChain verified(List<Statement> chain) throws ChainException {
      int last = chain.size() - 1;
      for (int i = 0; i < last; i++) {
        chain.get(i).requireSigned(i == last - 1 ? anchorKeys() : chain.get(i + 1).jwks());
      }
      Constraints.require(chain);
      Instant expires =
          chain.stream().map(Statement::expires).min(Instant::compareTo).orElseThrow();
      JsonNode subjectKeys = last == 0 ? anchorKeys() : chain.get(1).jwks();
      return new TrustChain(chain, metadata(chain), subjectKeys, expires);
    }

    private ObjectNode metadata(List<Statement> chain) throws ChainException {
      ObjectNode metadata = chain.get(0).metadata().deepCopy();
      if (chain.size() == 1) {
        return metadata;
      }
      override(metadata, chain.get(1).metadata());
      List<Statement> above = chain.subList(1, chain.size() - 1);
      Constraints.filter(above, metadata);
      List<JsonNode> policies = new ArrayList<>();
      for (int i = above.size() - 1; i >= 0; i--) {
        JsonNode policy = above.get(i).claim("metadata_policy");
        if (!policy.isMissingNode()) {
          policies.add(policy);
        }
      }
      return MetadataPolicy.applied(MetadataPolicy.merged(policies), metadata);
    }

    /** What the immediate superior says of an entity type the subject has (section 3.1.1). */
    private static void override(ObjectNode metadata, ObjectNode superiors) {
      for (var type : superiors.properties()) {
        if (metadata.get(type.getKey()) instanceof ObjectNode own) {
          own.setAll((ObjectNode) type.getValue());
        }
      }
    }
  }
}
