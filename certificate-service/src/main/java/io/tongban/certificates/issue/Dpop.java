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
  private static final String NONCE = "dpop/";

  private final UsedOnce used;
  private final Nonces nonces;
  private final Profiles profiles;
  private final Clock clock;

  @Inject
  Dpop(UsedOnce used, Nonces nonces, Profiles profiles, Clock clock) {
    this.used = used;
    this.nonces = nonces;
    this.profiles = profiles;
    this.clock = clock;
  }

  /**
   * The thumbprint of the key of a DPoP proof at an authorization endpoint. Where the authority
   * keeps to HAIP the proof must carry a nonce of this issuer; a nonce that it carries must be one
   * everywhere (RFC 9449, section 8).
   */
  String atAuthorization(String authority, List<String> proofs, String url) {
    WalletProofs.Dpop proof = WalletProofs.dpop(proofs, url, null, clock.instant());
    boolean ours =
        proof.nonce() == null
            ? !profiles.isHaip(authority)
            : nonces.isFresh(NONCE + authority, proof.nonce());
    if (!ours) {
      throw IssuerError.USE_DPOP_NONCE.withNonce(
          "the DPoP proof needs the nonce of the header DPoP-Nonce",
          nonces.make(NONCE + authority));
    }
    return once(proof);
  }

  /** The thumbprint of the key of a DPoP proof that accompanies an access token. */
  String withToken(List<String> proofs, String url, String token) {
    return once(WalletProofs.dpop(proofs, url, token, clock.instant()));
  }

  private String once(WalletProofs.Dpop proof) {
    Instant now = clock.instant();
    Instant until = now.plus(WalletProofs.MAX_AGE).plus(WalletProofs.MAX_AHEAD);
    if (!used.first("dpop/" + proof.thumbprint(), proof.id(), until)) {
      throw IssuerError.INVALID_DPOP_PROOF.because("the DPoP proof was used before");
    }
    return proof.thumbprint();
  }
}
