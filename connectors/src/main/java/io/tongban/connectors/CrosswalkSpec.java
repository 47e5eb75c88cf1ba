package io.tongban.connectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code kind: Crosswalk}: spellings of a department and what they mean in the standard. Entries
 * are confirmed by people; what a connector does not find is listed with suggestions.
 */
public record CrosswalkSpec(
    @JsonPropertyDescription("What an entry may lead to, and where suggestions come from")
        Candidates candidates,
    @JsonPropertyDescription(
            "Whether a text that is exactly the name of one candidate needs no entry; default no")
        Boolean exact,
    @JsonPropertyDescription("The confirmed entries; may be empty to begin with")
        List<Entry> entries) {

  /** The entries; empty where none are declared. */
  @JsonIgnore
  public List<Entry> confirmed() {
    return entries == null ? List.of() : entries;
  }

  /**
   * What entries may lead to: the codes of a list, or the rows of a query.
   *
   * @param codeList codes that hold today, by their names
   * @param pattern regular expression (RE2) that a code must match whole, for example {@code
   *     [0-9]{4}00} for prefectures
   * @param source a JDBC source, with {@code query}
   * @param query SELECT of two columns, name and value
   */
  public record Candidates(String codeList, String pattern, String source, String query) {}

  /**
   * A confirmed entry.
   *
   * @param from the text as the source writes it; compared trimmed and case-blind
   * @param to what it means
   * @param confirmedBy who confirmed it, or null where it was written by hand
   * @param confirmedOn when
   */
  public record Entry(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      String confirmedBy,
      LocalDate confirmedOn) {}
}
