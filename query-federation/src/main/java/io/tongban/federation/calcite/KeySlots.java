package io.tongban.federation.calcite;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys that one side of a join offers to the sources on its other side, in one run. A slot is a
 * parameter of the plan numbered from {@link #FIRST}.
 */
final class KeySlots {
  /** Index of the first; the caller's attributes are below. */
  static final int FIRST = 2 * AttributeSlots.FIRST;

  private final Map<Integer, TappedRows> offered = new HashMap<>();

  static boolean isSlot(int parameter) {
    return parameter >= FIRST;
  }

  void offer(int slot, TappedRows rows) {
    offered.put(slot, rows);
  }

  /**
   * The keys of a slot.
   *
   * @return null if the source is to be read whole
   */
  Set<Object> keys(int slot) {
    TappedRows rows = offered.get(slot);
    if (rows == null) {
      throw new IllegalStateException(
          "keys are asked for before the rows that have them are there");
    }
    return rows.keys(slot);
  }
}
