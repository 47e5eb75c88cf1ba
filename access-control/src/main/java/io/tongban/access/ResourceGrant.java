package io.tongban.access;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What may be read of one resource.
 *
 * @param columns the granted columns, clear or masked
 * @param masks the masked ones among them; a key column is never masked
 * @param rowCondition which rows; {@link RowCondition#ALL} for all
 * @param minimumGroup 1 where single records may be shown; otherwise only statistics of groups of
 *     at least so many records
 */
public record ResourceGrant(
    Set<String> columns, Map<String, Mask> masks, RowCondition rowCondition, int minimumGroup) {
  public ResourceGrant {
    columns = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(columns));
    masks = Map.copyOf(masks);
    if (minimumGroup < 1) {
      throw new IllegalArgumentException("a group has at least one record");
    }
  }

  /** Of which single records may be shown. */
  public ResourceGrant(Set<String> columns, Map<String, Mask> masks, RowCondition rowCondition) {
    this(columns, masks, rowCondition, 1);
  }
}
