package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;

/**
 * {@code kind: FederationKey}: a key this hub, or an own authority, signs with in its federations;
 * the hub makes it. Where none is declared there is one key without an end. The newest of those
 * that hold signs; past and revoked ones stay among the historical keys.
 */
public record FederationKeySpec(
    @JsonPropertyDescription("The Department whose key it is; left out for the hub's own")
        String authority,
    @JsonProperty(required = true) LocalDate from,
    @JsonPropertyDescription("Its last day") LocalDate until,
    @JsonPropertyDescription("Where it must not be trusted any more") Revoked revoked) {

  /**
   * A revocation (OpenID Federation 1.0, section 8.7.3).
   *
   * @param reason {@code unspecified}, {@code compromised} or {@code superseded}
   */
  public record Revoked(
      @JsonProperty(required = true) LocalDate date,
      @JsonPropertyDescription("unspecified, compromised or superseded") String reason) {}

  /** Whether it can verify what is signed on that day or later. */
  public boolean servesFrom(LocalDate day) {
    return (revoked == null || day.isBefore(revoked.date()))
        && (until == null || !day.isAfter(until));
  }

  /** Whether it signs on that day. */
  public boolean signsOn(LocalDate day) {
    return servesFrom(day) && !day.isBefore(from);
  }
}
