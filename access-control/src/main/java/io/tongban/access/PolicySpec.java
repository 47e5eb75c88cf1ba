package io.tongban.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * {@code kind: Policy}: Cedar policies that every request must also pass (they can forbid what an
 * agreement allows).
 */
public record PolicySpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Cedar policy text") String cedar) {}
