package io.tongban.hub.definitions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.jsonschema.SchemaFault;

/** Reads a spec as its record; what the record itself refuses becomes a fault. */
public final class SpecParser {
  private SpecParser() {}

  /**
   * A spec or the reason why there is none.
   *
   * @param spec null where there is a fault
   * @param fault null where there is a spec
   */
  public record Parsed<T>(T spec, SchemaFault fault) {}

  /** Reads a spec that its schema has found valid. */
  public static <T> Parsed<T> parse(Class<T> type, JsonNode spec) {
    try {
      return new Parsed<>(CanonicalJson.mapper().treeToValue(spec, type), null);
    } catch (JsonMappingException e) {
      return new Parsed<>(null, fault(pointer(e), reason(e)));
    } catch (JsonProcessingException e) {
      return new Parsed<>(null, fault("/spec", e.getOriginalMessage()));
    }
  }

  private static SchemaFault fault(String pointer, String message) {
    return new SchemaFault(pointer, false, message, "write a value that the kind's schema allows");
  }

  private static String reason(JsonMappingException e) {
    Throwable cause = e.getCause();
    return cause instanceof IllegalArgumentException || cause instanceof NullPointerException
        ? String.valueOf(cause.getMessage())
        : e.getOriginalMessage();
  }

  private static String pointer(JsonMappingException e) {
    var pointer = new StringBuilder("/spec");
    for (JsonMappingException.Reference step : e.getPath()) {
      pointer.append('/');
      if (step.getFieldName() == null) {
        pointer.append(step.getIndex());
      } else {
        pointer.append(step.getFieldName().replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }
}
