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
   * @param format csv, tsv, fixed, xlsx, xls, json, ndjson, xml, dbf, parquet, sqlite or table (a
   *     JDBC source)
   * @param file name or glob in a file source's folder
   * @param path path below an HTTP source's URL
   * @param query SELECT on a JDBC source
   * @param encoding IANA charset name of text formats, default UTF-8; a byte order mark is skipped
   * @param delimiter of csv, default a comma
   * @param quote of csv; an empty string for none
   * @param sheet of a workbook, default the first
   * @param headerRow 1-based, default 1; of fixed-width text the number of lines to skip
   * @param records JSON Pointer to the array, name of the repeated XML element, or table of a
   *     SQLite file
   * @param maxBytes longer input is refused, default 256 MiB
   * @param maxCell longest text of one cell in characters, default 1,048,576; a row with a longer
   *     one goes into the quarantine
   * @param aliases column → other names it has in some files or sheets
   * @param layout how the sheets of a workbook are laid out
   * @param fixed the columns of fixed-width text
   * @param tree of json: records hold records of the same form
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
      Long maxBytes,
      Integer maxCell,
      Map<String, List<String>> aliases,
      Layout layout,
      Fixed fixed,
      Tree tree) {

    /** An input that uses none of the newer properties. */
    public Input(
        String format,
        String file,
        String path,
        String query,
        String encoding,
        String delimiter,
        String quote,
        String sheet,
        Integer headerRow,
        String records,
        Long maxBytes) {
      this(
          format, file, path, query, encoding, delimiter, quote, sheet, headerRow, records,
          maxBytes, null, null, null, null, null);
    }
  }

  /**
   * How the sheets of a workbook are laid out.
   *
   * @param sheets names of the sheets that are read one after the other instead of one, {@code *}
   *     stands for any characters; their rows get the column {@code (sheet)}
   * @param headerRows how many rows the header has, default 1; their names are joined with {@code
   *     /}
   * @param headerMatch names that the header's row has; it is looked for from the top, so that
   *     titles and cover pages above it do not matter
   * @param merged {@code first} (default: the value stands in the first cell of a merged area) or
   *     {@code repeat}
   * @param beyond what a cell to the right of the header makes of its row: {@code quarantine}
   *     (default) or {@code drop}
   */
  public record Layout(
      List<String> sheets,
      Integer headerRows,
      List<String> headerMatch,
      String merged,
      String beyond) {}

  /**
   * Fixed-width text.
   *
   * @param countedIn {@code characters} (default) or {@code bytes} of the encoding
   * @param trimmed whether blanks at the end of a line may have been cut off; otherwise a short
   *     line is a fault
   * @param columns in any order; what lies between them is not read
   */
  public record Fixed(
      String countedIn,
      Boolean trimmed,
      @JsonProperty(required = true) List<FixedColumn> columns) {}

  /**
   * A column of fixed-width text; blanks around its value are dropped.
   *
   * @param name as the mapping calls it
   * @param start place of its first character or byte, 1-based
   * @param length in characters or bytes
   */
  public record FixedColumn(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) Integer start,
      @JsonProperty(required = true) Integer length) {}

  /**
   * Records that hold records of the same form, each of which becomes a row. A row has the members
   * of its parent as {@code parent/NAME} and its depth, from 1 on, as {@code (level)}.
   *
   * @param children member that holds the array of children
   */
  public record Tree(@JsonProperty(required = true) String children) {}

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
