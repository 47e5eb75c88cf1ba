package io.tongban.certificates.verify;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names of disclosed claims, which the ledger tells; never a value. */
public final class ClaimNames {
  private ClaimNames() {}

  /** Sorted; what is inside of a claim or a namespace has a dot between the two names. */
  public static SortedSet<String> of(Map<String, Object> claims) {
    SortedSet<String> names = new TreeSet<>();
    claims.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
            inner.keySet().forEach(key -> names.add(name + "." + key));
          } else {
            names.add(name);
          }
        });
    return names;
  }
}
