package io.tongban.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A record in standard form.
 *
 * @param key its key values joined by {@code |}, as text
 * @param values in the order of the resource's columns, each null or of the column's Java type
 * @param row 1-based number of the row in the source's batch, header not counted
 * @param hash lower-case hex SHA-256 over the source row's raw text
 */
public record StandardRecord(String key, List<Object> values, long row, String hash) {
  public StandardRecord {
    Objects.requireNonNull(key);
    values = Collections.unmodifiableList(new ArrayList<>(values));
    Objects.requireNonNull(hash);
  }
}
