package io.tongban.registry.directory;

import io.tongban.registry.DataType;
import java.util.List;

/**
 * The table of a resource's standard records.
 *
 * @param name its name in the schema {@code records}
 * @param resource name of the resource
 * @param majorVersion the resource's major version
 * @param fields its visible columns in the declared order
 * @param indexes columns of each index beside the primary key
 */
public record RecordTable(
    String name,
    String resource,
    int majorVersion,
    List<Field> fields,
    List<List<String>> indexes) {
  /** The schema of all tables of standard records. */
  public static final String SCHEMA = "records";

  public RecordTable {
    fields = List.copyOf(fields);
    indexes = List.copyOf(indexes);
  }

  /**
   * A visible column.
   *
   * @param decimals digits after the point of a DECIMAL
   * @param key whether it is part of the key; the load refuses records without it
   */
  public record Field(String name, DataType type, int decimals, boolean key) {}
}
