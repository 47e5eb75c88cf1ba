package io.tongban.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What is registered in the forms that others read. Nothing here tells where data lies, so it may
 * be public.
 */
public interface RegistryExports {
  /**
   * The JSON Schema (2020-12) of one standard record as the hub answers it.
   *
   * @param resource name of the resource; nothing if there is none
   */
  Optional<JsonNode> jsonSchema(String resource);

  /**
   * The Avro schema (1.12) of a standard record.
   *
   * @param resource name of the resource; nothing if there is none
   */
  Optional<JsonNode> avro(String resource);

  /**
   * A code list as a SKOS concept scheme in JSON-LD 1.1: a concept for each period of a code, with
   * its validity and what replaced it.
   *
   * @param list name of the code list; nothing if there is none
   */
  Optional<JsonNode> skos(String list);

  /** The resource directory as a DCAT 3 catalogue in JSON-LD 1.1. */
  JsonNode dcat();

  /**
   * All data elements as CSV (RFC 4180, UTF-8, header line). A text that a spreadsheet would take
   * for a formula gets an apostrophe in front.
   */
  String elementsCsv();
}
