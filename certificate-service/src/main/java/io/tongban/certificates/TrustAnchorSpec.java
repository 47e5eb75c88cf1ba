package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: TrustAnchor}: the top of a federation whose certificates may be recognised here
 * (OpenID Federation 1.0).
 */
public record TrustAnchorSpec(
    @JsonProperty(required = true)
        @JsonPropertyDescription("Its entity identifier; this hub's own makes the hub the anchor")
        String entity,
    @JsonPropertyDescription(
            "Its federation keys as a JWK Set, had from its operator; left out for this hub itself")
        Map<String, Object> jwks,
    @JsonPropertyDescription(
            "The Sources (http) at which entities below this anchor may be asked; no other address"
                + " is")
        List<String> sources,
    @JsonPropertyDescription("The day from which it is trusted no more") LocalDate withdrawn) {

  /** Whether it is trusted on that day. */
  public boolean holdsOn(LocalDate day) {
    return withdrawn == null || day.isBefore(withdrawn);
  }
}
