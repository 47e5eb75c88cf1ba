package io.tongban.access;

import java.util.Map;

/**
 * Which rows of a resource may be seen.
 *
 * @param sql a boolean SQL expression over the resource's columns, with the caller's attributes as
 *     {@code :name}; empty for all rows
 * @param attributes the values of those attributes, text
 */
public record RowCondition(String sql, Map<String, String> attributes) {
  /** Every row. */
  public static final RowCondition ALL = new RowCondition("", Map.of());

  public RowCondition {
    attributes = Map.copyOf(attributes);
  }

  /** Without the values, which may name a person: texts find their way into logs. */
  @Override
  public String toString() {
    return "RowCondition[" + sql + ", " + attributes.keySet() + "]";
  }

  /** Whether it lets every row through. */
  public boolean all() {
    return sql.isEmpty();
  }
}
