package io.tongban.registry.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Label;
import io.tongban.registry.Code;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A code list as a SKOS concept scheme (W3C SKOS Reference, 2009) in JSON-LD. */
final class SkosScheme {
  private final String address;
  private final List<Code> codes;
  private final Map<List<String>, Code> byPath = new HashMap<>();
  private final Map<String, Code> firstOf = new HashMap<>();

  /**
   * @param address URI of the list
   * @param codes every period of every code
   */
  SkosScheme(String address, List<Code> codes) {
    this.address = address;
    this.codes = codes;
    for (Code code : codes) {
      byPath.put(path(code), code);
      firstOf.putIfAbsent(code.code(), code);
    }
  }

  private static List<String> path(Code code) {
    List<String> path = new ArrayList<>(code.parents());
    path.add(code.label().zh());
    return path;
  }

  JsonNode document(Label title, String standard) {
    ObjectNode document = CanonicalJson.mapper().createObjectNode();
    document.set("@context", context());
    ArrayNode graph = document.putArray("@graph");
    ObjectNode scheme = graph.addObject();
    scheme.put("@id", address).put("@type", "skos:ConceptScheme");
    scheme.set("dcterms:title", Texts.both(title));
    if (standard != null) {
      scheme.put("dcterms:source", standard);
    }
    codes.forEach(code -> graph.add(concept(code)));
    return document;
  }

  private static ObjectNode context() {
    ObjectNode context = CanonicalJson.mapper().createObjectNode();
    context.put("skos", "http://www.w3.org/2004/02/skos/core#");
    context.put("dcterms", "http://purl.org/dc/terms/");
    context.put("schema", "https://schema.org/");
    context.put("xsd", "http://www.w3.org/2001/XMLSchema#");
    for (String link : List.of("skos:inScheme", "skos:broader", "dcterms:isReplacedBy")) {
      context.putObject(link).put("@type", "@id");
    }
    for (String day : List.of("schema:validFrom", "schema:validThrough")) {
      context.putObject(day).put("@type", "xsd:date");
    }
    return context;
  }

  private JsonNode concept(Code code) {
    ObjectNode concept = CanonicalJson.mapper().createObjectNode();
    concept.put("@id", id(code)).put("@type", "skos:Concept");
    concept.put("skos:inScheme", address);
    concept.put("skos:notation", code.code());
    concept.set("skos:prefLabel", Texts.both(code.label()));
    Code above = code.parents().isEmpty() ? null : byPath.get(code.parents());
    if (above != null) {
      concept.put("skos:broader", id(above));
    }
    if (code.validFrom() != null) {
      concept.put("schema:validFrom", code.validFrom().toString());
    }
    if (code.validTo() != null) {
      concept.put("schema:validThrough", code.validTo().toString());
    }
    if (!code.replacements().isEmpty()) {
      ArrayNode replaced = concept.putArray("dcterms:isReplacedBy");
      code.replacements().forEach(next -> replaced.add(id(next)));
    }
    return concept;
  }

  /** The first period has the code's own address, so that successors can name it. */
  private String id(Code code) {
    boolean first = firstOf.get(code.code()) == code;
    return first ? id(code.code()) : id(code.code()) + "?on=" + code.validFrom();
  }

  private String id(String code) {
    return address + "/codes/" + URLEncoder.encode(code, StandardCharsets.UTF_8);
  }
}
