package io.tongban.certificates.recognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.RecognitionSpec;
import io.tongban.certificates.RecognitionSpec.ClaimRule;
import io.tongban.certificates.RecognitionSpec.Target;
import io.tongban.certificates.dcql.DcqlQuery;
import io.tongban.certificates.dcql.DcqlQuery.ClaimQuery;
import io.tongban.certificates.dcql.DcqlQuery.CredentialQuery;
import io.tongban.certificates.dcql.QueryFormat;
import io.tongban.certificates.federation.Entities;
import io.tongban.certificates.jdbc.PresentationStore.Alternative;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks wallets for recognised certificates beside the own ones: each becomes a credential query of
 * its own, in the foreign type's terms, and {@code credential_sets} let the holder choose. A wallet
 * needs to know nothing of it.
 */
@ApplicationScoped
public class Alternatives {
  private static final int MOST_CREDENTIALS = 64;
  private final Definitions definitions;
  private final Entities entities;

  @Inject
  Alternatives(Definitions definitions, Entities entities) {
    this.definitions = definitions;
    this.entities = entities;
  }

  /**
   * A query with its alternatives.
   *
   * @param alternatives by the id of their credential query
   */
  public record Asking(JsonNode query, Map<String, Alternative> alternatives) {}

  /**
   * Adds the alternatives.
   *
   * @param query as it was asked
   * @param read the same, read
   * @param requirement name of the PresentationRequirement it is of, or null
   */
  public Asking to(JsonNode query, DcqlQuery read, String requirement) {
    Map<String, Alternative> alternatives = new LinkedHashMap<>();
    ObjectNode asking = query.deepCopy();
    for (CredentialQuery credential : read.credentials()) {
      for (Definition<RecognitionSpec> record : records(credential, read, requirement)) {
        String id = "r" + alternatives.size() + "-of-" + credential.id();
        Optional<ObjectNode> alternative = alternative(id, credential, record.spec());
        if (alternative.isPresent()
            && asking.get("credentials").size() < MOST_CREDENTIALS
            && id.length() <= 64
            && read.credential(id).isEmpty()) {
          ((ArrayNode) asking.get("credentials")).add(alternative.get());
          alternatives.put(id, new Alternative(credential.id(), record.name()));
        }
      }
    }
    if (!alternatives.isEmpty()) {
      asking.set("credential_sets", sets(asking, read, alternatives));
    }
    return new Asking(asking, alternatives);
  }

  private List<Definition<RecognitionSpec>> records(
      CredentialQuery credential, DcqlQuery query, String requirement) {
    if (credential.format() != QueryFormat.SD_JWT_VC) {
      return List.of();
    }
    return definitions.all(RecognitionSpec.class).stream()
        .filter(record -> record.spec().holdsOn(entities.today()))
        .filter(record -> isMeant(record.spec().target(), credential, query, requirement))
        .toList();
  }

  private boolean isMeant(
      Target target, CredentialQuery credential, DcqlQuery query, String requirement) {
    if (target.requirement() != null) {
      return target.requirement().equals(requirement)
          && (target.credential() == null
              ? query.credentials().size() == 1
              : target.credential().equals(credential.id()));
    }
    return definitions
        .find(CertificateTypeSpec.class, target.type())
        .filter(type -> credential.isFor(Set.of(type.spec().vct())))
        .isPresent();
  }

  /** Nothing where the record does not give what is asked for. */
  private static Optional<ObjectNode> alternative(
      String id, CredentialQuery credential, RecognitionSpec record) {
    return asked(credential, record)
        .map(
            claims -> {
              ObjectNode alternative = JsonNodeFactory.instance.objectNode();
              alternative.put("id", id).put("format", CertificateTypeSpec.SD_JWT_VC);
              alternative.putObject("meta").putArray("vct_values").add(record.source().vct());
              if (credential.multiple()) {
                alternative.put("multiple", true);
              }
              if (!credential.holderBinding()) {
                alternative.put("require_cryptographic_holder_binding", false);
              }
              claims.forEach(
                  claim ->
                      alternative
                          .withArrayProperty("claims")
                          .addObject()
                          .putArray("path")
                          .add(claim));
              return alternative;
            });
  }

  /** The foreign claims that give the own ones: all, or those of the first set it can give. */
  private static Optional<Set<String>> asked(CredentialQuery credential, RecognitionSpec record) {
    List<List<ClaimQuery>> choices = new ArrayList<>();
    if (credential.claimSets().isEmpty()) {
      choices.add(credential.claims());
    }
    credential
        .claimSets()
        .forEach(
            set ->
                choices.add(
                    credential.claims().stream().filter(c -> set.contains(c.id())).toList()));
    return choices.stream()
        .map(choice -> foreign(credential, choice, record.claims()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Set<String>> foreign(
      CredentialQuery credential, List<ClaimQuery> own, List<ClaimRule> rules) {
    Set<String> foreign = new LinkedHashSet<>();
    for (ClaimQuery claim : own) {
      Optional<ClaimRule> rule =
          rules.stream().filter(r -> r.name().equals(credential.name(claim))).findFirst();
      if (rule.isEmpty()) {
        return Optional.empty();
      }
      foreign.addAll(rule.get().from());
    }
    return Optional.of(foreign);
  }

  private static ArrayNode sets(
      ObjectNode asking, DcqlQuery read, Map<String, Alternative> alternatives) {
    ArrayNode sets = JsonNodeFactory.instance.arrayNode();
    if (read.sets().isEmpty()) {
      for (CredentialQuery credential : read.credentials()) {
        ArrayNode options = sets.addObject().putArray("options");
        options.addArray().add(credential.id());
        others(credential.id(), alternatives).forEach(other -> options.addArray().add(other));
      }
      return sets;
    }
    for (JsonNode set : asking.get("credential_sets")) {
      ObjectNode wider = set.deepCopy();
      ArrayNode options = wider.putArray("options");
      for (JsonNode option : set.get("options")) {
        options.add(option);
        for (JsonNode id : option) {
          for (String other : others(id.textValue(), alternatives)) {
            ArrayNode replaced = options.addArray();
            option.forEach(each -> replaced.add(each.equals(id) ? other : each.textValue()));
          }
        }
      }
      sets.add(wider);
    }
    return sets;
  }

  private static List<String> others(String id, Map<String, Alternative> alternatives) {
    return alternatives.entrySet().stream()
        .filter(entry -> entry.getValue().credential().equals(id))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Transaction data that names a credential names its alternatives as well. */
  public static List<JsonNode> data(List<JsonNode> items, Map<String, Alternative> alternatives) {
    return items.stream()
        .map(
            item -> {
              if (item == null || !item.path("credential_ids").isArray()) {
                return item;
              }
              ObjectNode wider = item.deepCopy();
              item.get("credential_ids")
                  .forEach(
                      id ->
                          others(id.asText(), alternatives)
                              .forEach(((ArrayNode) wider.get("credential_ids"))::add));
              return wider;
            })
        .map(JsonNode.class::cast)
        .toList();
  }
}
