package io.tongban.api.department;

import io.tongban.registry.Code;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was asked of a code list, and the codes that answer it.
 *
 * @param on the day that was asked for, or null where none was
 */
@Schema(description = "The codes that answer a question to a code list")
public record CodeAnswer(
    @Schema(examples = "gbt2260") String list,
    @Schema(examples = "220381") String code,
    @Schema(examples = "2026-01-15") LocalDate on,
    List<Code> codes) {
  public CodeAnswer {
    codes = List.copyOf(codes);
  }
}
