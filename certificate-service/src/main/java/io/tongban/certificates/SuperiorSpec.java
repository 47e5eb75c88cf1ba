package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;

/**
 * {@code kind: Superior}: the entity above this hub in a federation, an anchor or a region. A hub
 * without one is an anchor itself.
 */
public record SuperiorSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Its entity identifier") String entity,
    @JsonPropertyDescription("The day from which it is above this hub no more")
        LocalDate withdrawn) {

  /** Whether it is above this hub on that day. */
  public boolean holdsOn(LocalDate day) {
    return withdrawn == null || day.isBefore(withdrawn);
  }
}
