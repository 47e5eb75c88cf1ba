package io.tongban.certificates.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.Actor;
import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks an annotated copy 加注件 over: it serves its department and purpose until its end, and nobody
 * else.
 */
@ApplicationScoped
public class CopyInspection {
  /** The header's {@code typ} of an annotated copy. */
  public static final String TYPE = "annotated-copy+jwt";

  private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};
  private final AuthorityKeys keys;
  private final CertificateStore certificates;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  CopyInspection(
      AuthorityKeys keys, CertificateStore certificates, HubSettings settings, Clock clock) {
    this.keys = keys;
    this.certificates = certificates;
    this.settings = settings;
    this.clock = clock;
  }

  /** The copy, if that is what the text is; not verified. */
  static Optional<Jws> read(String text) {
    if (text == null || text.contains("~")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Jws.parse(text.strip())).filter(jws -> jws.hasType(TYPE));
    } catch (SdJwtException noJwt) {
      return Optional.empty();
    }
  }

  /**
   * Looks it over; the first fault is the verdict.
   *
   * @param actor who verifies, or null for a visitor, to whom every copy is shown elsewhere
   */
  Finding inspect(Actor actor, String purpose, Jws copy) {
    if (!settings.publicUrl().toString().equals(copy.text("iss"))) {
      return Finding.of(Verdict.UNKNOWN_ISSUER);
    }
    if (!copy.signedBy(keys.hub().leaf().getPublicKey())) {
      return Finding.of(Verdict.TAMPERED);
    }
    String type = copy.payload().path("certificate").path("type").textValue();
    JsonNode annotation = copy.payload().path("annotation");
    boolean here =
        actor != null
            && actor.department().equals(annotation.path("department").textValue())
            && annotation.path("purpose").asText().equals(purpose);
    if (!here) {
      return Finding.of(Verdict.WRONG_USE, type);
    }
    if (copy.instant("exp").filter(clock.instant()::isBefore).isEmpty()) {
      return Finding.of(Verdict.EXPIRED, type);
    }
    return certificate(copy)
        .map(found -> judged(found, copy))
        .orElseGet(() -> Finding.of(Verdict.STATUS_UNAVAILABLE, type));
  }

  private Optional<StoredCertificate> certificate(Jws copy) {
    return certificates.find(
        UUID.fromString(copy.payload().path("certificate").path("id").asText()));
  }

  private static Finding judged(StoredCertificate certificate, Jws copy) {
    Map<String, Object> claims =
        CanonicalJson.mapper().convertValue(copy.payload().path("claims"), CLAIMS);
    Act act = certificate.act();
    return switch (act.status()) {
      case VALID -> new Finding(Verdict.VALID, certificate.type(), certificate.id(), claims);
      case SUSPENDED ->
          new Finding(Verdict.SUSPENDED, act, certificate.type(), certificate.id(), claims);
      case REVOKED ->
          new Finding(Verdict.REVOKED, act, certificate.type(), certificate.id(), claims);
    };
  }
}
