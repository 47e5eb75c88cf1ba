package io.tongban.hub.jsonschema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Holds documents against one kind's schema and says what is wrong so that a person can mend it.
 */
public final class SchemaCheck {
  private final JsonNode schema;
  private final JsonSchema validator;

  /** For the schema that {@link KindSchema#of} made. */
  public SchemaCheck(JsonNode schema) {
    this.schema = schema;
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .locale(Locale.ROOT)
            .build();
    this.validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
  }

  /** The schema itself. */
  public JsonNode schema() {
    return schema;
  }

  /** The faults of a document, in the order of their pointers; empty where it is valid. */
  public List<SchemaFault> check(JsonNode document) {
    return validator.validate(document).stream()
        .map(this::fault)
        .distinct()
        .sorted(Comparator.comparing(SchemaFault::pointer).thenComparing(SchemaFault::message))
        .toList();
  }

  private SchemaFault fault(ValidationMessage message) {
    String pointer = message.getInstanceLocation().toString();
    String keywordPlace = message.getSchemaLocation().getFragment().toString();
    JsonPointer keyword = JsonPointer.compile(keywordPlace.isEmpty() ? "" : keywordPlace);
    JsonNode rules = schema.at(keyword.head() == null ? JsonPointer.empty() : keyword.head());
    return new FaultWording(rules, message).fault(pointer);
  }
}
