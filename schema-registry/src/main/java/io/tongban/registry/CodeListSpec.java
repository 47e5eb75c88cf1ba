package io.tongban.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import java.util.List;

/**
 * {@code kind: CodeList}: codes with their validity and successors, in line ({@code codes}) or in a
 * file beside the definition ({@code file}).
 */
public record CodeListSpec(
    @JsonPropertyDescription("Standard it comes from, for example GB/T 2260") String standard,
    @JsonPropertyDescription("Codes in line") List<CodeEntry> codes,
    @JsonPropertyDescription("Codes in a delimited file") CodeFile file) {

  /**
   * A code written in line.
   *
   * @param validFrom first day, null for always
   * @param validTo last day on which it holds, null for still valid
   */
  public record CodeEntry(
      @JsonProperty(required = true) String code,
      @JsonProperty(required = true) Label label,
      String parent,
      java.time.LocalDate validFrom,
      java.time.LocalDate validTo,
      List<String> successors) {}

  /**
   * Codes in a delimited file.
   *
   * @param path relative to the definition's file
   * @param encoding IANA charset name, default UTF-8 (a byte order mark is skipped)
   * @param delimiter one character, default a comma
   * @param code column of the code
   * @param label column of the name
   * @param parentLabels columns of the names above it, outermost first, kept with the code for
   *     look-ups by name
   * @param validFrom column of the first year or day; a bare year means its 1 January
   * @param validTo column of the last year or day; a bare year means its 31 December: a code holds
   *     through its last year unless a day is known
   * @param successors column of the successor codes, {@code ;} between them, each {@code CODE} (it
   *     replaced the code at the end of its validity) or {@code CODE[YEAR]} (it took over a part of
   *     the code's area in that year, and does not succeed the code)
   */
  public record CodeFile(
      @JsonProperty(required = true) String path,
      String encoding,
      String delimiter,
      @JsonProperty(required = true) String code,
      @JsonProperty(required = true) String label,
      List<String> parentLabels,
      String validFrom,
      String validTo,
      String successors) {}
}
