package io.tongban.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The published vectors under {@code suites/}. */
public final class Suites {
  private Suites() {}

  public static JsonNode read(String name) {
    try (InputStream in = Suites.class.getResourceAsStream("/suites/" + name)) {
      return CanonicalJson.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
