package io.tongban.registry;

import io.tongban.hub.Label;
import java.util.List;
import java.util.Optional;

/**
 * A resource as the hub uses it.
 *
 * @param name name of the definition, kebab-case
 * @param title for people
 * @param version version of the definition
 * @param spec what was declared
 * @param columns its columns in the declared order
 * @param schema schema of its table: {@code records} in the hub's database, or the source's own for
 *     a live one (null for its default)
 * @param table its table, for example {@code premises_v1}
 */
public record Resource(
    String name,
    Label title,
    long version,
    ResourceSpec spec,
    List<Column> columns,
    String schema,
    String table) {
  public Resource {
    columns = List.copyOf(columns);
  }

  /** Name in SQL: the name with underscores. */
  public String sqlName() {
    return name.replace('-', '_');
  }

  /** Whether it is queried where it lies. */
  public boolean live() {
    return spec.live() != null;
  }

  /** The column of that SQL name, any case. */
  public Optional<Column> column(String columnName) {
    return columns.stream().filter(c -> c.name().equalsIgnoreCase(columnName)).findFirst();
  }
}
