package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.FederationError;
import io.tongban.certificates.TrustMarkSpec;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The trust marks this hub gives; each is signed anew from its definition. */
@ApplicationScoped
class IssuedMarks {
  private static final String TYPE = "trust-mark+jwt";

  /**
   * What clients from before the standard was final call {@code trust_mark_type}, and insist on.
   */
  private static final String TYPE_IN_DRAFTS = "id";

  private final Definitions definitions;
  private final Entities entities;
  private final EntityKeys keys;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  IssuedMarks(
      Definitions definitions,
      Entities entities,
      EntityKeys keys,
      HubSettings settings,
      Clock clock) {
    this.definitions = definitions;
    this.entities = entities;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** The claim {@code trust_marks} of an entity; may be empty. */
  ArrayNode of(String entity) {
    ArrayNode marks = JsonNodeFactory.instance.arrayNode();
    for (Definition<TrustMarkSpec> mark : entities.marks()) {
      if (entities.of(mark.spec()).equals(entity)) {
        marks
            .addObject()
            .put("trust_mark_type", mark.spec().type())
            .put(TYPE_IN_DRAFTS, mark.spec().type())
            .put("trust_mark", signed(mark));
      }
    }
    return marks;
  }

  private String signed(Definition<TrustMarkSpec> mark) {
    TrustMarkSpec spec = mark.spec();
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", entities.hub())
            .put("sub", entities.of(spec))
            .put("trust_mark_type", spec.type())
            .put(TYPE_IN_DRAFTS, spec.type())
            .put("jti", mark.name())
            .put("iat", clock.instant().getEpochSecond())
            .put("exp", end(spec).getEpochSecond())
            .put("vct", spec.vct());
    if (spec.assurance() != null) {
      payload.put("assurance", spec.assurance().name());
    }
    if (spec.delegation() != null) {
      payload.put("delegation", spec.delegation());
    }
    return keys.sign(null, TYPE, payload);
  }

  private Instant end(TrustMarkSpec spec) {
    return spec.to().plusDays(1).atStartOfDay(settings.zone()).toInstant();
  }

  String mark(String type, String subject) {
    if (type == null || subject == null) {
      throw FederationError.INVALID_REQUEST.because("trust_mark_type and sub are needed");
    }
    return entities.marks().stream()
        .filter(mark -> mark.spec().type().equals(type))
        .filter(mark -> entities.of(mark.spec()).equals(subject))
        .findFirst()
        .map(this::signed)
        .orElseThrow(() -> FederationError.NOT_FOUND.because("there is no such trust mark"));
  }

  List<String> marked(String type, String subject) {
    return entities.marks().stream()
        .map(Definition::spec)
        .filter(mark -> type == null || mark.type().equals(type))
        .map(entities::of)
        .filter(entity -> subject == null || entity.equals(subject))
        .distinct()
        .sorted()
        .toList();
  }

  String status(String trustMark) {
    if (trustMark == null) {
      throw FederationError.INVALID_REQUEST.because("trust_mark is needed");
    }
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", entities.hub())
            .put("iat", clock.instant().getEpochSecond())
            .put("trust_mark", trustMark)
            .put("status", statusOf(trustMark));
    return keys.sign(null, "trust-mark-status-response+jwt", payload);
  }

  private String statusOf(String trustMark) {
    Jws jws;
    try {
      jws = Jws.parse(trustMark);
    } catch (SdJwtException unreadable) {
      return "invalid";
    }
    TrustMarkSpec spec =
        definitions
            .find(TrustMarkSpec.class, String.valueOf(jws.text("jti")))
            .map(Definition::spec)
            .filter(found -> entities.hub().equals(jws.text("iss")))
            .filter(found -> found.type().equals(jws.text("trust_mark_type")))
            .filter(found -> entities.of(found).equals(jws.text("sub")))
            .filter(found -> found.vct().equals(jws.text("vct")))
            .orElseThrow(
                () -> FederationError.NOT_FOUND.because("this is no trust mark of this issuer"));
    return jws.hasType(TYPE) && FederationJwt.isSigned(jws, keys.published(null))
        ? status(spec, jws)
        : "invalid";
  }

  private String status(TrustMarkSpec spec, Jws jws) {
    LocalDate today = entities.today();
    if (spec.withdrawnOn(today)) {
      return "revoked";
    }
    Instant now = clock.instant();
    boolean over = jws.instant("exp").filter(exp -> !now.isBefore(exp)).isPresent();
    if (over || today.isAfter(spec.to())) {
      return "expired";
    }
    return spec.holdsOn(today) ? "active" : "invalid";
  }
}
