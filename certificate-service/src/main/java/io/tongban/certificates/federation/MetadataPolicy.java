package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.certificates.federation.ChainException.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Metadata policies (OpenID Federation 1.0, section 6.1). Our own, since the policies of Nimbus's
 * SDK 11.38.2 are those of a draft: they refuse {@code value: null}, values that are no texts, and
 * {@code value} beside another operator, merge {@code one_of} to an empty array and {@code
 * superset_of} to the intersection, and do not read {@code scope} as an array.
 */
public final class MetadataPolicy {
  private static final String VALUE = "value";
  private static final String ADD = "add";
  private static final String DEFAULT = "default";
  private static final String ONE_OF = "one_of";
  private static final String SUBSET_OF = "subset_of";
  private static final String SUPERSET_OF = "superset_of";
  private static final String ESSENTIAL = "essential";
  private static final Set<String> OPERATORS =
      Set.of(VALUE, ADD, DEFAULT, ONE_OF, SUBSET_OF, SUPERSET_OF, ESSENTIAL);
  private static final String SCOPE = "scope";

  private MetadataPolicy() {}

  /**
   * Merges the policies of a chain.
   *
   * @param policies of the most superior entity first
   */
  static ObjectNode merged(List<JsonNode> policies) throws ChainException {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    for (JsonNode policy : policies) {
      require(policy.isObject(), "a metadata policy is not an object");
      for (var type : policy.properties()) {
        require(type.getValue().isObject(), "the policy of an entity type is not an object");
        ObjectNode parameters = merged.withObjectProperty(type.getKey());
        for (var parameter : type.getValue().properties()) {
          JsonNode known = parameters.get(parameter.getKey());
          ObjectNode checked = checked(parameter.getKey(), parameter.getValue());
          parameters.set(
              parameter.getKey(),
              known == null ? checked : merged(parameter.getKey(), (ObjectNode) known, checked));
        }
      }
    }
    return merged;
  }

  private static ObjectNode merged(String parameter, ObjectNode above, ObjectNode below)
      throws ChainException {
    ObjectNode merged = above.deepCopy();
    for (var operator : below.properties()) {
      JsonNode known = above.get(operator.getKey());
      if (known == null) {
        merged.set(operator.getKey(), operator.getValue());
      } else {
        merged.set(
            operator.getKey(), merged(parameter, operator.getKey(), known, operator.getValue()));
      }
    }
    requireCompatible(parameter, merged);
    return merged;
  }

  private static JsonNode merged(String parameter, String operator, JsonNode above, JsonNode below)
      throws ChainException {
    return switch (operator) {
      case ADD, SUPERSET_OF -> union(above, below);
      case SUBSET_OF -> intersection(above, below);
      case ONE_OF -> {
        ArrayNode both = intersection(above, below);
        require(!both.isEmpty(), parameter + ": no value is one_of both policies");
        yield both;
      }
      case ESSENTIAL -> above.booleanValue() ? above : below;
      default -> {
        require(same(above, below), parameter + ": two policies differ in " + operator);
        yield above;
      }
    };
  }

  /** The operators that are known; others are ignored, since none is declared critical. */
  private static ObjectNode checked(String parameter, JsonNode policy) throws ChainException {
    require(policy.isObject(), parameter + ": its policy is not an object");
    ObjectNode checked = JsonNodeFactory.instance.objectNode();
    for (var operator : policy.properties()) {
      if (OPERATORS.contains(operator.getKey())) {
        requireForm(parameter, operator.getKey(), operator.getValue());
        checked.set(operator.getKey(), array(parameter, operator.getKey(), operator.getValue()));
      }
    }
    requireCompatible(parameter, checked);
    return checked;
  }

  private static void requireForm(String parameter, String operator, JsonNode value)
      throws ChainException {
    boolean fits =
        switch (operator) {
          case ESSENTIAL -> value.isBoolean();
          case VALUE -> true;
          case DEFAULT -> !value.isNull();
          case ONE_OF -> value.isArray() && !value.isEmpty();
          default -> value.isArray() || isScopes(parameter, value);
        };
    require(fits, parameter + ": " + operator + " has a value of another kind");
  }

  /** Scopes are an array wherever an operator acts on them. */
  private static JsonNode array(String parameter, String operator, JsonNode value) {
    return isScopes(parameter, value) && !operator.equals(ONE_OF) ? scopes(value) : value;
  }

  private static boolean isScopes(String parameter, JsonNode value) {
    return parameter.equals(SCOPE) && value.isTextual();
  }

  private static ArrayNode scopes(JsonNode text) {
    ArrayNode scopes = JsonNodeFactory.instance.arrayNode();
    Arrays.stream(text.textValue().split(" "))
        .filter(scope -> !scope.isEmpty())
        .forEach(scopes::add);
    return scopes;
  }

