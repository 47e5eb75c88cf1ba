package io.tongban.api.portal;

import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.hub.Label;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a counter found out about one certificate.
 *
 * @param verdict null for a file that no authority had collected
 * @param act which act ended or suspended it, or null
 * @param type the type's title, or null
 * @param identifier its national identifier, or null
 * @param expires or null where that is not known
 * @param withheld titles of what the holder agreed to and the purpose does not allow
 * @param receipt the ledger entry, or null where another holds it
 */
record CounterResult(
    Verdict verdict,
    Act act,
    Label message,
    Label type,
    Label authority,
    String identifier,
    Instant expires,
    List<VerifyView.Claim> claims,
    List<Label> withheld,
    UUID receipt) {

  /** The verdict's colour; its words say the same. */
  public String tone() {
    return verdict == null ? "bad" : VerifyView.tone(verdict);
  }
}
