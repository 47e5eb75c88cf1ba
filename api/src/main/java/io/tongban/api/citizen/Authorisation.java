package io.tongban.api.citizen;

import io.tongban.access.Consent;
import io.tongban.hub.Label;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A consent as its person reads it.
 *
 * @param recipient the department that may use the data
 * @param purpose what for
 * @param purposeText the purpose in a sentence, or null
 * @param attributes what of the person's data
 * @param agreement the sharing agreement behind it, or null if it no longer holds
 * @param law the law that agreement names, or null
 * @param answerBy until when a request can be answered
 */
@Schema(description = "A consent with its titles")
public record Authorisation(
    UUID id,
    Consent.State state,
    Label recipient,
    Label purpose,
    Label purposeText,
    List<Attribute> attributes,
    Label agreement,
    String law,
    Instant requested,
    Instant answerBy,
    Instant until,
    Instant given,
    Instant declined,
    Instant withdrawn,
    UUID requestedEntry,
    UUID givenEntry,
    UUID declinedEntry,
    UUID withdrawnEntry) {

  /**
   * An attribute.
   *
   * @param name {@code resource.column}
   * @param resource title of the register it is in
   * @param title what it is
   * @param masked what the department sees instead of the value, or null if it sees the value
   */
  public record Attribute(String name, Label resource, Label title, Label masked) {}

  /**
   * A use of personal data that rests on a duty by law, so that it needs no consent and cannot be
   * withdrawn.
   *
   * @param purposes what for
   */
  public record Duty(
      Label recipient, List<Label> purposes, List<Attribute> attributes, String law) {}
}
