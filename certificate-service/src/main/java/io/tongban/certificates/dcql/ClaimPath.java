package io.tongban.certificates.dcql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A claims path pointer (OpenID4VP 1.0, section 7).
 *
 * @param steps from the root; never empty
 */
public record ClaimPath(List<Step> steps) {
  public ClaimPath {
    steps = List.copyOf(steps);
  }

  /** One component of a path. */
  public sealed interface Step {
    /** A member of an object. */
    record Member(String name) implements Step {}

    /** An element of an array, counted from 0. */
    record Element(int index) implements Step {}

    /** All elements of an array. */
    record All() implements Step {}
  }

  /**
   * What it selects (section 7.1); empty where it selects nothing or does not fit the value's
   * shape.
   */
  public List<JsonNode> select(JsonNode root) {
    List<JsonNode> selected = List.of(root);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : selected) {
        if (!fits(step, node)) {
          return List.of();
        }
        next.addAll(follow(step, node));
      }
      selected = next;
    }
    return selected;
  }

  private static boolean fits(Step step, JsonNode node) {
    return step instanceof Step.Member ? node.isObject() : node.isArray();
  }

  private static List<JsonNode> follow(Step step, JsonNode node) {
    if (step instanceof Step.All) {
      return node.valueStream().toList();
    }
    JsonNode child =
        step instanceof Step.Member member
            ? node.get(member.name())
            : node.get(((Step.Element) step).index());
    return child == null ? List.of() : List.of(child);
  }

  /** That of an object which the paths select, each value in its place, and nothing else. */
  public static ObjectNode project(ObjectNode root, List<ClaimPath> paths) {
    List<List<Step>> rests =
        paths.stream().filter(p -> !p.select(root).isEmpty()).map(ClaimPath::steps).toList();
    return project(root, rests) instanceof ObjectNode shown
        ? shown
        : JsonNodeFactory.instance.objectNode();
  }

  /** The selected part of a value, or null where nothing of it is. */
  private static JsonNode project(JsonNode node, List<List<Step>> rests) {
    if (rests.isEmpty()) {
      return null;
    }
    if (rests.stream().anyMatch(List::isEmpty)) {
      return node.deepCopy();
    }
    if (node instanceof ObjectNode object) {
      return object(object, rests);
    }
    return node instanceof ArrayNode array ? array(array, rests) : null;
  }

  private static JsonNode object(ObjectNode object, List<List<Step>> rests) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode part =
          project(member.getValue(), after(rests, new Step.Member(member.getKey()), null));
      if (part != null) {
        shown.set(member.getKey(), part);
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  private static JsonNode array(ArrayNode array, List<List<Step>> rests) {
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < array.size(); i++) {
      JsonNode part = project(array.get(i), after(rests, new Step.Element(i), new Step.All()));
      if (part != null) {
        shown.add(part);
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  private static List<List<Step>> after(List<List<Step>> rests, Step one, Step other) {
    return rests.stream()
        .filter(rest -> rest.get(0).equals(one) || Objects.equals(rest.get(0), other))
        .map(rest -> rest.subList(1, rest.size()))
        .toList();
  }
}
