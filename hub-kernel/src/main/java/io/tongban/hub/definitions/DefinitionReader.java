package io.tongban.hub.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.Fault;
import io.tongban.hub.Label;
import io.tongban.hub.Nearest;
import io.tongban.hub.Place;
import io.tongban.hub.jsonschema.SchemaFault;
import io.tongban.hub.yaml.YamlDocument;
import io.tongban.hub.yaml.YamlReader;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns a set of files into typed definitions, or into faults with places and fixes. */
public final class DefinitionReader {
  private final KindCatalogue kinds;
  private final AttachmentFinder attachments;
  private final DefinitionSet set;
  private final Map<DefinitionKey, Place> seen = new HashMap<>();

  private DefinitionReader(KindCatalogue kinds, Collection<DefinitionFile> files) {
    this.kinds = kinds;
    this.attachments = new AttachmentFinder(files);
    this.set = new DefinitionSet(kinds);
  }

  /** Reads the YAML files of a set. */
  public static DefinitionSet read(KindCatalogue kinds, Collection<DefinitionFile> files) {
    var reader = new DefinitionReader(kinds, files);
    files.stream()
        .filter(DefinitionReader::isYaml)
        .sorted(Comparator.comparing(DefinitionFile::path))
        .forEach(reader::file);
    return reader.set;
  }

  private static boolean isYaml(DefinitionFile file) {
    String path = file.path().toLowerCase(Locale.ROOT);
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }

  private void file(DefinitionFile file) {
    YamlReader.read(file, set::unreadable).forEach(this::document);
  }

  private void document(YamlDocument document) {
    Optional<DefinitionKind<?>> kind = kind(document);
    if (kind.isEmpty()) {
      return;
    }
    String name = document.content().path("metadata").path("name").asText("");
    var key = new DefinitionKey(kind.get().kind(), name);
    List<SchemaFault> wrong = kinds.check(kind.get()).check(document.content());
    wrong.forEach(fault -> set.add(placed(document, fault)));
    boolean first = wrong.isEmpty() ? unique(document, key) : false;
    if (first) {
      typed(kind.get(), document, key);
    } else {
      set.broken(key);
    }
  }

  private static Fault placed(YamlDocument document, SchemaFault fault) {
    Place place =
        fault.onKey() ? document.keyPlace(fault.pointer()) : document.place(fault.pointer());
    return new Fault(place, fault.pointer(), fault.message(), fault.fix());
  }

  private Optional<DefinitionKind<?>> kind(YamlDocument document) {
    JsonNode content = document.content();
    if (!content.isObject()) {
      unreadable(
          document, "", "this is not a definition", "begin with apiVersion, kind, metadata, spec");
      return Optional.empty();
    }
    String name = content.path("kind").asText("");
    if (name.isEmpty()) {
      unreadable(
          document, "/kind", "\"kind\" is missing", "known kinds: " + Nearest.list(kinds.names()));
      return Optional.empty();
    }
    Optional<DefinitionKind<?>> kind = kinds.find(name);
    if (kind.isEmpty()) {
      unreadable(
          document,
          "/kind",
          "unknown kind \"" + name + "\"",
          Nearest.fix(name, kinds.names(), "kinds"));
    }
    return kind;
  }

  private void unreadable(YamlDocument document, String pointer, String message, String fix) {
    set.unreadable(new Fault(document.place(pointer), pointer, message, fix));
  }

  private boolean unique(YamlDocument document, DefinitionKey key) {
    Place here = document.place("/metadata/name");
    Place before = seen.putIfAbsent(key, here);
    if (before == null) {
      return true;
    }
    set.add(
        new Fault(
            here,
            "/metadata/name",
            key + " is defined a second time",
            "keep one of them, or give one another name; the first is at " + before));
    return false;
  }

  private <T> void typed(DefinitionKind<T> kind, YamlDocument document, DefinitionKey key) {
    var parsed = SpecParser.parse(kind.specType(), document.content().path("spec"));
    if (parsed.fault() != null) {
      SchemaFault fault = parsed.fault();
      set.add(placed(document, fault));
      set.broken(key);
      return;
    }
    Optional<Map<String, byte[]>> files =
        attachments.find(document, kind.attachments(parsed.spec()), set::add);
    if (files.isEmpty()) {
      set.broken(key);
      return;
    }
    set.add(new Declared<>(kind, document, definition(key, document, parsed.spec(), files.get())));
  }

  private static <T> Definition<T> definition(
      DefinitionKey key, YamlDocument document, T spec, Map<String, byte[]> files) {
    return new Definition<>(
        key.kind(),
        key.name(),
        title(document.content(), key.name()),
        spec,
        0,
        Digests.of(document.content(), files),
        files);
  }

  /** The title of a document; its name where it has none. */
  public static Label title(JsonNode document, String name) {
    JsonNode title = document.path("metadata").path("title");
    return title.isMissingNode() || title.isNull()
        ? Label.of(name)
        : CanonicalJson.mapper().convertValue(title, Label.class);
  }
}
