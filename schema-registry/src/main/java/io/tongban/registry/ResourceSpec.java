package io.tongban.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code kind: Resource}: a resource directory item 资源目录 (GB/T 21063, national guide of 2017) with
 * its information items. {@code metadata.title} is its name. Stored unless {@code live} says where
 * it is queried.
 */
public record ResourceSpec(
    @JsonPropertyDescription("Directory code: classification code and sequence") String code,
    @JsonProperty(required = true) @JsonPropertyDescription("Department that provides it 数源部门")
        String provider,
    @JsonPropertyDescription("Abstract") Label description,
    @JsonPropertyDescription("Class 类, item 项, list 目, detail 细目, outermost first")
        List<String> classification,
    @JsonPropertyDescription("base, topic or department") String category,
    @JsonProperty(required = true) @JsonPropertyDescription("Sharing type 共享类型")
        SharingType sharing,
    @JsonPropertyDescription("Condition of sharing, or the law that forbids it")
        String sharingCondition,
    @JsonPropertyDescription("interface, table or file") String sharingMode,
    @JsonPropertyDescription("Whether it is open to the public") Boolean open,
    @JsonPropertyDescription("Update cycle, for example daily") String updateCycle,
    @JsonPropertyDescription("Publication date") LocalDate published,
    @JsonPropertyDescription("Grade as in GB/T 43697: core, important, general") String grade,
    @JsonPropertyDescription("Licence note shown with the data") String licence,
    @JsonPropertyDescription("Related resources") List<String> related,
    @JsonPropertyDescription("Major version, default 1; a new one has a table of its own")
        Integer majorVersion,
    @JsonProperty(required = true) @JsonPropertyDescription("Information items") List<Item> items,
    @JsonProperty(required = true)
        @JsonPropertyDescription("Items that identify a record; their values are never null")
        List<String> key,
    @JsonPropertyDescription("Items that look-ups may use and that get an index")
        List<String> indexed,
    @JsonPropertyDescription("The item that names the person a record is about, if any")
        String subject,
    @JsonPropertyDescription("Where it is queried live instead of being stored") Live live,
    @JsonPropertyDescription(
            "What a change within a major version promises beyond that nothing is removed: none"
                + " (default), backward, forward or full, each also with -transitive")
        String compatibility) {

  /**
   * An information item.
   *
   * @param name SQL column name: lower case, digits, underscores
   * @param element the DataElement that says what it means and what type it has
   * @param required whether it must have a value
   */
  public record Item(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String element,
      Label title,
      Boolean required) {}

  /**
   * A live binding: a table of a database, or a web service that is asked by key.
   *
   * @param source a JDBC Source, or with {@code rest} an HTTP one
   * @param schema schema in the source, null for its default
   * @param table table or view in the source
   * @param columns column in the source by item; items not named have the same name
   * @param rest how a web service is asked, instead of {@code table}
   */
  public record Live(
      @JsonProperty(required = true)
          @JsonPropertyDescription("A Source: a database, or with rest a web service")
          String source,
      @JsonPropertyDescription("Schema of the table, default the database's own") String schema,
      @JsonPropertyDescription("Table or view of a database") String table,
      @JsonPropertyDescription("Column of the table by item; others have the item's name")
          Map<String, String> columns,
      @JsonPropertyDescription("A web service as a table that is asked by key") Rest rest) {
    /** A table of a database. */
    public Live(String source, String schema, String table, Map<String, String> columns) {
      this(source, schema, table, columns, null);
    }
  }

  /**
   * A web service that answers the records of one key as JSON. It can be asked by key only and
   * never read whole.
   *
   * @param path below the source's URL; each {@code {item}} is that item's value, percent-encoded
   * @param rows JSON Pointer (RFC 6901) to the record or the array of records, default the whole
   * @param columns JSON Pointer within a record by item; others are at {@code /item}, and the
   *     path's items that are not named here are what was asked for
   * @param maxBytes longest answer, default 1 MiB
   * @param maxRows most records of one answer, default 1000
   */
  public record Rest(
      @JsonProperty(required = true)
          @JsonPropertyDescription("Path below the source's URL, for example /people/{id}")
          String path,
      @JsonPropertyDescription("JSON Pointer to the record or array of records, default the whole")
          String rows,
      @JsonPropertyDescription("JSON Pointer within a record by item, default /item")
          Map<String, String> columns,
      @JsonPropertyDescription("Longest answer in bytes, default 1048576") Integer maxBytes,
      @JsonPropertyDescription("Most records of one answer, default 1000") Integer maxRows) {
    private static final Pattern ITEM = Pattern.compile("\\{([^{}]*)}");

    /** The items whose values the path needs, in its order, each once. */
    public List<String> keyItems() {
      return ITEM.matcher(path).results().map(found -> found.group(1)).distinct().toList();
    }

    /** The path with each {@code {item}} replaced. */
    public String path(UnaryOperator<String> value) {
      return ITEM.matcher(path)
          .replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }
  }
}
