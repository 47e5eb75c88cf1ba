package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.CertificateTypeSpec.KeyAttestations;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.KeyAttestation;
import io.tongban.certificates.jose.WalletProofs;
import io.tongban.certificates.jose.WalletProofs.KeyProof;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The proofs of a credential request (OpenID4VCI 1.0, section 8.2 and appendix F). */
@ApplicationScoped
class KeyProofs {
  /** Copies a wallet gets at most, each with a key of its own (metadata {@code batch_size}). */
  static final int BATCH_SIZE = 10;

  private static final IssuerError ERROR = IssuerError.INVALID_PROOF;

  private final Wallets wallets;
  private final AuthorityKeys keys;
  private final Clock clock;

  @Inject
  KeyProofs(Wallets wallets, AuthorityKeys keys, Clock clock) {
    this.wallets = wallets;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What was proved.
   *
   * @param nonce still to be redeemed
   */
  record Proved(List<ECPublicKey> keys, String nonce) {}

  /** Checks the proofs, which have one nonce in all; attested are the keys where that is needed. */
  Proved check(StoredOffer offer, Configuration configuration, JsonNode request) {
    JsonNode proofs = request.get("proofs");
    if (proofs == null || !proofs.isObject() || proofs.size() != 1) {
      throw ERROR.because("proofs with exactly one proof type is needed");
    }
    Proved proved =
        proofs.has("attestation")
            ? attested(offer, configuration, array(proofs.get("attestation")))
            : signed(offer, configuration, array(proofs.get("jwt")));
    if (proved.keys().size() > BATCH_SIZE) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because(
          "at most " + BATCH_SIZE + " keys a request");
    }
    return proved;
  }

  private static JsonNode array(JsonNode proofs) {
    if (proofs == null || !proofs.isArray() || proofs.isEmpty()) {
      throw ERROR.because("proofs of type jwt or attestation are needed");
    }
    if (proofs.size() > BATCH_SIZE) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because(
          "at most " + BATCH_SIZE + " proofs a request");
    }
    return proofs;
  }

  private Proved attested(StoredOffer offer, Configuration configuration, JsonNode proofs) {
    if (proofs.size() != 1) {
      throw ERROR.because("one attestation is given for all keys");
    }
    KeyAttestation attestation =
        attestation(offer, configuration, proofs.get(0).textValue(), false);
    if (attestation.nonce() == null) {
      throw ERROR.because("the key attestation has no nonce");
    }
    return new Proved(attestation.keys(), attestation.nonce());
  }

  private Proved signed(StoredOffer offer, Configuration configuration, JsonNode jwts) {
    List<KeyProof> proofs = new ArrayList<>();
    Set<ECPoint> points = new HashSet<>();
    String issuer = keys.issuer(offer.authority());
    for (JsonNode jwt : jwts) {
      KeyProof proof = WalletProofs.keyProof(jwt.textValue(), issuer, clock.instant());
      if (!points.add(proof.key().getW())) {
        throw ERROR.because("two proofs are of the same key");
      }
      if (!proofs.isEmpty() && !proof.nonce().equals(proofs.get(0).nonce())) {
        throw ERROR.because("the proofs of a request carry one nonce");
      }
      proofs.add(proof);
    }
    if (proofs.stream().anyMatch(proof -> proof.attestation() != null)) {
      return ofAttestation(offer, configuration, proofs);
    }
    if (configuration.type().spec().keyAttestations() != null) {
      throw ERROR.because("this certificate is issued to attested keys only");
    }
    return new Proved(proofs.stream().map(KeyProof::key).toList(), proofs.get(0).nonce());
  }

  /** One key proves itself in the name of all that were attested with it (appendix F.1). */
  private Proved ofAttestation(
      StoredOffer offer, Configuration configuration, List<KeyProof> proofs) {
    if (proofs.size() != 1) {
      throw ERROR.because("with a key_attestation one proof is given for all keys");
    }
    KeyProof proof = proofs.get(0);
    KeyAttestation attestation = attestation(offer, configuration, proof.attestation(), true);
    String own = Jwks.thumbprint(proof.key());
    if (attestation.keys().stream().map(Jwks::thumbprint).noneMatch(own::equals)) {
      throw ERROR.because("the proof's key is not one of the attested");
    }
    if (attestation.nonce() != null && !attestation.nonce().equals(proof.nonce())) {
      throw ERROR.because("the key attestation carries another nonce than the proof");
    }
    return new Proved(attestation.keys(), proof.nonce());
  }

  private KeyAttestation attestation(
      StoredOffer offer, Configuration configuration, String compact, boolean mustExpire) {
    KeyAttestation attestation =
        KeyAttestation.of(
            compact, wallets.keyAttesters(offer.wallet()), mustExpire, clock.instant());
    KeyAttestations needed = configuration.type().spec().keyAttestations();
    if (needed != null) {
      require("key_storage", needed.keyStorageLevels(), attestation.keyStorage());
      require(
          "user_authentication",
          needed.userAuthenticationLevels(),
          attestation.userAuthentication());
    }
    return attestation;
  }

  private static void require(String what, List<String> enough, List<String> attested) {
    if (!enough.isEmpty() && attested.stream().noneMatch(enough::contains)) {
      throw ERROR.because("the attested " + what + " is none of " + String.join(", ", enough));
    }
  }
}
