package io.tongban.hub.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Fault;
import io.tongban.hub.Nearest;
import io.tongban.hub.yaml.YamlDocument;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the files that definitions name, relative to the definition's own file in the set. */
final class AttachmentFinder {
  private final Map<String, byte[]> files = new HashMap<>();

  AttachmentFinder(Collection<DefinitionFile> set) {
    set.forEach(file -> normal("", file.path()).ifPresent(path -> files.put(path, file.bytes())));
  }

  /** The attachments by the names the spec gives them; nothing after a fault. */
  Optional<Map<String, byte[]>> find(
      YamlDocument document, List<String> names, Consumer<Fault> faults) {
    Map<String, byte[]> found = new HashMap<>();
    boolean whole = true;
    for (String name : names) {
      Optional<String> path = normal(folder(document.start().file()), name);
      byte[] bytes = path.map(files::get).orElse(null);
      if (bytes == null) {
        whole = false;
        faults.accept(missing(document, name, path.orElse(name)));
      } else {
        found.put(name, bytes);
      }
    }
    return whole ? Optional.of(found) : Optional.empty();
  }

  private Fault missing(YamlDocument document, String name, String path) {
    String pointer = pointerOf(document.content().path("spec"), "/spec", name).orElse("/spec");
    return new Fault(
        document.place(pointer),
        pointer,
        "the file \"" + name + "\" is not in the set",
        "put it beside "
            + document.start().file()
            + "; "
            + Nearest.fix(path, files.keySet(), "files"));
  }

  /** Where the spec names the attachment, so that the fault can point at it. */
  private static Optional<String> pointerOf(JsonNode node, String pointer, String text) {
    if (node.isTextual()) {
      return node.asText().equals(text) ? Optional.of(pointer) : Optional.empty();
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        Optional<String> found = pointerOf(node.get(i), pointer + "/" + i, text);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return node.properties().stream()
        .map(
            entry ->
                pointerOf(
                    entry.getValue(),
                    pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                    text))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String folder(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }

  /** The path without {@code .} and {@code ..}; nothing where it leads out of the set. */
  private static Optional<String> normal(String folder, String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + path).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }
}
