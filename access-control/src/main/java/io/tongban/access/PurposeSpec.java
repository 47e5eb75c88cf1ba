package io.tongban.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;

/** {@code kind: Purpose}: what data may be used for. */
public record PurposeSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("In plain words, for citizens")
        Label description,
    @JsonPropertyDescription("Legal basis") String law,
    @JsonPropertyDescription("Whether a case reference must be given") Boolean caseRequired) {}
