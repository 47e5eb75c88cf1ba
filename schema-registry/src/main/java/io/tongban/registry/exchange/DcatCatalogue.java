package io.tongban.registry.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Label;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.util.List;
import java.util.Map;

/** The resource directory as a DCAT catalogue (W3C DCAT 3, 2024) in JSON-LD. */
final class DcatCatalogue {
  private static final String RIGHTS =
      "http://publications.europa.eu/resource/authority/access-right/";

  /** Cycles as people write them, to the frequencies of the Dublin Core Collection vocabulary. */
  private static final Map<String, String> CYCLES =
      Map.of(
          "daily", "daily",
          "每日", "daily",
          "weekly", "weekly",
          "每周", "weekly",
          "monthly", "monthly",
          "每月", "monthly",
          "quarterly", "quarterly",
          "每季度", "quarterly",
          "annual", "annual",
          "每年", "annual");

  private final String hub;
  private final Map<String, Label> departments;

  /**
   * @param hub public URL of the hub
   * @param departments their names by the name of their definition
   */
  DcatCatalogue(String hub, Map<String, Label> departments) {
    this.hub = hub;
    this.departments = departments;
  }

  JsonNode document(Label title, List<Resource> resources) {
    ObjectNode document = CanonicalJson.mapper().createObjectNode();
    document.set("@context", context());
    document.put("@id", hub + "/directory").put("@type", "dcat:Catalog");
    document.set("dcterms:title", Texts.both(title));
    ArrayNode datasets = document.putArray("dcat:dataset");
    resources.forEach(resource -> datasets.add(dataset(resource)));
    return document;
  }

  private static ObjectNode context() {
    ObjectNode context = CanonicalJson.mapper().createObjectNode();
    context.put("dcat", "http://www.w3.org/ns/dcat#");
    context.put("dcterms", "http://purl.org/dc/terms/");
    context.put("foaf", "http://xmlns.com/foaf/0.1/");
    context.put("xsd", "http://www.w3.org/2001/XMLSchema#");
    for (String link :
        List.of(
            "dcat:accessURL",
            "dcat:landingPage",
            "dcterms:accessRights",
            "dcterms:accrualPeriodicity",
            "dcterms:conformsTo",
            "dcterms:relation")) {
      context.putObject(link).put("@type", "@id");
    }
    context.putObject("dcterms:issued").put("@type", "xsd:date");
    return context;
  }

  private JsonNode dataset(Resource resource) {
    ResourceSpec spec = resource.spec();
    ObjectNode dataset = CanonicalJson.mapper().createObjectNode();
    dataset.put("@id", address(resource.name())).put("@type", "dcat:Dataset");
    dataset.put("dcterms:identifier", spec.code() == null ? resource.name() : spec.code());
    dataset.set("dcterms:title", Texts.both(resource.title()));
    if (spec.description() != null) {
      dataset.set("dcterms:description", Texts.both(spec.description()));
    }
    dataset.set("dcterms:publisher", publisher(spec.provider()));
    if (spec.classification() != null) {
      ArrayNode keywords = dataset.putArray("dcat:keyword");
      spec.classification().forEach(keywords::add);
    }
    if (spec.published() != null) {
      dataset.put("dcterms:issued", spec.published().toString());
    }
    cycle(dataset, spec.updateCycle());
    dataset.put("dcterms:accessRights", RIGHTS + rights(spec));
    if (spec.related() != null && !spec.related().isEmpty()) {
      ArrayNode related = dataset.putArray("dcterms:relation");
      spec.related().forEach(name -> related.add(address(name)));
    }
    dataset.put("dcat:landingPage", hub + "/directory/" + resource.name());
    distribution(dataset.putObject("dcat:distribution"), resource);
    return dataset;
  }

  private JsonNode publisher(String department) {
    ObjectNode publisher = CanonicalJson.mapper().createObjectNode();
    publisher.put("@id", hub + "/departments/" + department).put("@type", "foaf:Organization");
    publisher.set(
        "foaf:name", Texts.both(departments.getOrDefault(department, Label.of(department))));
    return publisher;
  }

  private static void cycle(ObjectNode dataset, String cycle) {
    String known = cycle == null ? null : CYCLES.get(cycle);
    if (known != null) {
      dataset.put("dcterms:accrualPeriodicity", "http://purl.org/cld/freq/" + known);
    }
  }

  private static String rights(ResourceSpec spec) {
    if (Boolean.TRUE.equals(spec.open())) {
      return "PUBLIC";
    }
    return spec.sharing() == SharingType.NOT_SHARED ? "NON_PUBLIC" : "RESTRICTED";
  }

  private void distribution(ObjectNode distribution, Resource resource) {
    distribution.put("@type", "dcat:Distribution");
    distribution.put("dcat:accessURL", hub + "/v1/query");
    distribution.put("dcat:mediaType", "application/json");
    distribution.put("dcterms:conformsTo", RegistryDocuments.schemaAddress(hub, resource.name()));
    if (resource.spec().licence() != null) {
      distribution.put("dcterms:license", resource.spec().licence());
    }
  }

  private String address(String resource) {
    return hub + "/v1/directory/" + resource;
  }
}
