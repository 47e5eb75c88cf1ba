package io.tongban.connectors.format;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/** Declared encodings. */
public final class Charsets {
  private Charsets() {}

  /** The charset of that IANA name; UTF-8 for null; nothing if this Java platform has none. */
  public static Optional<Charset> find(String name) {
    if (name == null) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
