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
 */
public record ResourceGrant(
    Set<String> columns, Map<String, Mask> masks, RowCondition rowCondition) {
  public ResourceGrant {
    columns = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(columns));
    masks = Map.copyOf(masks);
  }
}
