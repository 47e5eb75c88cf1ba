package io.tongban.registry.codes;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.HubProblem;
import io.tongban.registry.CodeListSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** {@code kind: CodeList}. */
@ApplicationScoped
class CodeListKind implements DefinitionKind<CodeListSpec> {
  private final CodeTable table;

  @Inject
  CodeListKind(CodeTable table) {
    this.table = table;
  }

  @Override
  public String kind() {
    return "CodeList";
  }

  @Override
  public Class<CodeListSpec> specType() {
    return CodeListSpec.class;
  }

  @Override
  public List<String> attachments(CodeListSpec spec) {
    return spec.file() == null ? List.of() : List.of(spec.file().path());
  }

  @Override
  public void check(Definition<CodeListSpec> definition, DefinitionView view, FaultSink faults) {
    new CodeListReader(definition, faults).read();
  }

  @Override
  public void apply(Definition<CodeListSpec> definition, Handle transaction) {
    FaultSink checkedBefore =
        (pointer, message, fix) -> {
          throw HubProblem.DEFINITION_INVALID.problem(
              "CodeList " + definition.name() + " " + pointer + ": " + message);
        };
    table.replace(
        transaction, definition.name(), new CodeListReader(definition, checkedBefore).read());
  }
}
