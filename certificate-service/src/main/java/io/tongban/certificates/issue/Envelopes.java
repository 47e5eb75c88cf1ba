package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CredentialIssuer.WalletMessage;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.jose.Jwe;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.HubKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;

/**
 * Encrypted credential requests and responses (OpenID4VCI 1.0, section 10): opens what wallets
 * encrypt to the authority, and encrypts answers to the key the wallet names in such a request.
 */
@ApplicationScoped
class Envelopes {
  private final HubKeys keys;

  @Inject
  Envelopes(HubKeys keys) {
    this.keys = keys;
  }

  /**
   * A request as it was meant.
   *
   * @param json not checked yet; may be null
   * @param answerTo whom the answer is encrypted to, or null where it is not
   */
  record Opened(JsonNode json, Jwe.Recipient answerTo) {
    /** An answer in the form that was asked for. */
    WalletMessage answer(ObjectNode answer) {
      return answerTo == null
          ? new WalletMessage.Plain(answer)
          : new WalletMessage.Encrypted(Jwe.encrypt(answer.toString(), answerTo));
    }
  }

  Opened open(String authority, WalletMessage message) {
    if (message instanceof WalletMessage.Encrypted encrypted) {
      JsonNode request = decrypted(authority, encrypted.jwe());
      JsonNode wanted = request.get("credential_response_encryption");
      return new Opened(request, wanted == null ? null : recipient(wanted));
    }
    JsonNode request = ((WalletMessage.Plain) message).json();
    if (request != null && request.has("credential_response_encryption")) {
      throw IssuerError.INVALID_ENCRYPTION_PARAMETERS.because(
          "an encrypted response is given to an encrypted request only, or anybody on the way"
              + " could name the key");
    }
    return new Opened(request, null);
  }

  private JsonNode decrypted(String authority, String jwe) {
    byte[] plain =
        Jwe.decrypt(jwe, pair(authority), keyId(authority))
            .orElseThrow(
                () ->
                    IssuerError.INVALID_ENCRYPTION_PARAMETERS.because(
                        "the request is not encrypted as the issuer's metadata say"));
    try {
      return Strict.json(plain);
    } catch (SdJwtException e) {
      IssuerException problem =
          IssuerError.INVALID_CREDENTIAL_REQUEST.because("the request is not JSON");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private static Jwe.Recipient recipient(JsonNode wanted) {
    if (wanted.has("zip")) {
      throw IssuerError.INVALID_ENCRYPTION_PARAMETERS.because("this issuer does not compress");
    }
    return Jwe.recipient(wanted.get("jwk"), wanted.path("enc").textValue())
        .orElseThrow(
            () ->
                IssuerError.INVALID_ENCRYPTION_PARAMETERS.because(
                    "jwk is a public P-256 key with alg ECDH-ES, enc one of "
                        + String.join(", ", Jwe.METHODS)));
  }

  private KeyPair pair(String authority) {
    return keys.ec256("encryption-" + authority);
  }

  private String keyId(String authority) {
    return Jwks.thumbprint((ECPublicKey) pair(authority).getPublic());
  }

  /** Puts into issuer metadata how to encrypt. */
  void describe(String authority, ObjectNode metadata) {
    ObjectNode requests = metadata.putObject("credential_request_encryption");
    requests
        .putObject("jwks")
        .putArray("keys")
        .add(
            Jwks.json((ECPublicKey) pair(authority).getPublic())
                .put("use", "enc")
                .put("alg", Jwe.ALGORITHM)
                .put("kid", keyId(authority)));
    Jwe.METHODS.forEach(requests.putArray("enc_values_supported")::add);
    requests.put("encryption_required", false);
    ObjectNode responses = metadata.putObject("credential_response_encryption");
    responses.putArray("alg_values_supported").add(Jwe.ALGORITHM);
    Jwe.METHODS.forEach(responses.putArray("enc_values_supported")::add);
    responses.put("encryption_required", false);
  }
}
