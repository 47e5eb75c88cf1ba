package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: Recognition}: certificates of another region's type count here as a type of this
 * hub, or for one of its requirements. It holds in this direction only, and nothing follows from
 * two of them.
 */
public record RecognitionSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("What is recognised") Source source,
    @JsonProperty(required = true) @JsonPropertyDescription("As what it counts") Target target,
    @JsonProperty(required = true)
        @JsonPropertyDescription("How each claim of the own type is had; others are not shown")
        List<ClaimRule> claims,
    @JsonPropertyDescription("LOW, SUBSTANTIAL or HIGH; the trust mark must state as much")
        Assurance minimumAssurance,
    @JsonProperty(required = true) @JsonPropertyDescription("The provision it rests on")
        String legalBasis,
    @JsonProperty(required = true) @JsonPropertyDescription("Who agreed to it, at least one")
        List<Approver> approvers,
    @JsonProperty(required = true) LocalDate from,
    @JsonProperty(required = true) @JsonPropertyDescription("Its last day") LocalDate to,
    @JsonPropertyDescription("The day from which it holds no more") LocalDate withdrawn) {

  /** Whether it holds on that day. */
  public boolean holdsOn(LocalDate day) {
    return (withdrawn == null || day.isBefore(withdrawn))
        && !day.isBefore(from)
        && !day.isAfter(to);
  }

  /**
   * What is recognised.
   *
   * @param anchor name of the TrustAnchor a chain must end in
   * @param entity the issuer, or a region on the way from it to the anchor
   * @param trustMark type of the trust mark by which the issuer may issue {@code vct}
   */
  public record Source(
      @JsonProperty(required = true) @JsonPropertyDescription("The TrustAnchor") String anchor,
      @JsonProperty(required = true)
          @JsonPropertyDescription("Entity identifier of the issuer, or of the region above it")
          String entity,
      @JsonProperty(required = true) String vct,
      @JsonProperty(required = true)
          @JsonPropertyDescription("URI of the trust mark that allows the issuer to issue them")
          String trustMark) {}

  /**
   * As what it counts: a type of this hub, everywhere; or one certificate of a requirement, where a
   * presentation names that requirement.
   *
   * @param credential id in the requirement's query; may be null where it asks for one only
   */
  public record Target(
      @JsonPropertyDescription("A CertificateType") String type,
      @JsonPropertyDescription("A PresentationRequirement") String requirement,
      @JsonPropertyDescription("Which certificate of the requirement, by its id in the query")
          String credential) {}

  /**
   * How one claim is had. Either {@code constant}, or {@code from} with at most one of {@code
   * codes} and {@code date}; several {@code from} need {@code join}.
   *
   * @param codes own code by foreign code; a code that is not listed is not recognised
   * @param date the foreign form of a date, as {@link java.time.format.DateTimeFormatter} has it;
   *     the own form is ISO 8601
   */
  public record ClaimRule(
      @JsonProperty(required = true) String name,
      @JsonPropertyDescription("The foreign claims it is made of") List<String> from,
      @JsonPropertyDescription("A text that always holds") String constant,
      @JsonPropertyDescription("Own code by foreign code") Map<String, String> codes,
      @JsonPropertyDescription("Form of the foreign date, for example dd.MM.uuuu") String date,
      @JsonPropertyDescription("What stands between several foreign claims") String join) {
    public ClaimRule {
      from = from == null ? List.of() : List.copyOf(from);
    }
  }

  /** Who agreed to it and when. */
  public record Approver(
      @JsonProperty(required = true) @JsonPropertyDescription("The body or office, no person")
          String office,
      @JsonProperty(required = true) LocalDate date) {}
}
