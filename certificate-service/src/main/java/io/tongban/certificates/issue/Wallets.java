package io.tongban.certificates.issue;

import io.tongban.access.ClientSpec;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.WalletSpec;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.UsedOnce;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.WalletProofs;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The declared wallets, and whether a request is one's. */
@ApplicationScoped
class Wallets {
  private final Definitions definitions;
  private final Profiles profiles;
  private final AuthorityKeys keys;
  private final UsedOnce used;
  private final Clock clock;

  @Inject
  Wallets(
      Definitions definitions, Profiles profiles, AuthorityKeys keys, UsedOnce used, Clock clock) {
    this.definitions = definitions;
    this.profiles = profiles;
    this.keys = keys;
    this.used = used;
    this.clock = clock;
  }

  /**
   * The wallet of that client_id, which has proved to be it where its definition asks for that.
   *
   * @throws io.tongban.certificates.IssuerException {@link IssuerError#INVALID_CLIENT}
   */
  WalletSpec authenticated(String authority, String clientId, ClientAttestation attestation) {
    WalletSpec wallet =
        definitions.all(WalletSpec.class).stream()
            .map(Definition::spec)
            .filter(declared -> declared.clientId().equals(clientId))
            .findFirst()
            .orElseThrow(
                () ->
                    IssuerError.INVALID_CLIENT.because(
                        "no Wallet is declared with that client_id"));
    if (wallet.attesters() != null) {
      check(authority, wallet, attestation);
    } else if (profiles.isHaip(authority)) {
      throw IssuerError.INVALID_CLIENT.because(
          "this issuer keeps to HAIP 1.0: the Wallet must be declared with attesters");
    }
    return wallet;
  }

  /**
   * Whose word counts on the keys of a wallet.
   *
   * @param clientId or null where it is not known which wallet it is: then anybody's who attests
   *     the keys of a declared one
   */
  List<ECPublicKey> keyAttesters(String clientId) {
    return definitions.all(WalletSpec.class).stream()
        .map(Definition::spec)
        .filter(wallet -> clientId == null || wallet.clientId().equals(clientId))
        .filter(wallet -> wallet.keyAttesters() != null)
        .flatMap(wallet -> keys(wallet.keyAttesters()))
        .toList();
  }

  private void check(String authority, WalletSpec wallet, ClientAttestation attestation) {
    Instant now = clock.instant();
    WalletProofs.Instance instance =
        WalletProofs.attestation(
            attestation, wallet.clientId(), keys.issuer(authority), attesters(wallet), now);
    Instant until = now.plus(WalletProofs.MAX_AGE).plus(WalletProofs.MAX_AHEAD);
    if (!used.first("attestation-pop/" + instance.thumbprint(), instance.proofId(), until)) {
      throw IssuerError.INVALID_CLIENT.because("the attestation's proof was used before");
    }
  }

  private static List<ECPublicKey> attesters(WalletSpec wallet) {
    return keys(wallet.attesters()).toList();
  }

  private static Stream<ECPublicKey> keys(ClientSpec.KeySet set) {
    return set.keys().stream()
        .flatMap(jwk -> Jwks.p256(CanonicalJson.mapper().valueToTree(jwk)).stream());
  }
}
