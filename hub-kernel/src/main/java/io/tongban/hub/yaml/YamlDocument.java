package io.tongban.hub.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.Place;
import java.util.Map;

/**
 * One YAML document as JSON, with the place of everything in it.
 *
 * @param start where the document begins
 * @param content what it says; never null
 * @param values place of each value by JSON Pointer (RFC 6901)
 * @param keys place of each mapping key by the pointer of its value
 */
public record YamlDocument(
    Place start, JsonNode content, Map<String, Place> values, Map<String, Place> keys) {

  /** Where the value of that pointer stands; the nearest value around it where there is none. */
  public Place place(String pointer) {
    String nearest = pointer == null ? "" : pointer;
    while (!nearest.isEmpty() && !values.containsKey(nearest)) {
      nearest = parent(nearest);
    }
    return values.getOrDefault(nearest, start);
  }

  /** Where the key of that pointer stands; the place of the value where it has none. */
  public Place keyPlace(String pointer) {
    Place key = keys.get(pointer);
    return key == null ? place(pointer) : key;
  }

  private static String parent(String pointer) {
    int slash = pointer.lastIndexOf('/');
    return slash < 0 ? "" : pointer.substring(0, slash);
  }

  /** A reference token of a JSON Pointer, escaped. */
  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
