package io.tongban.connectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: Connector}: source → mapping → resource. What an operator writes and what each field
 * does is told in {@code docs/connectors.md}.
 */
public record ConnectorSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("The Source it reads") String source,
    @JsonProperty(required = true) @JsonPropertyDescription("The Resource it fills")
        String resource,
    @JsonProperty(required = true) @JsonPropertyDescription("What is read and in which format")
        Input input,
    @JsonPropertyDescription("full (the batch is the whole resource) or merge; default full")
        String mode,
    @JsonProperty(required = true) @JsonPropertyDescription("How items are made from fields")
        List<FieldMapping> fields,
    @JsonPropertyDescription(
            "Which rows to read; the others are left out before anything else and counted as"
                + " filtered. Source field → what its trimmed text must be: a value, \"*\" for any"
                + " value, \"\" for none")
        Map<String, String> where,
    @JsonPropertyDescription(
            "Cron (quartz) or a duration such as 15m; by hand and on file arrival where absent")
        String schedule,
    @JsonPropertyDescription(
            "In mode full: whether a batch may delete more than half of the records; default no, so"
                + " that an empty or truncated input does not wipe a resource")
        Boolean allowShrink) {

  /**
   * What is read.
   *
   * @param format csv, tsv, xlsx, json, ndjson, xml or table (a JDBC source)
   * @param file name or glob in a file source's folder
   * @param path path below an HTTP source's URL
   * @param query SELECT on a JDBC source
   * @param encoding IANA charset name of text formats, default UTF-8; a byte order mark is skipped
   * @param delimiter of csv, default a comma
   * @param quote of csv; an empty string for none
   * @param sheet of xlsx, default the first
   * @param headerRow 1-based, default 1
   * @param records JSON Pointer to the array, or name of the repeated XML element
   * @param maxBytes longer input is refused, default 256 MiB
   */
  public record Input(
      @JsonProperty(required = true) String format,
      String file,
      String path,
      String query,
      String encoding,
      String delimiter,
      String quote,
      String sheet,
      Integer headerRow,
      String records,
      Long maxBytes) {}

  /**
   * How an item of the resource is made.
   *
   * @param item the item
   * @param from source column, or null with {@code value}
   * @param value a constant instead
   * @param steps applied in order: {@code trim}, {@code upper}, {@code lower}, {@code collapse}
   *     (inner white space), {@code half-width}, {@code strip:CHARS}
   * @param dateFormat pattern of a DATE or TIMESTAMP (java.time), for example {@code d-MMM-uu};
   *     default ISO 8601
   * @param locale BCP 47 tag for month names, default en
   * @param nullValues texts that mean "no value", besides the empty one
   * @param defaultValue where there is no value
   * @param codes translation: source code → standard code
   * @param crosswalk look-up in another table
   * @param codeList where the value must be a code valid on a day, how that is checked
   */
  public record FieldMapping(
      @JsonProperty(required = true) String item,
      String from,
      String value,
      List<String> steps,
      String dateFormat,
      String locale,
      List<String> nullValues,
      String defaultValue,
      Map<String, String> codes,
      Crosswalk crosswalk,
      CodeCheck codeList) {}

  /**
   * A chain of look-ups, each in a table that is read once a run. Texts are compared trimmed and
   * case-blind. The run reports how often each step ended how: blank, unknown (first step),
   * unresolved (a later step), resolved.
   *
   * @param steps in order; the result of one is the input of the next
   * @param onMiss {@code null} (the item stays empty, counted) or {@code quarantine}
   */
  public record Crosswalk(@JsonProperty(required = true) List<Step> steps, String onMiss) {}

  /**
   * One look-up.
   *
   * @param source JDBC source
   * @param query SELECT of two columns, key and value
   * @param optional whether a miss passes its input through (a migration table)
   */
  public record Step(
      @JsonProperty(required = true) String source,
      @JsonProperty(required = true) String query,
      Boolean optional) {}

  /**
   * A code check.
   *
   * @param list the CodeList
   * @param on source column that holds the day, or null for the day of the run
   * @param missing what a row without a code is: {@code quarantine} (default) or {@code null}
   */
  public record CodeCheck(@JsonProperty(required = true) String list, String on, String missing) {}
}
