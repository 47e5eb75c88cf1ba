package io.tongban.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: Client}: a department's system that calls the hub. Authenticates with {@code
 * private_key_jwt} (RFC 7523).
 */
public record ClientSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Department it acts for")
        String department,
    @JsonProperty(required = true) @JsonPropertyDescription("Its public keys, a JWK Set (RFC 7517)")
        KeySet jwks,
    @JsonPropertyDescription("Roles: caller, issuer, auditor, operator, reporter; default caller")
        List<String> roles,
    @JsonPropertyDescription(
            "OpenLineage namespaces of the jobs it reports lineage of; needed with role reporter")
        List<String> lineageNamespaces,
    @JsonPropertyDescription("Whether it is shut out") Boolean suspended) {

  /** The namespaces it may report lineage under; empty where none is declared. */
  public List<String> lineageNamespacesOrNone() {
    return lineageNamespaces == null ? List.of() : lineageNamespaces;
  }

  /**
   * A JWK Set.
   *
   * @param keys public keys, each a JWK with the members of its type (RFC 7518, section 6)
   */
  public record KeySet(
      @JsonProperty(required = true) @JsonPropertyDescription("Public keys")
          List<Map<String, Object>> keys) {}
}
