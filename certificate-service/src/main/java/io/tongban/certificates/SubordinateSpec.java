package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: Subordinate}: what this hub states of an entity right below it (OpenID Federation
 * 1.0, section 3). Exactly one of {@code entity} and {@code authority}; an own authority is below
 * this hub without being declared, and declared where something is to be stated of it.
 *
 * @param trustMarks types of trust marks it may issue
 */
public record SubordinateSpec(
    @JsonPropertyDescription("An issuing Department of this hub") String authority,
    @JsonPropertyDescription("Entity identifier of another hub or authority") String entity,
    @JsonPropertyDescription("That entity's federation keys as a JWK Set") Map<String, Object> jwks,
    @JsonPropertyDescription("Metadata that overrides the entity's own, by entity type")
        Map<String, Map<String, Object>> metadata,
    @JsonPropertyDescription(
            "Metadata policy for it and all below, by entity type and parameter: value, add,"
                + " default, one_of, subset_of, superset_of, essential")
        Map<String, Map<String, Map<String, Object>>> metadataPolicy,
    @JsonPropertyDescription("Constraints on it and all below") Constraints constraints,
    @JsonPropertyDescription("Types of trust marks it may issue, as URIs") List<String> trustMarks,
    @JsonPropertyDescription(
            "Certificate of its certificate authority, PEM, for the X.509 chains and lists")
        String certificate,
    @JsonPropertyDescription("The day from which it is below this hub no more")
        LocalDate withdrawn) {

  /** Whether it is below this hub on that day. */
  public boolean holdsOn(LocalDate day) {
    return withdrawn == null || day.isBefore(withdrawn);
  }

  /**
   * Constraints (OpenID Federation 1.0, section 6.2).
   *
   * @param maxPathLength intermediates between this hub and the end of a chain, at most
   * @param permitted hosts, or domains with a leading dot, of entity identifiers
   */
  public record Constraints(
      Integer maxPathLength,
      List<String> permitted,
      List<String> excluded,
      List<String> allowedEntityTypes) {}

  /** The trust mark types it may issue; may be empty. */
  public List<String> mayIssue() {
    return trustMarks == null ? List.of() : List.copyOf(trustMarks);
  }
}
