package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tongban.hub.Label;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A directory item as everyone may see it; where it lies is not told.
 *
 * @param name name of the definition
 * @param sqlName its name in SQL
 * @param live whether it is queried where it lies
 * @param items its information items, or null in a list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A resource directory item 资源目录")
public record DirectoryItem(
    @Schema(examples = "premises") String name,
    @Schema(examples = "premises") String sqlName,
    Label title,
    @Schema(examples = "GB-FSA/0001") String code,
    @Schema(examples = "food-agency") String provider,
    Label description,
    List<String> classification,
    @Schema(examples = "topic") String category,
    SharingType sharing,
    String sharingCondition,
    String sharingMode,
    Boolean open,
    @Schema(examples = "monthly") String updateCycle,
    LocalDate published,
    String grade,
    String licence,
    List<String> related,
    @Schema(examples = "1") int majorVersion,
    @Schema(description = "Counts the changes of the definition") long version,
    boolean live,
    List<String> key,
    List<Item> items) {

  /** An information item. */
  @Schema(description = "An information item 信息项", name = "DirectoryInformationItem")
  public record Item(
      @Schema(examples = "approval_number") String name,
      @Schema(examples = "approval-number") String element,
      Label title,
      DataType type,
      @Schema(description = "Most characters of a STRING, 0 for unbounded") int length,
      boolean key,
      boolean required,
      boolean personal) {
    static Item of(Column column) {
      return new Item(
          column.name(),
          column.element(),
          column.title(),
          column.type(),
          column.length(),
          column.key(),
          column.required(),
          column.personal());
    }
  }

  /** Without its items, for lists. */
  static DirectoryItem brief(Resource resource) {
    return of(resource, null);
  }

  /** With its items. */
  static DirectoryItem full(Resource resource) {
    return of(resource, resource.columns().stream().map(Item::of).toList());
  }

  private static DirectoryItem of(Resource resource, List<Item> items) {
    ResourceSpec spec = resource.spec();
    return new DirectoryItem(
        resource.name(),
        resource.sqlName(),
        resource.title(),
        spec.code(),
        spec.provider(),
        spec.description(),
        spec.classification(),
        spec.category(),
        spec.sharing(),
        spec.sharingCondition(),
        spec.sharingMode(),
        spec.open(),
        spec.updateCycle(),
        spec.published(),
        spec.grade(),
        spec.licence(),
        spec.related(),
        spec.majorVersion() == null ? 1 : spec.majorVersion(),
        resource.version(),
        resource.live(),
        spec.key(),
        items);
  }
}
