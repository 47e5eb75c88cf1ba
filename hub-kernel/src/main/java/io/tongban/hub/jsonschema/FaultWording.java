package io.tongban.hub.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import io.tongban.hub.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Puts a validator's finding into words that name the remedy. */
final class FaultWording {
  private static final int QUOTED = 60;
  private final JsonNode rules;
  private final ValidationMessage finding;

  /**
   * A wording.
   *
   * @param rules the schema object whose keyword was hurt
   */
  FaultWording(JsonNode rules, ValidationMessage finding) {
    this.rules = rules;
    this.finding = finding;
  }

  SchemaFault fault(String pointer) {
    return switch (finding.getMessageKey()) {
      case "additionalProperties" -> unknown(pointer);
      case "required" -> missing(pointer);
      case "type" -> type(pointer);
      case "enum" -> choice(pointer);
      case "const" -> constant(pointer);
      case "pattern" -> pattern(pointer);
      case "format", "format.date", "format.date-time" -> format(pointer);
      case "minProperties" -> value(pointer, "nothing is given here", "give zh, en or both");
      case "maxLength" ->
          value(
              pointer,
              quoted() + " is too long",
              "write at most " + rules.path("maxLength").asInt() + " characters");
      default -> value(pointer, finding.getError(), "see the schema of the kind");
    };
  }

  private SchemaFault unknown(String pointer) {
    String name = finding.getProperty();
    List<String> known = new ArrayList<>();
    rules.path("properties").fieldNames().forEachRemaining(known::add);
    return new SchemaFault(
        pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
        true,
        "unknown property \"" + name + "\"",
        Nearest.fix(name, known, "properties here"));
  }

  private SchemaFault missing(String pointer) {
    String name = finding.getProperty();
    JsonNode property = rules.path("properties").path(name);
    String only = property.path("const").asText("");
    String meaning = property.path("description").asText("");
    return value(
        pointer,
        "\"" + name + "\" is missing",
        "add \""
            + name
            + ":"
            + (only.isEmpty() ? "" : " " + only)
            + "\""
            + (meaning.isEmpty() ? "" : " (" + meaning + ")"));
  }

  private SchemaFault type(String pointer) {
    JsonNode value = finding.getInstanceNode();
    List<String> wanted = wanted();
    boolean text = wanted.contains("string");
    if (value.isNull()) {
      return value(
          pointer, "there is no value here", "write " + name(wanted) + ", or remove the key");
    }
    if (text && value.isValueNode()) {
      String literal = value.asText();
      return value(
          pointer,
          literal + " is " + actual(value) + ", not " + name(wanted),
          "put it in quotes: \"" + literal + "\"");
    }
    return value(
        pointer,
        (value.isTextual() ? quoted() + " is " : "this is ")
            + actual(value)
            + ", not "
            + name(wanted),
        example(wanted));
  }

  private List<String> wanted() {
    JsonNode type = rules.path("type");
    return type.isArray()
        ? StreamSupport.stream(type.spliterator(), false).map(JsonNode::asText).toList()
        : List.of(type.asText());
  }

  private static String name(List<String> types) {
    return types.stream().map(FaultWording::typeName).collect(Collectors.joining(" or "));
  }

  private static String typeName(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a mapping";
      default -> type;
    };
  }

  private static String actual(JsonNode value) {
    if (value.isTextual()) {
      return "a text";
    }
    if (value.isBoolean()) {
      return "a truth value";
    }
    if (value.isNumber()) {
      return "a number";
    }
    return value.isArray() ? "a list" : "a mapping";
  }

  private static String example(List<String> wanted) {
    return switch (wanted.get(0)) {
      case "array" -> "write a list: one \"- …\" line an entry";
      case "object" -> "write a mapping: indented \"key: value\" lines";
      case "boolean" -> "write true or false";
      case "integer" -> "write digits only, without quotes";
      case "number" -> "write a number, without quotes";
      default -> "write " + name(wanted);
    };
  }

  private SchemaFault choice(String pointer) {
    List<String> allowed =
        StreamSupport.stream(rules.path("enum").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    String wrong = finding.getInstanceNode().asText();
    return value(
        pointer, quoted() + " is not one of the choices", Nearest.fix(wrong, allowed, "choices"));
  }

  private SchemaFault constant(String pointer) {
    String only = rules.path("const").asText();
    return value(pointer, quoted() + " is not \"" + only + "\"", "write \"" + only + "\"");
  }

  private SchemaFault pattern(String pointer) {
    String pattern = rules.path("pattern").asText();
    return pattern.equals(KindSchema.NAME_PATTERN)
        ? value(pointer, quoted() + " is not kebab-case", kebab(finding.getInstanceNode().asText()))
        : value(pointer, quoted() + " does not match " + pattern, "write it so that it matches");
  }

  private static String kebab(String name) {
    String near =
        name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return near.isEmpty()
        ? "use lower-case letters, digits and single hyphens"
        : "write \"" + near + "\": lower-case letters, digits and single hyphens";
  }

  private SchemaFault format(String pointer) {
    String format = rules.path("format").asText();
    String form =
        format.equals("date") ? "YYYY-MM-DD, for example 2026-01-31" : "a valid " + format;
    return value(pointer, quoted() + " is not a " + format, "write " + form);
  }

  private String quoted() {
    JsonNode value = finding.getInstanceNode();
    String text = value.isValueNode() ? value.asText() : value.isArray() ? "a list" : "a mapping";
    return "\"" + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text) + "\"";
  }

  private static SchemaFault value(String pointer, String message, String fix) {
    return new SchemaFault(pointer, false, message, fix);
  }
}
