package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.FederationError;
import io.tongban.certificates.SubordinateSpec;
import io.tongban.certificates.SuperiorSpec;
import io.tongban.certificates.TrustMarkSpec;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What this hub states of itself, its authorities and the entities below it. */
@ApplicationScoped
class Publisher {
  static final String STATEMENT = "entity-statement+jwt";
  private static final Duration LIFE = Duration.ofHours(1);
  private final Definitions definitions;
  private final Entities entities;
  private final EntityKeys keys;
  private final IssuedMarks marks;
  private final CredentialIssuer issuer;
  private final Clock clock;

  @Inject
  Publisher(
      Definitions definitions,
      Entities entities,
      EntityKeys keys,
      IssuedMarks marks,
      CredentialIssuer issuer,
      Clock clock) {
    this.definitions = definitions;
    this.entities = entities;
    this.keys = keys;
    this.marks = marks;
    this.issuer = issuer;
    this.clock = clock;
  }

  String configuration(String authority) {
    entities.require(authority);
    String entity = entities.of(authority);
    ObjectNode statement = statement(entity, entity);
    statement.set("jwks", keys.published(authority));
    List<String> superiors = authority == null ? superiors() : List.of(entities.hub());
    if (!superiors.isEmpty()) {
      superiors.forEach(statement.putArray("authority_hints")::add);
    }
    statement.set("metadata", authority == null ? hubMetadata() : metadata(authority));
    ArrayNode own = marks.of(entity);
    if (!own.isEmpty()) {
      statement.set("trust_marks", own);
    }
    if (authority == null) {
      trustMarkIssuers(statement);
    }
    return keys.sign(authority, STATEMENT, statement);
  }

  private ObjectNode statement(String issuer, String subject) {
    Instant now = clock.instant();
    return JsonNodeFactory.instance
        .objectNode()
        .put("iss", issuer)
        .put("sub", subject)
        .put("iat", now.getEpochSecond())
        .put("exp", now.plus(LIFE).getEpochSecond());
  }

  /** Who is above the hub today. */
  List<String> superiors() {
    LocalDate today = entities.today();
    return definitions.all(SuperiorSpec.class).stream()
        .map(Definition::spec)
        .filter(superior -> superior.holdsOn(today))
        .map(SuperiorSpec::entity)
        .distinct()
        .toList();
  }

  private ObjectNode hubMetadata() {
    String base = entities.hub() + "/federation/";
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    ObjectNode hub = metadata.putObject("federation_entity");
    definitions.all(HubSpec.class).stream()
        .findFirst()
        .ifPresent(name -> hub.put("organization_name", name.title().en()));
    hub.put("federation_fetch_endpoint", base + "fetch")
        .put("federation_list_endpoint", base + "list")
        .put("federation_resolve_endpoint", base + "resolve")
        .put("federation_trust_mark_endpoint", base + "trust-mark")
        .put("federation_trust_mark_status_endpoint", base + "trust-mark-status")
        .put("federation_trust_mark_list_endpoint", base + "trust-mark-list")
        .put("federation_historical_keys_endpoint", base + "historical-keys");
    return metadata;
  }

  private ObjectNode metadata(String authority) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    ObjectNode entity = metadata.putObject("federation_entity");
    definitions
        .find(DepartmentSpec.class, authority)
        .ifPresent(name -> entity.put("organization_name", name.title().en()));
    entity.put(
        "federation_historical_keys_endpoint",
        entities.of(authority) + "/federation/historical-keys");
    ObjectNode credentials = issuer.metadata(authority).deepCopy();
    credentials.set("jwks", issuer.issuerKeys(authority).get("jwks"));
    // neither automatic nor explicit; some clients want that said
    credentials.putArray("client_registration_types_supported");
    metadata.set("openid_credential_issuer", credentials);
    return metadata;
  }

  private void trustMarkIssuers(ObjectNode statement) {
    Map<String, TreeSet<String>> issuers = new TreeMap<>();
    definitions
        .all(TrustMarkSpec.class)
        .forEach(
            mark ->
                issuers
                    .computeIfAbsent(mark.spec().type(), type -> new TreeSet<>())
                    .add(entities.hub()));
    LocalDate today = entities.today();
    definitions.all(SubordinateSpec.class).stream()
        .map(Definition::spec)
        .filter(subordinate -> subordinate.holdsOn(today))
        .forEach(
            subordinate ->
                subordinate
                    .mayIssue()
                    .forEach(
                        type ->
                            issuers
                                .computeIfAbsent(type, t -> new TreeSet<>())
                                .add(entities.of(subordinate))));
    if (!issuers.isEmpty()) {
      statement.set("trust_mark_issuers", CanonicalJson.mapper().valueToTree(issuers));
    }
  }

  String statement(String subject) {
    if (subject == null || subject.equals(entities.hub())) {
      throw FederationError.INVALID_REQUEST.because("sub names no entity below this one");
    }
    Optional<SubordinateSpec> declared = entities.subordinate(subject);
    Optional<String> authority = entities.authority(subject);
    if (declared.isEmpty() && authority.isEmpty()
        || declared.filter(spec -> !spec.holdsOn(entities.today())).isPresent()) {
      throw FederationError.NOT_FOUND.because("no such entity is right below this one");
    }
    ObjectNode statement = statement(entities.hub(), subject);
    statement.put("source_endpoint", entities.hub() + "/federation/fetch");
    statement.set(
        "jwks",
        authority.isPresent()
            ? keys.published(authority.get())
            : CanonicalJson.mapper().<JsonNode>valueToTree(declared.orElseThrow().jwks()));
    declared.ifPresent(spec -> rules(statement, spec));
    return keys.sign(null, STATEMENT, statement);
  }

  private static void rules(ObjectNode statement, SubordinateSpec spec) {
    if (spec.metadata() != null) {
      statement.set("metadata", CanonicalJson.mapper().valueToTree(spec.metadata()));
    }
    if (spec.metadataPolicy() != null) {
      statement.set("metadata_policy", CanonicalJson.mapper().valueToTree(spec.metadataPolicy()));
    }
    SubordinateSpec.Constraints limits = spec.constraints();
    if (limits == null) {
      return;
    }
    ObjectNode constraints = statement.putObject("constraints");
    if (limits.maxPathLength() != null) {
      constraints.put("max_path_length", limits.maxPathLength());
    }
    if (limits.permitted() != null) {
      limits
          .permitted()
          .forEach(constraints.withObjectProperty("naming_constraints").putArray("permitted")::add);
    }
    if (limits.excluded() != null) {
      limits
          .excluded()
          .forEach(constraints.withObjectProperty("naming_constraints").putArray("excluded")::add);
    }
    if (limits.allowedEntityTypes() != null) {
      limits.allowedEntityTypes().forEach(constraints.putArray("allowed_entity_types")::add);
    }
  }

  List<String> subordinates() {
    LocalDate today = entities.today();
    List<SubordinateSpec> declared =
        definitions.all(SubordinateSpec.class).stream().map(Definition::spec).toList();
    List<String> withdrawn =
        declared.stream().filter(spec -> !spec.holdsOn(today)).map(entities::of).toList();
    return Stream.concat(
            entities.authorities().stream().map(entities::of), declared.stream().map(entities::of))
        .filter(entity -> !withdrawn.contains(entity))
        .distinct()
        .sorted()
        .toList();
  }

  String historicalKeys(String authority) {
    entities.require(authority);
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", entities.of(authority))
            .put("iat", clock.instant().getEpochSecond());
    payload.set("keys", keys.historical(authority));
    return keys.sign(authority, "jwk-set+jwt", payload);
  }
}
