package io.tongban.connectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.ArrayList;
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
        Boolean allowShrink,
    @JsonPropertyDescription(
            "Which of several rows of one key in a batch stays; without it the first one")
        Survivorship survivorship) {

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
   * @param numberFormat how the source writes numbers; default 1234.5
   * @param unit conversion of a number
   * @param split a part of the text instead of the whole, taken before the steps
   * @param join several source columns instead of {@code from}
   * @param division the code of a division by its names, instead of {@code from}
   * @param coordinate a longitude or latitude converted between systems, instead of {@code from}
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
      CodeCheck codeList,
      NumberFormat numberFormat,
      Unit unit,
      Split split,
      Join join,
      Division division,
      Coordinate coordinate) {
    /** The source columns it reads, the day of a code among them. */
    @JsonIgnore
    public List<String> columns() {
      List<String> columns = new ArrayList<>();
      if (from != null) {
        columns.add(from);
      }
      if (join != null) {
        columns.addAll(join.columns());
      }
      if (division != null) {
        columns.addAll(division.columns());
        if (division.on() != null) {
          columns.add(division.on());
        }
      }
      if (coordinate != null) {
        columns.add(coordinate.longitude());
        columns.add(coordinate.latitude());
      }
      if (codeList != null && codeList.on() != null) {
        columns.add(codeList.on());
      }
      return columns;
    }
  }

  /**
   * How numbers are written. Full-width digits are always read.
   *
   * @param grouping mark between groups of three (or, in Chinese texts, four) digits, for example a
   *     comma or a space; a mark in another place is a fault
   * @param decimal decimal mark, default a point
   * @param chinese whether 万, 亿, 〇一二, 十百千 and 壹贰叁 are read: {@code 3.5万}, {@code 一百零二}
   * @param percent whether the number is one of hundredths: {@code 15%}, {@code 15} and {@code
   *     百分之十五} are 0.15
   */
  public record NumberFormat(String grouping, String decimal, Boolean chinese, Boolean percent) {}

  /**
   * A conversion between two units of one dimension. The result is rounded half up to the decimals
   * of the item.
   *
   * @param from as the source writes it, for example 万元 or 亩
   * @param to as the item has it, for example 元 or m2
   */
  public record Unit(
      @JsonProperty(required = true) String from, @JsonProperty(required = true) String to) {}

  /**
   * A part of a text. A part that is not there is no value.
   *
   * @param by text between the parts, with {@code take}
   * @param take which part: 1 the first, -1 the last; default 1
   * @param pattern regular expression (RE2, which needs time in proportion to the text) instead of
   *     {@code by}; it is looked for anywhere in the text
   * @param group of the pattern, default 1, 0 for the whole match
   */
  public record Split(String by, Integer take, String pattern, Integer group) {}

  /**
   * Several columns as one text; empty ones are left out.
   *
   * @param separator between them, default a space
   */
  public record Join(@JsonProperty(required = true) List<String> columns, String separator) {}

  /**
   * The code of a division by names from the outermost on, long or short: 湖北省 and 恩施州 give 422800.
   *
   * @param list the CodeList of divisions
   * @param columns columns of the names, outermost first; empty ones are left out
   * @param on column of the day on which the name holds, or null for the day of the run
   * @param missing what a row is whose names mean no division: {@code quarantine} (default) or
   *     {@code null}; names that mean several are always quarantined
   */
  public record Division(
      @JsonProperty(required = true) String list,
      @JsonProperty(required = true) List<String> columns,
      String on,
      String missing) {}

  /**
   * A coordinate in degrees.
   *
   * @param longitude column
   * @param latitude column
   * @param from system of the source: WGS-84, GCJ-02 or BD-09
   * @param to system of the item
   * @param take {@code longitude} or {@code latitude}: which of the two the item is
   */
  public record Coordinate(
      @JsonProperty(required = true) String longitude,
      @JsonProperty(required = true) String latitude,
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) String take) {}

  /**
   * Which row stays where several have one key; the others stand in the quarantine as {@code
   * superseded}, naming the row that stayed. Of equals the first stays.
   *
   * @param keep {@code first}, {@code last}, {@code latest} (largest value in {@code by}), {@code
   *     most-complete} (most items with a value) or {@code priority} ({@code by} holds what stands
   *     first in {@code order})
   * @param by source column for latest and priority; days and numbers compare as such where the
   *     column fills an item of that type, else as text
   * @param order values of {@code by}, best first; others come after
   */
  public record Survivorship(
      @JsonProperty(required = true) String keep, String by, List<String> order) {}

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
   * @param table a Crosswalk that people confirm entry by entry, instead of source and query
   */
  public record Step(String source, String query, Boolean optional, String table) {}

  /**
   * A code check.
   *
   * @param list the CodeList
   * @param on source column that holds the day, or null for the day of the run
   * @param missing what a row without a code is: {@code quarantine} (default) or {@code null}
   * @param successor {@code follow}: a code that was replaced by that day becomes its successor;
   *     one that was split is quarantined as {@code code-ambiguous}
   */
  public record CodeCheck(
      @JsonProperty(required = true) String list, String on, String missing, String successor) {}
}
