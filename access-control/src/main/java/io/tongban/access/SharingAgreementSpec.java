package io.tongban.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: SharingAgreement}: what one department may use of others, for which purposes, on
 * which basis, how long.
 */
public record SharingAgreementSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Department that receives")
        String recipient,
    @JsonProperty(required = true) @JsonPropertyDescription("Purposes it covers")
        List<String> purposes,
    @JsonPropertyDescription("Legal basis: law and article") String law,
    @JsonPropertyDescription("authorised, suspended or ended; default authorised") String status,
    @JsonProperty(required = true) @JsonPropertyDescription("First day") LocalDate from,
    @JsonProperty(required = true) @JsonPropertyDescription("Last day") LocalDate to,
    @JsonPropertyDescription("Most rows of one answer") Long rowLimit,
    @JsonPropertyDescription("How often one client may use it") Rate rate,
    @JsonPropertyDescription(
            "Whether each use needs the person's consent, which may be withdrawn; default false:"
                + " it rests on statutory duty")
        Boolean consent,
    @JsonPropertyDescription(
            "receipt or witnesses; default receipt: an answer is released when its use is recorded."
                + " With witnesses it waits until the hub's WitnessPolicy is met, and is withheld if"
                + " that takes more than some seconds")
        String releaseAfter,
    @JsonProperty(required = true) @JsonPropertyDescription("What it covers, by resource")
        Map<String, Terms> resources) {

  /** What {@code releaseAfter} says where answers wait for the hub's witnesses. */
  public static final String WITNESSES = "witnesses";

  /** Whether answers wait for the hub's witnesses. */
  @JsonIgnore
  public boolean afterWitnesses() {
    return WITNESSES.equals(releaseAfter);
  }

  /**
   * Terms for one resource.
   *
   * @param columns granted columns
   * @param masks mask by column, see {@link Mask#GRAMMAR}
   * @param rows SQL condition over the resource's columns, with {@code :client}, {@code
   *     :department}, {@code :region} for the caller's attributes
   * @param minimumGroup null, or the resource may be read through statistics only, of groups of at
   *     least so many of its records (2 or more)
   */
  public record Terms(
      @JsonProperty(required = true) List<String> columns,
      @JsonPropertyDescription("Mask by column: " + Mask.GRAMMAR) Map<String, String> masks,
      @JsonPropertyDescription("SQL condition over the resource's columns") String rows,
      @JsonPropertyDescription(
              "Statistics only, of groups of at least so many records of this resource")
          Integer minimumGroup) {}

  /**
   * How often one client may use the agreement, counted by each node of the hub on its own.
   *
   * @param calls most uses in a window, at least 1
   * @param per the window: the current minute, hour or day by the hub's clock and zone
   */
  public record Rate(
      @JsonProperty(required = true) int calls, @JsonProperty(required = true) Per per) {}

  /** A window of a {@link Rate}. */
  public enum Per {
    MINUTE,
    HOUR,
    DAY
  }
}