  private static void requireCompatible(String parameter, ObjectNode policy) throws ChainException {
    JsonNode value = policy.get(VALUE);
    if (value != null) {
      require(
          !value.isNull() || !policy.has(DEFAULT), parameter + ": value null leaves no default");
      require(
          !value.isNull() || !policy.path(ESSENTIAL).booleanValue(),
          parameter + ": value null cannot be essential");
      require(
          !policy.has(ADD) || contains(value, policy.get(ADD)), parameter + ": value lacks add");
      require(
          !policy.has(ONE_OF) || has(policy.get(ONE_OF), value),
          parameter + ": value is not one_of the values");
      require(
          !policy.has(SUBSET_OF) || contains(policy.get(SUBSET_OF), value),
          parameter + ": value is no subset_of the values");
      require(
          !policy.has(SUPERSET_OF) || contains(value, policy.get(SUPERSET_OF)),
          parameter + ": value is no superset_of the values");
    }
    if (policy.has(ONE_OF)) {
      require(
          !policy.has(ADD) && !policy.has(SUBSET_OF) && !policy.has(SUPERSET_OF),
          parameter + ": one_of cannot stand beside operators on arrays");
    }
    if (policy.has(SUBSET_OF)) {
      require(
          !policy.has(ADD) || contains(policy.get(SUBSET_OF), policy.get(ADD)),
          parameter + ": add is no subset_of the values");
      require(
          !policy.has(SUPERSET_OF) || contains(policy.get(SUBSET_OF), policy.get(SUPERSET_OF)),
          parameter + ": superset_of is no subset_of the values");
    }
  }

  /**
   * Applies a merged policy to an entity's metadata.
   *
   * @return new metadata; the given stays as it is
   */
  static ObjectNode applied(ObjectNode policy, ObjectNode metadata) throws ChainException {
    ObjectNode applied = metadata.deepCopy();
    for (var type : policy.properties()) {
      if (applied.get(type.getKey()) instanceof ObjectNode parameters) {
        for (var parameter : type.getValue().properties()) {
          apply(parameter.getKey(), (ObjectNode) parameter.getValue(), parameters);
        }
      }
    }
    return applied;
  }

  private static void apply(String parameter, ObjectNode policy, ObjectNode metadata)
      throws ChainException {
    JsonNode found = metadata.get(parameter);
    boolean scopes = found != null && isScopes(parameter, found);
    JsonNode result = result(parameter, policy, scopes ? scopes(found) : found);
    if (result == null) {
      require(!policy.path(ESSENTIAL).booleanValue(), parameter + ": is essential and missing");
      metadata.remove(parameter);
    } else {
      metadata.set(parameter, parameter.equals(SCOPE) && result.isArray() ? text(result) : result);
    }
  }

  private static JsonNode text(JsonNode scopes) {
    Set<String> names = new TreeSet<>();
    scopes.forEach(scope -> names.add(scope.asText()));
    return TextNode.valueOf(String.join(" ", names));
  }

  /** The parameter's new value, or null where it has none. */
  private static JsonNode result(String parameter, ObjectNode policy, JsonNode found)
      throws ChainException {
    JsonNode result = policy.has(VALUE) ? orNone(policy.get(VALUE)) : orNone(found);
    if (policy.has(ADD)) {
      require(result == null || result.isArray(), parameter + ": add meets no array");
      result = result == null ? policy.get(ADD) : union(result, policy.get(ADD));
    }
    if (result == null && policy.has(DEFAULT)) {
      result = policy.get(DEFAULT);
    }
    if (result == null) {
      return null;
    }
    require(
        !policy.has(ONE_OF) || has(policy.get(ONE_OF), result),
        parameter + ": is not one_of the values that are allowed");
    if (policy.has(SUBSET_OF)) {
      require(result.isArray(), parameter + ": subset_of meets no array");
      result = intersection(result, policy.get(SUBSET_OF));
    }
    require(
        !policy.has(SUPERSET_OF) || contains(result, policy.get(SUPERSET_OF)),
        parameter + ": lacks values that it must have");
    return result;
  }

  private static JsonNode orNone(JsonNode value) {
    return value == null || value.isNull() ? null : value;
  }

  private static ArrayNode union(JsonNode one, JsonNode other) {
    ArrayNode union = JsonNodeFactory.instance.arrayNode();
    one.forEach(union::add);
    other.forEach(
        value -> {
          if (!has(union, value)) {
            union.add(value);
          }
        });
    return union;
  }

  private static ArrayNode intersection(JsonNode one, JsonNode other) {
    ArrayNode both = JsonNodeFactory.instance.arrayNode();
    one.forEach(
        value -> {
          if (has(other, value)) {
            both.add(value);
          }
        });
    return both;
  }

  private static boolean contains(JsonNode whole, JsonNode part) {
    return whole.isArray() && part.isArray() && part.valueStream().allMatch(v -> has(whole, v));
  }

  private static boolean has(JsonNode array, JsonNode value) {
    return array.valueStream().anyMatch(other -> same(other, value));
  }

  /** 1 and 1.0 are one number of JSON, and the order of an array's values says nothing here. */
  private static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    if (one.isArray() && other.isArray()) {
      return one.size() == other.size() && contains(one, other) && contains(other, one);
    }
    return one.equals(other);
  }

  /** What is wrong with a policy, if something is. */
  public static Optional<String> fault(JsonNode policy) {
    try {
      merged(List.of(policy));
      return Optional.empty();
    } catch (ChainException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void require(boolean holds, String otherwise) throws ChainException {
    if (!holds) {
      throw new ChainException(Fault.POLICY, otherwise);
    }
  }
}
