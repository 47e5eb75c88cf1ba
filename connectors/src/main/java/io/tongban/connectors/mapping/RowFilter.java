package io.tongban.connectors.mapping;

import java.util.Map;

/**
 * Which rows are read. Of each named field the trimmed text must be the given one; {@code *} stands
 * for any, the empty text for none.
 */
public final class RowFilter {
  private static final String ANY = "*";
  private final Map<String, String> wanted;

  public RowFilter(Map<String, String> wanted) {
    this.wanted = wanted == null ? Map.of() : Map.copyOf(wanted);
  }

  /** Whether the row is one of those. */
  public boolean test(Map<String, String> row) {
    return wanted.entrySet().stream().allMatch(e -> matches(e.getValue(), row.get(e.getKey())));
  }

  private static boolean matches(String wanted, String value) {
    String text = value == null ? "" : TextStep.trim(value);
    return ANY.equals(wanted) ? !text.isEmpty() : text.equals(TextStep.trim(wanted));
  }

  /** The fields it looks at. */
  public java.util.Set<String> fields() {
    return wanted.keySet();
  }
}
