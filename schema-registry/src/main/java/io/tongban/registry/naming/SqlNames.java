package io.tongban.registry.naming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that callers can write in SQL without quotation marks. */
public final class SqlNames {
  /** PostgreSQL cuts longer identifiers off, so two could become one. */
  public static final int MOST_CHARACTERS = 63;

  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<String> RESERVED = reserved();

  private SqlNames() {}

  /** What keeps a name from being one, for people; nothing if it is one. */
  public static Optional<String> fault(String name) {
    if (name.startsWith("_")) {
      return Optional.of("begins with an underscore, which the hub keeps for its own columns");
    }
    if (!PLAIN.matcher(name).matches()) {
      return Optional.of("is not made of lower-case letters, digits and underscores");
    }
    if (name.length() > MOST_CHARACTERS) {
      return Optional.of("has more than " + MOST_CHARACTERS + " characters");
    }
    return reserved(name) ? Optional.of("is a reserved word of SQL") : Optional.empty();
  }

  /** Whether a word is reserved in the hub's SQL. */
  public static boolean reserved(String word) {
    return RESERVED.contains(word);
  }

  /** The identifier in quotation marks, as both databases keep its case. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static Set<String> reserved() {
    try (var stream = SqlNames.class.getResourceAsStream("reserved-words.txt");
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
