package io.tongban.certificates.issue;

import io.tongban.certificates.IssuerError;
import io.tongban.certificates.jdbc.UsedOnce;
import io.tongban.certificates.jose.WalletProofs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** DPoP proofs (RFC 9449), each taken once. */
@ApplicationScoped
class Dpop {
  private final UsedOnce used;
  private final Clock clock;

  @Inject
  Dpop(UsedOnce used, Clock clock) {
    this.used = used;
    this.clock = clock;
  }

  /**
   * The thumbprint of the key of a DPoP proof that was not used before.
   *
   * @param token the access token it accompanies, or null where none is used
   */
  String thumbprint(List<String> proofs, String url, String token) {
    Instant now = clock.instant();
    WalletProofs.Dpop proof = WalletProofs.dpop(proofs, url, token, now);
    Instant until = now.plus(WalletProofs.MAX_AGE).plus(WalletProofs.MAX_AHEAD);
    if (!used.first("dpop/" + proof.thumbprint(), proof.id(), until)) {
      throw IssuerError.INVALID_DPOP_PROOF.because("the DPoP proof was used before");
    }
    return proof.thumbprint();
  }
}
