package io.tongban.registry.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.elements.ElementRule;
import io.tongban.registry.elements.ValueFormat;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Schemas of a resource's records. */
final class RecordSchemas {
  /** A longer list is named and not spelt out. */
  private static final int MOST_CODES = 200;

  private final Resource resource;
  private final Map<String, DataElementSpec> elements;
  private final CodeLists codes;
  private final LocalDate today;

  /**
   * @param elements the data elements of the resource's columns, by name
   * @param today the day on which a code must hold to be listed
   */
  RecordSchemas(
      Resource resource, Map<String, DataElementSpec> elements, CodeLists codes, LocalDate today) {
    this.resource = resource;
    this.elements = elements;
    this.codes = codes;
    this.today = today;
  }

  JsonNode jsonSchema(String id) {
    ObjectNode schema = CanonicalJson.mapper().createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", id);
    schema.put("title", resource.title().en());
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Column column : resource.columns()) {
      properties.set(column.name(), property(column));
      if (column.required()) {
        required.add(column.name());
      }
    }
    return schema.put("additionalProperties", false);
  }

  private JsonNode property(Column column) {
    DataElementSpec element = elements.get(column.element());
    ObjectNode property = CanonicalJson.mapper().createObjectNode();
    property.put("title", column.title().en());
    property.put("description", element.definition().en());
    type(property, jsonType(column.type()), column.required());
    switch (column.type()) {
      case STRING -> text(property, element);
      case DATE -> property.put("format", "date");
      case TIMESTAMP -> property.put("format", "date-time");
      case INTEGER, DECIMAL, BOOLEAN -> {}
    }
    if (element.minimum() != null) {
      property.put("minimum", element.minimum());
    }
    if (element.maximum() != null) {
      property.put("maximum", element.maximum());
    }
    codes(property, column, element);
    return property;
  }

  private static String jsonType(DataType type) {
    return switch (type) {
      case STRING, DATE, TIMESTAMP -> "string";
      case INTEGER -> "integer";
      case DECIMAL -> "number";
      case BOOLEAN -> "boolean";
    };
  }

  private static void type(ObjectNode property, String type, boolean required) {
    if (required) {
      property.put("type", type);
    } else {
      property.putArray("type").add(type).add("null");
    }
  }

  private static void text(ObjectNode property, DataElementSpec element) {
    if (element.format() != null) {
      ValueFormat format = ValueFormat.parse(element.format());
      if (format.least() > 0) {
        property.put("minLength", format.least());
      }
      if (format.most() > 0) {
        property.put("maxLength", format.most());
      }
    }
    if (element.pattern() != null) {
      property.put("pattern", "^(?:" + element.pattern() + ")$");
    }
  }

  private void codes(ObjectNode property, Column column, DataElementSpec element) {
    if (element.codeList() == null) {
      return;
    }
    property.put("x-code-list", element.codeList());
    List<Code> all = codes.page(element.codeList(), null, MOST_CODES + 1);
    List<String> valid =
        all.stream().filter(code -> code.validOn(today)).map(Code::code).distinct().toList();
    if (all.size() <= MOST_CODES && column.type() == DataType.STRING) {
      ArrayNode values = property.putArray("enum");
      valid.forEach(values::add);
      if (!column.required()) {
        values.addNull();
      }
    }
  }

  /** Names in Avro have the form of the hub's SQL names; the namespace is the provider's. */
  JsonNode avro() {
    ObjectNode schema = CanonicalJson.mapper().createObjectNode();
    schema.put("type", "record");
    schema.put("name", resource.sqlName());
    schema.put("namespace", "tongban." + resource.spec().provider().replace('-', '_'));
    schema.put("doc", resource.title().en());
    ArrayNode fields = schema.putArray("fields");
    resource.columns().forEach(column -> fields.add(avroField(column)));
    return schema;
  }

  private JsonNode avroField(Column column) {
    DataElementSpec element = elements.get(column.element());
    ObjectNode field = CanonicalJson.mapper().createObjectNode();
    field.put("name", column.name());
    field.put("doc", element.definition().en());
    JsonNode type = avroType(column, element);
    if (column.required()) {
      field.set("type", type);
    } else {
      field.putArray("type").add("null").add(type);
      field.putNull("default");
    }
    return field;
  }

  private static JsonNode avroType(Column column, DataElementSpec element) {
    ObjectNode type = CanonicalJson.mapper().createObjectNode();
    switch (column.type()) {
      case STRING -> type.put("type", "string");
      case INTEGER -> type.put("type", "long");
      case BOOLEAN -> type.put("type", "boolean");
      case DATE -> type.put("type", "int").put("logicalType", "date");
      case TIMESTAMP -> type.put("type", "long").put("logicalType", "timestamp-micros");
      case DECIMAL ->
          type.put("type", "bytes")
              .put("logicalType", "decimal")
              .put("precision", ElementRule.MOST_DIGITS)
              .put("scale", ElementRule.of(element).decimals());
    }
    return type.size() == 1 ? type.get("type") : type;
  }
}
