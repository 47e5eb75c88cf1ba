package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * {@code kind: ServiceItem}: a use item 用证事项, for which a department may use what holders
 * authorise.
 *
 * @param days how long an authorisation holds, from 1 to 365; null means 30
 */
public record ServiceItemSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Department whose item it is 事项实施机构")
        String department,
    @JsonProperty(required = true)
        @JsonPropertyDescription("Client of the department that fetches what is authorised")
        String client,
    @JsonProperty(required = true) @JsonPropertyDescription("Purpose the certificates are used for")
        String purpose,
    @JsonPropertyDescription(
            "Certificates and claims it needs; or leave it out and name a requirement")
        List<Need> needs,
    @JsonPropertyDescription("PresentationRequirement that says what it needs, instead of needs")
        String requirement,
    @JsonPropertyDescription("How long an authorisation holds, in days; default 30, at most 365")
        Integer days) {
  private static final int DEFAULT_DAYS = 30;

  /** The longest an authorisation may hold. */
  public static final int MAX_DAYS = 365;

  /** How long an authorisation holds, with the default. */
  public int daysOrDefault() {
    return days == null ? DEFAULT_DAYS : days;
  }

  /**
   * A certificate that is needed.
   *
   * @param type name of a CertificateType with {@code selfService} or {@code collected}
   * @param claims names of its claims
   */
  public record Need(
      @JsonProperty(required = true)
          @JsonPropertyDescription("CertificateType with selfService or collected")
          String type,
      @JsonProperty(required = true) @JsonPropertyDescription("Its claims that are needed")
          List<String> claims) {
    public Need {
      claims = claims == null ? List.of() : List.copyOf(claims);
    }
  }
}
