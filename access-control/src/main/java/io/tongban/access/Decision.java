package io.tongban.access;

import io.tongban.hub.Problem;
import io.tongban.ledger.Receipt;

/** The judge's answer. Deny by default. */
public sealed interface Decision {
  /** Yes, within the grant. */
  record Permit(AccessGrant grant) implements Decision {}

  /**
   * No. The refusal is already in the ledger.
   *
   * @param problem why, and what to apply for; extensions {@code resource}, {@code apply} and
   *     {@code receipt}
   * @param receipt of the refusal's entry
   */
  record Deny(Problem problem, Receipt receipt) implements Decision {}
}
