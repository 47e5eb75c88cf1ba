package io.tongban.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * {@code kind: Client}: a department's system that calls the hub. Authenticates with {@code
 * private_key_jwt} (RFC 7523).
 */
public record ClientSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Department it acts for")
        String department,
    @JsonProperty(required = true) @JsonPropertyDescription("Its public keys, a JWK Set (RFC 7517)")
        JsonNode jwks,
    @JsonPropertyDescription("Roles: caller, issuer, auditor, operator; default caller")
        List<String> roles,
    @JsonPropertyDescription("Whether it is shut out") Boolean suspended) {}
