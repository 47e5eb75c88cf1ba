package io.tongban.certificates.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.TrustAnchors;
import io.tongban.certificates.TrustAnchors.TrustedIssuer;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.certificates.format.Formats;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.Standing;
import io.tongban.certificates.recognition.Candidate;
import io.tongban.certificates.recognition.Conclusion;
import io.tongban.certificates.recognition.Recogniser;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks a presentation over in a fixed order, the first fault being the verdict: malformed, unknown
 * issuer, signature, holder, validity, status.
 */
@ApplicationScoped
public class Inspection {
  private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Instance<TrustAnchors> anchors;
  private final Formats formats;
  private final Definitions definitions;
  private final CertificateStore certificates;
  private final Recogniser recogniser;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  Inspection(
      Instance<TrustAnchors> anchors,
      Formats formats,
      Definitions definitions,
      CertificateStore certificates,
      Recogniser recogniser,
      HubSettings settings,
      Clock clock) {
    this.anchors = anchors;
    this.formats = formats;
    this.definitions = definitions;
    this.certificates = certificates;
    this.recogniser = recogniser;
    this.settings = settings;
    this.clock = clock;
  }

  /** Looks a presentation over, in whichever format it is. */
  public Finding inspect(String text, Challenge challenge) {
    try {
      return inspect(formats.read(text), challenge);
    } catch (CredentialException unreadable) {
      return Finding.MALFORMED;
    }
  }

  /** Looks a presentation over that could be read. */
  public Finding inspect(PresentedCredential presented, Challenge challenge) {
    return inspect(presented, challenge, null);
  }

  /**
   * Looks a presentation over that could be read.
   *
   * @param recognition the one Recognition by which another region's certificate may count; null
   *     for those of own types
   */
  public Finding inspect(PresentedCredential presented, Challenge challenge, String recognition) {
    Optional<TrustedIssuer> issuer = issuer(presented);
    if (issuer.isEmpty()) {
      return recogniser
          .candidate(presented, recognition)
          .map(candidate -> foreign(candidate, presented, challenge))
          .orElseGet(
              () -> Finding.of(isForged(presented) ? Verdict.TAMPERED : Verdict.UNKNOWN_ISSUER));
    }
    String type = issuer.get().type();
    if (!presented.signedBy(issuer.get().key())) {
      return Finding.of(Verdict.TAMPERED, type);
    }
    try {
      ObjectNode claims = presented.claims();
      if (!isHolders(presented, challenge)) {
        return new Finding(Verdict.WRONG_HOLDER, type, certificate(presented), Map.of());
      }
      return judged(presented, claims, type);
    } catch (CredentialException e) {
      return Finding.of(Verdict.TAMPERED, type);
    }
  }

  private Finding foreign(Candidate candidate, PresentedCredential presented, Challenge challenge) {
    if (candidate.refusal() != null) {
      return Finding.of(
          Conclusion.refused(candidate.refusal(), candidate.reason()), null, Map.of());
    }
    String type = candidate.type();
    if (!candidate.signed(presented)) {
      return Finding.of(Verdict.TAMPERED, type);
    }
    try {
      ObjectNode content = presented.content();
      if (!isHolders(presented, challenge)) {
        return Finding.of(Verdict.WRONG_HOLDER, type);
      }
      if (isAhead(presented)) {
        return Finding.of(Verdict.NOT_YET_VALID, type);
      }
      if (isOver(presented)) {
        return Finding.of(Verdict.EXPIRED, type);
      }
      Conclusion conclusion = recogniser.conclude(candidate, presented, content);
      return Finding.of(
          conclusion, type, CanonicalJson.mapper().convertValue(conclusion.claims(), CLAIMS));
    } catch (CredentialException e) {
      return Finding.of(Verdict.TAMPERED, type);
    }
  }

  private boolean isAhead(PresentedCredential presented) {
    Instant latest = clock.instant().plus(SKEW);
    return presented.validFrom().filter(from -> from.isAfter(latest)).isPresent();
  }

  private boolean isOver(PresentedCredential presented) {
    Instant now = clock.instant();
    return presented.validUntil().filter(until -> !now.isBefore(until)).isPresent();
  }

  private Optional<TrustedIssuer> issuer(PresentedCredential presented) {
    List<X509Certificate> chain = presented.chain();
    String vct = vct(presented);
    Instant now = clock.instant();
    return anchors.stream()
        .map(anchor -> anchor.resolve(presented.issuer(), vct, chain, now))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Trust goes by {@code vct}; a type has other names in other formats. */
  private String vct(PresentedCredential presented) {
    CredentialFormat format = formats.named(presented.format()).orElseThrow();
    return definitions.all(CertificateTypeSpec.class).stream()
        .map(Definition::spec)
        .filter(type -> presented.type().equals(format.nameOf(type)))
        .map(CertificateTypeSpec::vct)
        .findFirst()
        .orElseGet(presented::type);
  }

  /**
   * The certificate it carries is of a trusted authority, yet that authority did not sign this: the
   * issuer's name or the type was changed, and "unknown issuer" would be the wrong lead.
   */
  private boolean isForged(PresentedCredential presented) {
    List<X509Certificate> chain = presented.chain();
    Instant now = clock.instant();
    return anchors.stream().anyMatch(anchor -> anchor.vouchesFor(chain, now))
        && !presented.signedBy(chain.get(0).getPublicKey());
  }

  private boolean isHolders(PresentedCredential presented, Challenge challenge) {
    return presented.isBound() ? presented.isHeld(challenge, clock.instant()) : challenge.isNone();
  }

  private Finding judged(PresentedCredential presented, ObjectNode subject, String type) {
    Optional<Standing> certificate = stored(presented);
    UUID id = certificate.map(Standing::certificate).orElse(null);
    if (isAhead(presented)) {
      return new Finding(Verdict.NOT_YET_VALID, type, id, Map.of());
    }
    Map<String, Object> claims = CanonicalJson.mapper().convertValue(subject, CLAIMS);
    if (isOver(presented)) {
      return new Finding(Verdict.EXPIRED, type, id, claims);
    }
    if (certificate.isEmpty()) {
      return Finding.of(Verdict.STATUS_UNAVAILABLE, type);
    }
    Act act = certificate.get().act();
    return switch (act.status()) {
      case VALID -> new Finding(Verdict.VALID, type, id, claims);
      case SUSPENDED -> new Finding(Verdict.SUSPENDED, act, type, id, claims);
      case REVOKED -> new Finding(Verdict.REVOKED, act, type, id, claims);
    };
  }

  private UUID certificate(PresentedCredential presented) {
    return stored(presented).map(Standing::certificate).orElse(null);
  }

  /**
   * The hub's own record behind {@code status.status_list}: its lists are views of these records,
   * so the verdict never lags behind a cached list.
   */
  private Optional<Standing> stored(PresentedCredential presented) {
    String prefix = settings.publicUrl() + "/status-lists/";
    return presented
        .status()
        .filter(status -> status.uri().startsWith(prefix))
        .flatMap(
            status ->
                list(status.uri().substring(prefix.length()))
                    .flatMap(list -> certificates.at(list, status.index())));
  }

  private static Optional<UUID> list(String id) {
    try {
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException noList) {
      return Optional.empty();
    }
  }
}
