package io.tongban.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import java.time.LocalDate;
import java.util.List;

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
    @JsonPropertyDescription("Where it is queried live instead of being stored") Live live) {

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
   * A live binding.
   *
   * @param source a JDBC Source
   * @param schema schema in the source, null for its default
   * @param table table or view in the source
   * @param columns column in the source by item; items not named have the same name
   */
  public record Live(
      @JsonProperty(required = true) String source,
      String schema,
      @JsonProperty(required = true) String table,
      java.util.Map<String, String> columns) {}
}
