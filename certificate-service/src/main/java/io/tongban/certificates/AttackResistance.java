package io.tongban.certificates;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much an attacker must be able to do to get at a key (ISO/IEC 18045; OpenID4VCI 1.0, appendix
 * D.2), the weakest first.
 */
public enum AttackResistance {
  BASIC("iso_18045_basic"),
  ENHANCED_BASIC("iso_18045_enhanced-basic"),
  MODERATE("iso_18045_moderate"),
  HIGH("iso_18045_high");

  private final String value;

  AttackResistance(String value) {
    this.value = value;
  }

  /** Its value in attestations, which is also its name in definitions. */
  public String value() {
    return value;
  }

  /** The level of that value. */
  public static Optional<AttackResistance> of(String value) {
    return Arrays.stream(values()).filter(level -> level.value.equals(value)).findFirst();
  }

  /** The values of this level and of all that are stronger. */
  public List<String> andAbove() {
    return Arrays.stream(values())
        .filter(level -> level.compareTo(this) >= 0)
        .map(AttackResistance::value)
        .toList();
  }
}
