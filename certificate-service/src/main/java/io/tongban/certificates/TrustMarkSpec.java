package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;

/**
 * {@code kind: TrustMark}: this hub attests that an entity may issue certificates of a type (OpenID
 * Federation 1.0, section 7). Exactly one of {@code authority} and {@code entity}.
 *
 * @param type identifier of the trust mark's type
 * @param vct of the certificates it allows
 * @param assurance how well the entity knows what it certifies; null states nothing
 * @param delegation where another entity owns the type: its delegation to this hub, a JWT
 */
public record TrustMarkSpec(
    @JsonProperty(required = true)
        @JsonPropertyDescription("URI of the trust mark's type, the same for all who may issue it")
        String type,
    @JsonProperty(required = true)
        @JsonPropertyDescription("vct of the certificates that may be issued")
        String vct,
    @JsonPropertyDescription("An issuing Department of this hub") String authority,
    @JsonPropertyDescription("Entity identifier of another issuer") String entity,
    @JsonPropertyDescription("LOW, SUBSTANTIAL or HIGH") Assurance assurance,
    @JsonProperty(required = true) @JsonPropertyDescription("The provision it rests on")
        String legalBasis,
    @JsonProperty(required = true) LocalDate from,
    @JsonProperty(required = true) @JsonPropertyDescription("Its last day") LocalDate to,
    @JsonPropertyDescription("trust-mark-delegation+jwt of the type's owner") String delegation,
    @JsonPropertyDescription("The day from which it holds no more") LocalDate withdrawn) {

  /** Whether it was withdrawn by that day. */
  public boolean withdrawnOn(LocalDate day) {
    return withdrawn != null && !day.isBefore(withdrawn);
  }

  /** Whether it holds on that day. */
  public boolean holdsOn(LocalDate day) {
    return !withdrawnOn(day) && !day.isBefore(from) && !day.isAfter(to);
  }
}
