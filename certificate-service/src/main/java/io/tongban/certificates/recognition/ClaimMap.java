package io.tongban.certificates.recognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.certificates.RecognitionSpec.ClaimRule;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns foreign claims into those of the own type. */
final class ClaimMap {
  private ClaimMap() {}

  /**
   * The own claims. A claim whose foreign claims were not disclosed is left out, as are foreign
   * claims that no rule names.
   *
   * @throws UnmappedException where a code or date is none the record knows
   */
  static ObjectNode mapped(List<ClaimRule> rules, JsonNode foreign) throws UnmappedException {
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    for (ClaimRule rule : rules) {
      JsonNode value = value(rule, foreign);
      if (value != null) {
        own.set(rule.name(), value);
      }
    }
    return own;
  }

  private static JsonNode value(ClaimRule rule, JsonNode foreign) throws UnmappedException {
    if (rule.constant() != null) {
      return TextNode.valueOf(rule.constant());
    }
    List<JsonNode> parts = rule.from().stream().map(foreign::get).toList();
    if (parts.contains(null)) {
      return null;
    }
    if (rule.codes() != null) {
      return code(rule, parts.get(0));
    }
    if (rule.date() != null) {
      return date(rule, parts.get(0));
    }
    return rule.join() == null ? parts.get(0) : joined(rule, parts);
  }

  private static JsonNode code(ClaimRule rule, JsonNode value) throws UnmappedException {
    String own = value.isValueNode() ? rule.codes().get(value.asText()) : null;
    if (own == null) {
      throw new UnmappedException(rule.name(), null);
    }
    return TextNode.valueOf(own);
  }

  private static JsonNode date(ClaimRule rule, JsonNode value) throws UnmappedException {
    try {
      return TextNode.valueOf(LocalDate.parse(value.asText(), format(rule.date())).toString());
    } catch (DateTimeException e) {
      throw new UnmappedException(rule.name(), e);
    }
  }

  /**
   * The form of a date.
   *
   * @throws IllegalArgumentException if it is none
   */
  static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static JsonNode joined(ClaimRule rule, List<JsonNode> parts) throws UnmappedException {
    if (!parts.stream().allMatch(JsonNode::isValueNode)) {
      throw new UnmappedException(rule.name(), null);
    }
    return TextNode.valueOf(
        parts.stream().map(JsonNode::asText).collect(Collectors.joining(rule.join())));
  }
}
