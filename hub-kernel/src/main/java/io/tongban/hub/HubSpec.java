package io.tongban.hub;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** {@code kind: Hub}: what this hub is, for people. */
public record HubSpec(
    @JsonPropertyDescription("Code of the region it serves") String region,
    @JsonPropertyDescription("What it is for, shown on the portal's first page") Label description,
    @JsonPropertyDescription(
            "Whether it is an example hub with demo identities; never in production")
        Boolean example) {}
