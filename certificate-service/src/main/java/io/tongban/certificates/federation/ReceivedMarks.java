package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Assurance;
import io.tongban.certificates.FederationException;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.federation.ChainException.Fault;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.certificates.jose.Jws;
import io.tongban.hub.Definition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Trust marks that others show (OpenID Federation 1.0, section 7.3). */
@ApplicationScoped
public class ReceivedMarks {
  private static final String TYPE = "trust-mark+jwt";
  private static final String STATUS = "trust-mark-status-response+jwt";
  private static final Duration FRESH = Duration.ofMinutes(5);
  private final ChainResolver resolver;
  private final FederationFetcher fetcher;
  private final Clock clock;

  @Inject
  ReceivedMarks(ChainResolver resolver, FederationFetcher fetcher, Clock clock) {
    this.resolver = resolver;
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /**
   * A trust mark that is active.
   *
   * @param vct of the certificates it allows, or null where it names none
   * @param assurance what it states, or null
   */
  public record Mark(String compact, String vct, Assurance assurance, Instant expires) {}

  /**
   * The active trust mark of a type, for certificates of a type. Its issuer is asked each time, so
   * that a withdrawal counts at once.
   *
   * @throws ChainException UNREACHABLE where the issuer does not say now that it is active
   */
  public Mark require(TrustChain chain, String type, String vct, Definition<TrustAnchorSpec> anchor)
      throws ChainException {
    for (JsonNode entry : chain.statements().get(0).claim("trust_marks")) {
      if (type.equals(entry.path("trust_mark_type").textValue())) {
        Mark mark = active(chain, entry, anchor);
        if (mark.vct() != null && !mark.vct().equals(vct)) {
          throw new ChainException(
              Fault.MARK_SCOPE, "the trust mark allows another type of certificate");
        }
        return mark;
      }
    }
    throw new ChainException(
        Fault.MARK_MISSING, chain.subject() + " shows no trust mark of the type " + type);
  }

  /** Those of an entity's trust marks that are active, by type; others are left out. */
  Map<String, Mark> verified(TrustChain chain, Definition<TrustAnchorSpec> anchor) {
    Map<String, Mark> verified = new LinkedHashMap<>();
    for (JsonNode entry : chain.statements().get(0).claim("trust_marks")) {
      try {
        verified.put(entry.path("trust_mark_type").asText(), active(chain, entry, anchor));
      } catch (ChainException notActive) {
        System.getLogger(ReceivedMarks.class.getName())
            .log(System.Logger.Level.DEBUG, "a trust mark is left out", notActive);
      }
    }
    return verified;
  }

  private Mark active(TrustChain chain, JsonNode entry, Definition<TrustAnchorSpec> anchor)
      throws ChainException {
    String compact = entry.path("trust_mark").asText();
    String type = entry.path("trust_mark_type").asText();
    Jws mark = Statement.read(compact, TYPE, clock.instant());
    if (!type.equals(mark.text("trust_mark_type")) || !chain.subject().equals(mark.text("sub"))) {
      throw new ChainException(Fault.SUBJECT, "a trust mark is of another entity or type");
    }
    String issuer = String.valueOf(mark.text("iss"));
    requireIssuer(chain.anchor(), type, issuer);
    TrustChain issuers = resolver.resolve(issuer, anchor);
    if (!FederationJwt.isSigned(mark, issuers.keys())) {
      throw new ChainException(Fault.SIGNATURE, "the trust mark's issuer did not sign it");
    }
    requireDelegation(chain.anchor(), type, mark);
    requireActive(issuers, compact, anchor);
    return new Mark(
        compact, mark.text("vct"), assurance(mark), mark.instant("exp").orElse(Instant.MAX));
  }

  /**
   * The anchor must name the issuer for that type. An empty list, which lets anybody issue, names
   * nobody: who may certify in law is no matter for everybody.
   */
  private static void requireIssuer(Statement anchor, String type, String issuer)
      throws ChainException {
    boolean named =
        anchor
            .claim("trust_mark_issuers")
            .path(type)
            .valueStream()
            .anyMatch(entity -> issuer.equals(entity.textValue()));
    if (!named) {
      throw new ChainException(
          Fault.MARK_ISSUER, "the anchor names no issuer " + issuer + " of that trust mark");
    }
  }

  /** Where the anchor knows another owner of the type, the owner must have delegated it. */
  private void requireDelegation(Statement anchor, String type, Jws mark) throws ChainException {
    JsonNode owner = anchor.claim("trust_mark_owners").path(type);
    if (owner.isMissingNode()) {
      return;
    }
    Jws delegation =
        Statement.read(mark.text("delegation"), "trust-mark-delegation+jwt", clock.instant());
    if (!FederationJwt.isSigned(delegation, owner.path("jwks"))
        || !owner.path("sub").asText().equals(delegation.text("iss"))
        || !type.equals(delegation.text("trust_mark_type"))
        || !String.valueOf(mark.text("iss")).equals(delegation.text("sub"))) {
      throw new ChainException(
          Fault.MARK_ISSUER, "the trust mark's owner did not delegate it to its issuer");
    }
  }

  private void requireActive(TrustChain issuer, String mark, Definition<TrustAnchorSpec> anchor)
      throws ChainException {
    // published in the issuer's own configuration (section 8.4)
    JsonNode endpoint =
        issuer
            .statements()
            .get(0)
            .metadata()
            .path("federation_entity")
            .path("federation_trust_mark_status_endpoint");
    if (!endpoint.isTextual()) {
      throw new ChainException(
          Fault.UNREACHABLE, "the trust mark's issuer does not tell whether it is active");
    }
    Instant now = clock.instant();
    Jws status = Statement.read(asked(issuer, endpoint, mark, anchor), STATUS, now);
    if (!FederationJwt.isSigned(status, issuer.keys())) {
      throw new ChainException(Fault.SIGNATURE, "the trust mark's status is of another");
    }
    if (!issuer.subject().equals(status.text("iss")) || !mark.equals(status.text("trust_mark"))) {
      throw new ChainException(Fault.SUBJECT, "the status is of another trust mark");
    }
    if (status.instant("iat").filter(at -> at.isAfter(now.minus(FRESH))).isEmpty()) {
      throw new ChainException(Fault.UNREACHABLE, "the trust mark's status is stale");
    }
    if (!"active".equals(status.text("status"))) {
      throw new ChainException(
          Fault.MARK_WITHDRAWN, "the trust mark's issuer says that it is not active");
    }
  }

  private String asked(
      TrustChain issuer, JsonNode endpoint, String mark, Definition<TrustAnchorSpec> anchor)
      throws ChainException {
    try {
      return fetcher.trustMarkStatus(anchor.spec(), issuer.subject(), endpoint.textValue(), mark);
    } catch (FederationException notOurs) {
      throw new ChainException(Fault.MARK_WITHDRAWN, notOurs.getMessage(), notOurs);
    }
  }

  private static Assurance assurance(Jws mark) {
    return Optional.ofNullable(mark.text("assurance"))
        .flatMap(
            stated ->
                java.util.Arrays.stream(Assurance.values())
                    .filter(level -> level.name().equals(stated))
                    .findFirst())
        .orElse(null);
  }
}
