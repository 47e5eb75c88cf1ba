package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.federation.ChainException.Fault;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Constraints of a chain (OpenID Federation 1.0, section 6.2). */
final class Constraints {
  private Constraints() {}

  /**
   * Checks the constraints of every statement.
   *
   * @param chain the subject's configuration, the statements above it, the anchor's configuration
   */
  static void require(List<Statement> chain) throws ChainException {
    for (int i = 1; i < chain.size() - 1; i++) {
      JsonNode constraints = chain.get(i).claim("constraints");
      if (constraints.isMissingNode()) {
        continue;
      }
      if (!constraints.isObject()) {
        throw new ChainException(Fault.MALFORMED, "constraints are not an object");
      }
      requireLength(constraints.get("max_path_length"), i - 1, chain.get(i).issuer());
      for (Statement below : chain.subList(0, i + 1)) {
        requireName(constraints.path("naming_constraints"), below.subject());
      }
    }
  }

  private static void requireLength(JsonNode most, int intermediates, String issuer)
      throws ChainException {
    if (most == null) {
      return;
    }
    if (!most.isIntegralNumber() || most.longValue() < 0) {
      throw new ChainException(Fault.MALFORMED, "max_path_length is no number from 0");
    }
    if (intermediates > most.longValue()) {
      throw new ChainException(
          Fault.PATH_TOO_LONG,
          "%d entities stand between %s and the subject, which allows %s"
              .formatted(intermediates, issuer, most));
    }
  }

  private static void requireName(JsonNode names, String entity) throws ChainException {
    if (names.isMissingNode()) {
      return;
    }
    String host = host(entity);
    if (hasMatch(names.path("excluded"), host)
        || (names.has("permitted") && !hasMatch(names.get("permitted"), host))) {
      throw new ChainException(
          Fault.NAME_NOT_PERMITTED, "a superior does not permit entities of the host " + host);
    }
  }

  private static boolean hasMatch(JsonNode constraints, String host) {
    return constraints
        .valueStream()
        .map(constraint -> constraint.asText().toLowerCase(Locale.ROOT))
        .anyMatch(
            constraint ->
                constraint.startsWith(".") ? host.endsWith(constraint) : host.equals(constraint));
  }

  private static String host(String entity) throws ChainException {
    try {
      String host = URI.create(entity).getHost();
      if (host != null) {
        return host.toLowerCase(Locale.ROOT);
      }
    } catch (IllegalArgumentException e) {
      throw new ChainException(Fault.MALFORMED, "an entity identifier is no URL", e);
    }
    throw new ChainException(Fault.MALFORMED, "an entity identifier has no host");
  }

  /** Removes the entity types that a superior does not allow; {@code federation_entity} stays. */
  static void filter(List<Statement> chain, ObjectNode metadata) {
    for (Statement statement : chain) {
      JsonNode allowed = statement.claim("constraints").path("allowed_entity_types");
      if (allowed.isArray()) {
        List<String> types = allowed.valueStream().map(JsonNode::asText).toList();
        metadata
            .properties()
            .removeIf(
                type ->
                    !type.getKey().equals("federation_entity") && !types.contains(type.getKey()));
      }
    }
  }
}
