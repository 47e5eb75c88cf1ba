package io.tongban.hub;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** {@code kind: Department}: a body that provides or uses data. */
public record DepartmentSpec(
    @JsonPropertyDescription("Unified code of the body, for example a social credit code")
        String code,
    @JsonPropertyDescription("Region code") String region,
    @JsonPropertyDescription("Whom to ask") String contact) {}
