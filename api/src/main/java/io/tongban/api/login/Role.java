package io.tongban.api.login;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do on the portal. */
public enum Role {
  /** A department's data steward. */
  STEWARD,
  AUDITOR,
  /** A counter clerk. */
  CLERK,
  OPERATOR,
  /** A citizen or a business. */
  CITIZEN;

  /** Its name in claims and on security identities, for example {@code steward}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a claim's value, any case; nothing for roles that mean nothing to the hub. */
  public static Optional<Role> of(String claim) {
    return Arrays.stream(values()).filter(r -> r.key().equalsIgnoreCase(claim)).findFirst();
  }
}
