package io.tongban.federation.calcite;

import io.tongban.access.AccessGrant;
import io.tongban.access.ResourceGrant;
import java.util.ArrayList;
import java.util.List;

/**
 * The caller's attributes in a plan: dynamic parameters numbered from {@link #FIRST}, so that one
 * plan serves every caller of the same policy shape.
 */
final class AttributeSlots {
  /** Index of the first; the question's own parameters are below. */
  static final int FIRST = 1000;

  private final List<Slot> slots = new ArrayList<>();

  /** An attribute of a resource's row condition. */
  private record Slot(String resource, String attribute) {}

  /** The parameter index of an attribute. */
  int index(String resource, String attribute) {
    Slot slot = new Slot(resource, attribute);
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
  Object[] values(AccessGrant grant) {
    Object[] values = new Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(slots.get(i), grant);
    }
    return values;
  }

  private static String value(Slot slot, AccessGrant grant) {
    ResourceGrant terms = grant.resources().get(slot.resource());
    String value = terms == null ? null : terms.rowCondition().attributes().get(slot.attribute());
    if (value == null) {
      throw RowConditions.invalid(
          slot.resource(), "the caller has no attribute " + slot.attribute());
    }
    return value;
  }
}
