package io.tongban.certificates.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.TrustAnchors;
import io.tongban.certificates.TrustAnchors.TrustedIssuer;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.KeyBinding;
import io.tongban.certificates.jose.X5c;
import io.tongban.certificates.recognition.Candidate;
import io.tongban.certificates.recognition.Conclusion;
import io.tongban.certificates.recognition.Recogniser;
import io.tongban.certificates.sdjwt.SdJwt;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Looks a presentation over in a fixed order, the first fault being the verdict: malformed, unknown
 * issuer, signature, holder, validity, status.
 */
@ApplicationScoped
public class Inspection {
  private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** Claims about the credential and not about its subject. */
  private static final Set<String> ENVELOPE =
      Set.of("iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd_alg");

  private final Instance<TrustAnchors> anchors;
  private final CertificateStore certificates;
  private final Recogniser recogniser;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  Inspection(
      Instance<TrustAnchors> anchors,
      CertificateStore certificates,
      Recogniser recogniser,
      HubSettings settings,
      Clock clock) {
    this.anchors = anchors;
    this.certificates = certificates;
    this.recogniser = recogniser;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Looks a presentation over.
   *
   * @param nonce what the KB-JWT must carry, or null where none was asked for
   * @param audience as {@code nonce}
   */
  public Finding inspect(String text, String nonce, String audience) {
    return inspect(text, nonce, audience, null);
  }

  /**
   * Looks a presentation over.
   *
   * @param recognition the one Recognition by which another region's certificate may count; null
   *     for those of own types
   */
  public Finding inspect(String text, String nonce, String audience, String recognition) {
    try {
      SdJwt presentation = SdJwt.parse(text == null ? null : text.strip());
      Jws jws = Jws.parse(presentation.issuerJwt());
      return isCredential(jws)
          ? inspect(presentation, jws, nonce, audience, recognition)
          : Finding.of(Verdict.MALFORMED);
    } catch (SdJwtException e) {
      return Finding.of(Verdict.MALFORMED);
    }
  }

  private Finding inspect(
      SdJwt presentation, Jws jws, String nonce, String audience, String recognition) {
    Optional<TrustedIssuer> issuer = issuer(jws);
    if (issuer.isEmpty()) {
      return recogniser
          .candidate(jws, recognition)
          .map(candidate -> foreign(candidate, presentation, jws, nonce, audience))
          .orElseGet(() -> Finding.of(isForged(jws) ? Verdict.TAMPERED : Verdict.UNKNOWN_ISSUER));
    }
    String type = issuer.get().type();
    if (!jws.signedBy(issuer.get().key())) {
      return Finding.of(Verdict.TAMPERED, type);
    }
    try {
      ObjectNode processed = presentation.processed();
      if (!isHolders(presentation, nonce, audience)) {
        return new Finding(Verdict.WRONG_HOLDER, type, certificate(jws), Map.of());
      }
      return judged(jws, processed, type);
    } catch (SdJwtException e) {
      return Finding.of(Verdict.TAMPERED, type);
    }
  }

  private Finding foreign(
      Candidate candidate, SdJwt presentation, Jws jws, String nonce, String audience) {
    if (candidate.refusal() != null) {
      return Finding.of(
          Conclusion.refused(candidate.refusal(), candidate.reason()), null, Map.of());
    }
    String type = candidate.type();
    if (!candidate.signed(jws)) {
      return Finding.of(Verdict.TAMPERED, type);
    }
    try {
      ObjectNode processed = presentation.processed();
      if (!isHolders(presentation, nonce, audience)) {
        return Finding.of(Verdict.WRONG_HOLDER, type);
      }
      Instant now = clock.instant();
      if (isAhead(jws, "nbf", now) || isAhead(jws, "iat", now)) {
        return Finding.of(Verdict.NOT_YET_VALID, type);
      }
      if (isOver(jws, now)) {
        return Finding.of(Verdict.EXPIRED, type);
      }
      Conclusion conclusion = recogniser.conclude(candidate, jws, processed);
      return Finding.of(conclusion, type, claims(conclusion.claims()));
    } catch (SdJwtException e) {
      return Finding.of(Verdict.TAMPERED, type);
    }
  }

  private static boolean isCredential(Jws jws) {
    return jws.hasType("dc+sd-jwt")
        && jws.text("iss") != null
        && jws.text("vct") != null
        && (!jws.payload().has("exp") || jws.instant("exp").isPresent())
        && (!jws.payload().has("nbf") || jws.instant("nbf").isPresent())
        && (!jws.payload().has("iat") || jws.instant("iat").isPresent());
  }

  private Optional<TrustedIssuer> issuer(Jws jws) {
    var chain = X5c.read(jws.header());
    Instant now = clock.instant();
    return anchors.stream()
        .map(anchor -> anchor.resolve(jws.text("iss"), jws.text("vct"), chain, now))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * The certificate it carries is of a trusted authority, yet that authority did not sign this: the
   * issuer's name or the type was changed, and "unknown issuer" would be the wrong lead.
   */
  private boolean isForged(Jws jws) {
    var chain = X5c.read(jws.header());
    Instant now = clock.instant();
    return anchors.stream().anyMatch(anchor -> anchor.vouchesFor(chain, now))
        && !jws.signedBy(chain.get(0).getPublicKey());
  }

  private boolean isHolders(SdJwt presentation, String nonce, String audience) {
    if (presentation.keyBindingJwt().isEmpty()) {
      return nonce == null && audience == null;
    }
    try {
      JsonNode confirmation = presentation.payload().path("cnf");
      return KeyBinding.holds(presentation, confirmation, nonce, audience, clock.instant());
    } catch (SdJwtException unreadable) {
      return false;
    }
  }

  private Finding judged(Jws jws, ObjectNode processed, String type) {
    Instant now = clock.instant();
    Optional<StoredCertificate> certificate = stored(jws);
    UUID id = certificate.map(StoredCertificate::id).orElse(null);
    if (isAhead(jws, "nbf", now) || isAhead(jws, "iat", now)) {
      return new Finding(Verdict.NOT_YET_VALID, type, id, Map.of());
    }
    Map<String, Object> claims = claims(processed);
    if (isOver(jws, now)) {
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

  private static boolean isOver(Jws jws, Instant now) {
    return jws.instant("exp").filter(exp -> !now.isBefore(exp)).isPresent();
  }

  private static boolean isAhead(Jws jws, String claim, Instant now) {
    return jws.instant(claim).filter(at -> at.isAfter(now.plus(SKEW))).isPresent();
  }

  private static Map<String, Object> claims(ObjectNode processed) {
    ObjectNode subject = processed.deepCopy();
    subject.remove(ENVELOPE);
    return CanonicalJson.mapper().convertValue(subject, CLAIMS);
  }

  private UUID certificate(Jws jws) {
    return stored(jws).map(StoredCertificate::id).orElse(null);
  }

  /**
   * The hub's own record behind {@code status.status_list}: its lists are views of these records,
   * so the verdict never lags behind a cached list.
   */
  private Optional<StoredCertificate> stored(Jws jws) {
    JsonNode reference = jws.payload().path("status").path("status_list");
    String uri = reference.path("uri").asText();
    String prefix = settings.publicUrl() + "/status-lists/";
    if (!uri.startsWith(prefix) || !reference.path("idx").canConvertToInt()) {
      return Optional.empty();
    }
    try {
      UUID list = UUID.fromString(uri.substring(prefix.length()));
      return certificates.at(list, reference.get("idx").intValue());
    } catch (IllegalArgumentException noList) {
      return Optional.empty();
    }
  }
}
