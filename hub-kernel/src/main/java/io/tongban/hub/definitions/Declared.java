package io.tongban.hub.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.yaml.YamlDocument;
import org.jdbi.v3.core.Handle;

/**
 * A definition of the set that is being applied, with its kind and the document it was read from.
 */
public record Declared<T>(DefinitionKind<T> kind, YamlDocument document, Definition<T> definition) {

  /** Kind and name. */
  public DefinitionKey key() {
    return new DefinitionKey(definition.kind(), definition.name());
  }

  /** The document as JSON. */
  public JsonNode content() {
    return document.content();
  }

  /** This with the version it will have. */
  public Declared<T> withVersion(long version) {
    return new Declared<>(
        kind,
        document,
        new Definition<>(
            definition.kind(),
            definition.name(),
            definition.title(),
            definition.spec(),
            version,
            definition.digest(),
            definition.attachments()));
  }

  void check(DefinitionView view, FaultSink faults) {
    kind.check(definition, view, faults);
  }

  /** Lets the kind do what no transaction can hold. */
  public void prepare(DefinitionView view) {
    kind.prepare(definition, view);
  }

  /** Lets the kind store what it needs. */
  public void apply(DefinitionView view, Handle transaction) {
    kind.apply(definition, view, transaction);
  }
}
