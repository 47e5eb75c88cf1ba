package io.tongban.api.auditor;

import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import java.util.Set;

/** Which entries tell that a client received records. */
public final class Received {
  private static final Set<EntryType> TYPES =
      Set.of(EntryType.ACCESS, EntryType.CERTIFICATE_ISSUED);

  private Received() {}

  /** Whether somebody received data by it; an auditor's look counts too. */
  public static boolean by(Ledger.Recorded entry) {
    return TYPES.contains(entry.type());
  }
}
