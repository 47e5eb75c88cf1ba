package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.ServiceItemSpec;
import io.tongban.certificates.ServiceItemSpec.Need;
import io.tongban.certificates.ServiceItems.Item;
import io.tongban.certificates.ServiceItems.Wanted;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.dcql.DcqlReader;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Service items as they are declared now. */
@ApplicationScoped
class Items {
  private final Definitions definitions;
  private final Holdings holdings;

  @Inject
  Items(Definitions definitions, Holdings holdings) {
    this.definitions = definitions;
    this.holdings = holdings;
  }

  Definition<ServiceItemSpec> require(String name) {
    return definitions
        .find(ServiceItemSpec.class, name)
        .orElseThrow(
            () ->
                CertificateProblem.SERVICE_ITEM_UNKNOWN.problem(
                    "there is no ServiceItem named " + name));
  }

  /** A department's own item; those of others do not exist to it. */
  Definition<ServiceItemSpec> require(String name, String department) {
    Definition<ServiceItemSpec> item = require(name);
    if (!item.spec().department().equals(department)) {
      throw CertificateProblem.SERVICE_ITEM_UNKNOWN.problem(
          "the department " + department + " has no ServiceItem named " + name);
    }
    return item;
  }

  List<Item> of(String department) {
    return definitions.all(ServiceItemSpec.class).stream()
        .filter(item -> item.spec().department().equals(department))
        .map(this::shown)
        .toList();
  }

  Item shown(Definition<ServiceItemSpec> item) {
    return new Item(
        item.name(),
        item.title(),
        holdings.department(item.spec().department()),
        item.spec().purpose());
  }

  /** What it needs; of a requirement the types this hub declares for its {@code vct_values}. */
  List<Need> needs(ServiceItemSpec item) {
    if (item.requirement() == null) {
      return item.needs();
    }
    List<Need> needs = new ArrayList<>();
    try {
      Map<String, Set<String>> asked = DcqlReader.read(requirement(item)).claimsByType();
      for (Definition<CertificateTypeSpec> type : definitions.all(CertificateTypeSpec.class)) {
        Set<String> claims = asked.get(type.spec().vct());
        if (claims != null && type.spec().servesHolders()) {
          needs.add(new Need(type.name(), List.copyOf(claims)));
        }
      }
    } catch (DcqlException e) {
      throw new IllegalStateException("a declared requirement can be read", e);
    }
    return needs;
  }

  private JsonNode requirement(ServiceItemSpec item) {
    return definitions
        .find(PresentationRequirementSpec.class, item.requirement())
        .map(found -> CanonicalJson.mapper().<JsonNode>valueToTree(found.spec().query()))
        .orElseThrow(
            () ->
                CertificateProblem.SERVICE_ITEM_UNKNOWN.problem(
                    "its PresentationRequirement is not declared any more"));
  }

  /** The same as a DCQL query. */
  JsonNode query(ServiceItemSpec item) {
    if (item.requirement() != null) {
      return requirement(item);
    }
    ObjectNode query = CanonicalJson.mapper().createObjectNode();
    ArrayNode credentials = query.putArray("credentials");
    for (int i = 0; i < item.needs().size(); i++) {
      Need need = item.needs().get(i);
      ObjectNode credential = credentials.addObject().put("id", "c" + i).put("format", "dc+sd-jwt");
      credential.putObject("meta").putArray("vct_values").add(type(need.type()).spec().vct());
      ArrayNode claims = credential.putArray("claims");
      need.claims().forEach(claim -> claims.addObject().putArray("path").add(claim));
    }
    return query;
  }

  Definition<CertificateTypeSpec> type(String name) {
    return definitions
        .find(CertificateTypeSpec.class, name)
        .orElseThrow(
            () ->
                CertificateProblem.TYPE_UNKNOWN.problem(
                    "the CertificateType " + name + " is not declared any more"));
  }

  /**
   * Needs in words.
   *
   * @param held the holder's certificates, or none
   */
  List<Wanted> wanted(List<Need> needs, List<Holding> held) {
    return needs.stream()
        .flatMap(
            need ->
                definitions.find(CertificateTypeSpec.class, need.type()).stream()
                    .map(type -> wanted(need, type, held)))
        .toList();
  }

  private Wanted wanted(Need need, Definition<CertificateTypeSpec> type, List<Holding> held) {
    return new Wanted(
        type.name(),
        type.title(),
        holdings.department(type.spec().authority()),
        Holdings.claims(type.spec()).stream()
            .filter(claim -> need.claims().contains(claim.name()))
            .toList(),
        best(type.name(), held).map(holdings::shown).orElse(null));
  }

  /** Of several of a type, the newest that is in force, else the newest. */
  java.util.Optional<Holding> best(String type, List<Holding> held) {
    List<Holding> fitting =
        held.stream().filter(holding -> holding.type().name().equals(type)).toList();
    return fitting.stream()
        .filter(
            holding ->
                holdings.verdict(holding.certificate())
                    == io.tongban.certificates.Certificates.Verdict.VALID)
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }
}
