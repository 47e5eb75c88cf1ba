package io.tongban.hub.definitions;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DefinitionsChanged;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/** A kind with attachments that writes down what the kernel asks of it. */
@ApplicationScoped
class TestKind implements DefinitionKind<TestKind.NoteSpec> {
  static final List<String> CALLS = new CopyOnWriteArrayList<>();

  /**
   * @param on another note, which must allow as much as this one
   */
  record NoteSpec(
      @JsonProperty(required = true) List<String> files, String boom, Integer most, String on) {
    NoteSpec {
      if (most != null && most < 0) {
        throw new IllegalArgumentException("most must not be negative");
      }
    }
  }

  @Override
  public String kind() {
    return "Note";
  }

  @Override
  public Class<NoteSpec> specType() {
    return NoteSpec.class;
  }

  @Override
  public List<String> attachments(NoteSpec spec) {
    return spec.files();
  }

  @Override
  public void check(Definition<NoteSpec> definition, DefinitionView view, FaultSink faults) {
    CALLS.add("check " + definition.name() + " among " + view.all(NoteSpec.class).size());
    view.find(NoteSpec.class, definition.spec().on())
        .filter(other -> other.spec().most() < definition.spec().most())
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/most",
                    other.name() + " allows " + other.spec().most() + " at most",
                    "allow less"));
  }

  @Override
  public void prepare(Definition<NoteSpec> definition) {
    CALLS.add("prepare " + definition.name() + " " + definition.version());
  }

  @Override
  public void apply(Definition<NoteSpec> definition, Handle transaction) {
    definition
        .attachments()
        .forEach(
            (name, bytes) ->
                CALLS.add(
                    "apply %s %s=%s"
                        .formatted(
                            definition.name(), name, new String(bytes, StandardCharsets.UTF_8))));
    if (definition.spec().boom() != null) {
      throw new IllegalStateException(definition.spec().boom());
    }
  }

  void changed(@Observes DefinitionsChanged event) {
    CALLS.add("changed " + event.version() + " " + event.changed().size());
  }
}
