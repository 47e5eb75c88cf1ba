package io.tongban.api.portal;

import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.hub.Label;
import java.time.Instant;
import java.util.List;

/**
 * The verification page.
 *
 * @param typed what was pasted
 * @param error {@code missing} or {@code long}, or null
 * @param verification what was found, or null before the first check
 * @param type title of the certificate's type, or null
 * @param authority who issues that type, or null
 */
record VerifyView(
    String typed,
    String error,
    Verification verification,
    Label type,
    Label authority,
    List<Claim> claims,
    Instant at) {

  /** The page before anything was pasted. */
  static VerifyView blank() {
    return new VerifyView("", null, null, null, null, List.of(), null);
  }

  /** A disclosed claim. */
  record Claim(Label title, String value) {}

  /** The verdict's colour: {@code good}, {@code wait} or {@code bad}; its words say the same. */
  public String tone() {
    return tone(verification.verdict());
  }

  static String tone(Verdict verdict) {
    return switch (verdict) {
      case VALID -> "good";
      case SUSPENDED, EXPIRED, NOT_YET_VALID, STATUS_UNAVAILABLE, TRUST_UNAVAILABLE -> "wait";
      default -> "bad";
    };
  }
}
