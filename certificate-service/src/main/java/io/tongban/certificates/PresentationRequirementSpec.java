package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;

/**
 * {@code kind: PresentationRequirement}: what a counter asks a wallet for, declared once and named
 * by whoever starts a presentation.
 */
public record PresentationRequirementSpec(
    @JsonProperty(required = true)
        @JsonPropertyDescription("DCQL query (OpenID4VP 1.0, section 6) for dc+sd-jwt certificates")
        Map<String, Object> query) {}
