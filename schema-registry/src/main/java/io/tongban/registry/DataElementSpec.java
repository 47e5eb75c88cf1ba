package io.tongban.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import java.math.BigDecimal;
import java.util.List;

/**
 * {@code kind: DataElement}: what a datum means (ISO/IEC 11179, GB/T 18391, GB/T 19488.1). {@code
 * metadata.title} carries the Chinese and English name.
 */
public record DataElementSpec(
    @JsonPropertyDescription("Internal identifier, for example DE00012") String identifier,
    @JsonPropertyDescription("Pinyin of the Chinese name") String pinyin,
    @JsonPropertyDescription("Other names, in any language") List<String> synonyms,
    @JsonProperty(required = true) @JsonPropertyDescription("What it means") Label definition,
    @JsonPropertyDescription("Object class 对象类词") String objectClass,
    @JsonPropertyDescription("Property 特性词") String property,
    @JsonPropertyDescription("Representation 表示词") String representation,
    @JsonPropertyDescription("Classification scheme and code") String classification,
    @JsonPropertyDescription("Context it is used in") String context,
    @JsonPropertyDescription("Related data elements") List<Relation> relations,
    @JsonPropertyDescription("Remarks") String remarks,
    @JsonProperty(required = true) @JsonPropertyDescription("Data type") DataType type,
    @JsonPropertyDescription("Format as in GB/T 19488.1, for example an..18 or n8") String format,
    @JsonPropertyDescription("Regular expression the whole value must match") String pattern,
    @JsonPropertyDescription("Smallest value, for numbers") BigDecimal minimum,
    @JsonPropertyDescription("Largest value, for numbers") BigDecimal maximum,
    @JsonPropertyDescription("CodeList the value must be a code of") String codeList,
    @JsonPropertyDescription("Unit, as in UCUM") String unit,
    @JsonPropertyDescription("Whether it is personal data") Boolean personal,
    @JsonPropertyDescription("Status: draft, standard, retired; default standard") String status,
    @JsonPropertyDescription("Registration authority") String registrationAuthority,
    @JsonPropertyDescription("Submitting organisation") String submittingOrganisation,
    @JsonPropertyDescription("Approval date, ISO 8601") java.time.LocalDate approved,
    @JsonPropertyDescription(
            "A check that the value carries in itself: gb11643 (citizen ID number) or gb32100"
                + " (unified social credit code)")
        String check) {

  /** A relation to another data element. */
  public record Relation(
      @JsonProperty(required = true) String element,
      @JsonProperty(required = true) String relation) {}
}
