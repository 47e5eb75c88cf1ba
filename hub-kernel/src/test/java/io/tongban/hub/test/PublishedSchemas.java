package io.tongban.hub.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.Definitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Schemas of definitions as files for editors ({@code docs/schemas}). A test compares them
 * with what the hub generates; run with the environment variable {@code TONGBAN_WRITE_SCHEMAS} it
 * writes them instead.
 */
public final class PublishedSchemas {
  /** The environment variable that makes {@link #agree} write. */
  public static final String WRITE = "TONGBAN_WRITE_SCHEMAS";

  private PublishedSchemas() {}

  /** The schemas of all kinds of a hub as text, by file name. */
  public static Map<String, String> generate(Definitions definitions) {
    Map<String, String> files = new TreeMap<>();
    for (DefinitionKind<?> kind : definitions.kinds()) {
      files.put(kind.kind() + ".json", text(definitions, kind.kind()));
    }
    return files;
  }

  private static String text(Definitions definitions, String kind) {
    var indent = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indent);
    printer.indentArraysWith(indent);
    try {
      return CanonicalJson.mapper().writer(printer).writeValueAsString(definitions.schema(kind))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a schema is JSON", e);
    }
  }

  /**
   * The names of the schemas whose file in the folder is missing or says something else; empty
   * where all agree.
   */
  public static List<String> agree(Definitions definitions, Path folder) throws IOException {
    Map<String, String> generated = generate(definitions);
    if (System.getenv(WRITE) != null) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
    return generated.entrySet().stream()
        .filter(file -> !file.getValue().equals(read(folder.resolve(file.getKey()))))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
