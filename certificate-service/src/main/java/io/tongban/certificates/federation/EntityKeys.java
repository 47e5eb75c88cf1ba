package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.FederationKeySpec;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.certificates.jose.Jwks;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The keys entities sign with in federations: their own, used for nothing else. */
@ApplicationScoped
class EntityKeys {
  private final HubKeys keys;
  private final Definitions definitions;
  private final Entities entities;
  private final HubSettings settings;

  @Inject
  EntityKeys(HubKeys keys, Definitions definitions, Entities entities, HubSettings settings) {
    this.keys = keys;
    this.definitions = definitions;
    this.entities = entities;
    this.settings = settings;
  }

  /**
   * Signs in an entity's name.
   *
   * @param authority null for the hub
   */
  String sign(String authority, String type, ObjectNode payload) {
    LocalDate today = entities.today();
    KeyPair pair =
        declared(authority).stream()
            .filter(key -> key.spec().signsOn(today))
            .max(Comparator.comparing(key -> key.spec().from()))
            .map(key -> pair(authority, key))
            .orElseGet(() -> first(authority));
    return FederationJwt.sign(pair, type, payload);
  }

  private List<Definition<FederationKeySpec>> declared(String authority) {
    return definitions.all(FederationKeySpec.class).stream()
        .filter(key -> Objects.equals(key.spec().authority(), authority))
        .toList();
  }

  /** The one that needs no declaration. */
  private KeyPair first(String authority) {
    return keys.ec256(authority == null ? "federation" : "federation-of-" + authority);
  }

  private KeyPair pair(String authority, Definition<FederationKeySpec> key) {
    String owner = authority == null ? "federation" : "federation-of-" + authority;
    return keys.ec256(owner + "." + key.name());
  }

  /** The keys that serve today or will: a superior must know a key before it signs. */
  ObjectNode published(String authority) {
    LocalDate today = entities.today();
    ObjectNode jwks = JsonNodeFactory.instance.objectNode();
    ArrayNode all = jwks.putArray("keys");
    List<Definition<FederationKeySpec>> declared = declared(authority);
    if (declared.stream().noneMatch(key -> key.spec().signsOn(today))) {
      all.add(jwk(first(authority)));
    }
    declared.stream()
        .filter(key -> key.spec().servesFrom(today))
        .forEach(key -> all.add(jwk(pair(authority, key))));
    return jwks;
  }

  /** The keys that served once, with the end of their time (section 8.7). */
  ArrayNode historical(String authority) {
    LocalDate today = entities.today();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    List<Definition<FederationKeySpec>> declared = declared(authority);
    declared.stream()
        .map(key -> key.spec().from())
        .min(Comparator.naturalOrder())
        .filter(from -> !from.isAfter(today))
        .ifPresent(from -> all.add(jwk(first(authority)).put("exp", seconds(from))));
    for (Definition<FederationKeySpec> key : declared) {
      if (!key.spec().servesFrom(today)) {
        all.add(past(jwk(pair(authority, key)), key.spec()));
      }
    }
    return all;
  }

  private ObjectNode past(ObjectNode jwk, FederationKeySpec key) {
    jwk.put("iat", seconds(key.from()));
    FederationKeySpec.Revoked revoked = key.revoked();
    jwk.put("exp", seconds(key.until() == null ? revoked.date() : key.until().plusDays(1)));
    if (revoked != null) {
      jwk.putObject("revoked")
          .put("revoked_at", seconds(revoked.date()))
          .put("reason", revoked.reason() == null ? "unspecified" : revoked.reason());
    }
    return jwk;
  }

  private long seconds(LocalDate day) {
    return day.atStartOfDay(settings.zone()).toEpochSecond();
  }

  private static ObjectNode jwk(KeyPair pair) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return Jwks.json(key).put("use", "sig").put("alg", "ES256").put("kid", Jwks.thumbprint(key));
  }
}
