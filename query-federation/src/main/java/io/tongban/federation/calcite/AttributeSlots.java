package io.tongban.federation.calcite;

import io.tongban.access.AccessGrant;
import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan takes from its caller: attributes of row conditions and the masks that run as
 * functions. Dynamic parameters numbered from {@link #FIRST}, so that one plan serves every caller
 * of the same policy shape.
 */
final class AttributeSlots {
  /** Index of the first. The question's own are below: no SQL is long enough for so many. */
  static final int FIRST = 100_000;

  private final List<Slot> slots = new ArrayList<>();

  /** What one parameter stands for. */
  private sealed interface Slot {}

  /** An attribute of a resource's row condition. */
  private record Attribute(String resource, String attribute) implements Slot {}

  /** A mask, as its recipient's function. */
  private record Masked(Mask mask) implements Slot {}

  /** The parameter index of an attribute. */
  int index(String resource, String attribute) {
    return index(new Attribute(resource, attribute));
  }

  /** The parameter index of a mask that runs as a function. */
  int index(Mask mask) {
    return index(new Masked(mask));
  }

  private int index(Slot slot) {
    int known = slots.indexOf(slot);
    if (known < 0) {
      slots.add(slot);
      known = slots.size() - 1;
    }
    return FIRST + known;
  }

  /**
   * The values for one caller.
   *
   * @throws io.tongban.hub.ProblemException if the grant lacks one: an unbound attribute must not
   *     become a null that a condition lets through
   */
  Object[] values(AccessGrant grant, HubMasks masks) {
    Object[] values = new Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          slots.get(i) instanceof Masked masked
              ? masks.of(masked.mask(), grant.actor().department())
              : value((Attribute) slots.get(i), grant);
    }
    return values;
  }

  private static String value(Attribute slot, AccessGrant grant) {
    ResourceGrant terms = grant.resources().get(slot.resource());
    String value = terms == null ? null : terms.rowCondition().attributes().get(slot.attribute());
    if (value == null) {
      throw RowConditions.invalid(
          slot.resource(), "the caller has no attribute " + slot.attribute());
    }
    return value;
  }
}
