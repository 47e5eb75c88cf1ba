package io.tongban.access;

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
    @JsonPropertyDescription(
            "Whether each use needs the person's consent, which may be withdrawn; default false:"
                + " it rests on statutory duty")
        Boolean consent,
    @JsonProperty(required = true) @JsonPropertyDescription("What it covers, by resource")
        Map<String, Terms> resources) {

  /**
   * Terms for one resource.
   *
   * @param columns granted columns
   * @param masks mask by column: {@code nullify}, {@code partial(2,3)}, {@code constant(***)},
   *     {@code year}
   * @param rows SQL condition over the resource's columns, with {@code :client}, {@code
   *     :department}, {@code :region} for the caller's attributes
   */
  public record Terms(
      @JsonProperty(required = true) List<String> columns,
      Map<String, String> masks,
      String rows) {}
}
