package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tongban.hub.Definition;
import io.tongban.hub.Label;
import io.tongban.registry.DataElementSpec;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A data element.
 *
 * @param version counts the changes of the definition
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A data element 数据元 (GB/T 19488.1)")
public record ElementView(
    @Schema(examples = "approval-number") String name,
    Label title,
    long version,
    DataElementSpec spec) {
  static ElementView of(Definition<DataElementSpec> definition) {
    return new ElementView(
        definition.name(), definition.title(), definition.version(), definition.spec());
  }
}
