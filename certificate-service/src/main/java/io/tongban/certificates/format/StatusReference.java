package io.tongban.certificates.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A place in a status list (Token Status List, section 6).
 *
 * @param uri of the list
 * @param index in the list, from 0
 */
public record StatusReference(String uri, int index) {
  /** The reference in a claim {@code status}; empty where there is none that can be read. */
  public static Optional<StatusReference> of(JsonNode status) {
    JsonNode reference = status.path("status_list");
    return reference.path("uri").isTextual() && reference.path("idx").canConvertToInt()
        ? Optional.of(
            new StatusReference(reference.get("uri").textValue(), reference.get("idx").intValue()))
        : Optional.empty();
  }
}
