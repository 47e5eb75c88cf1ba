package io.tongban.hub.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.tongban.hub.Label;

/** Makes the JSON Schema (2020-12) of a kind's whole document from the record of its spec. */
public final class KindSchema {
  /** The only version of definitions there is. */
  public static final String API_VERSION = "tongban.io/v1";

  /** Kebab-case: lower-case letters and digits, single hyphens between them. */
  public static final String NAME_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$";

  private static final int MAX_NAME_LENGTH = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private KindSchema() {}

  /** The schema of a document {@code apiVersion, kind, metadata, spec}. */
  public static ObjectNode of(String kind, Class<?> specType) {
    ObjectNode spec = generator().generateSchema(specType);
    spec.remove("$schema");
    JsonNode shared = spec.remove("$defs");
    ObjectNode document = NODES.objectNode();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put("$id", "urn:tongban:schema:v1:" + kind);
    document.put("title", kind);
    document.put("type", "object");
    ObjectNode properties = document.putObject("properties");
    properties.putObject("apiVersion").put("const", API_VERSION);
    properties.putObject("kind").put("const", kind);
    properties.set("metadata", metadata());
    properties.set("spec", spec);
    document.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
    document.put("additionalProperties", false);
    if (shared != null) {
      document.set("$defs", shared);
    }
    return document;
  }

  private static ObjectNode metadata() {
    ObjectNode metadata = NODES.objectNode().put("type", "object");
    ObjectNode properties = metadata.putObject("properties");
    properties
        .putObject("name")
        .put("type", "string")
        .put("pattern", NAME_PATTERN)
        .put("maxLength", MAX_NAME_LENGTH)
        .put("description", "Unique within the kind; kebab-case");
    properties.set("title", label().put("description", "What people call it"));
    metadata.putArray("required").add("name");
    metadata.put("additionalProperties", false);
    return metadata;
  }

  private static SchemaGenerator generator() {
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
            .with(
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.STANDARD_FORMATS);
    builder
        .forTypesInGeneral()
        .withCustomDefinitionProvider(
            (type, context) -> {
              Class<?> erased = type.getErasedType();
              if (erased == Label.class) {
                return new CustomDefinition(label(), true);
              }
              return JsonNode.class.isAssignableFrom(erased) || erased == Object.class
                  ? new CustomDefinition(NODES.objectNode(), true)
                  : null;
            });
    return new SchemaGenerator(builder.build());
  }

  /** A text, or one in each language. */
  private static ObjectNode label() {
    ObjectNode label = NODES.objectNode();
    label.putArray("type").add("string").add("object");
    ObjectNode properties = label.putObject("properties");
    properties.putObject("zh").put("type", "string");
    properties.putObject("en").put("type", "string");
    label.put("minProperties", 1);
    label.put("additionalProperties", false);
    return label;
  }
}
