package io.tongban.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What wallets talk to: OpenID4VCI 1.0, one issuer an authority at {@code
 * <publicUrl>/issuer/<authority>}. Failures the protocol foresees are {@link IssuerException}s; an
 * authority that issues nothing is {@link CertificateProblem#AUTHORITY_UNKNOWN}.
 */
public interface CredentialIssuer {
  /** Credential issuer metadata (OpenID4VCI 1.0, section 12.2). */
  ObjectNode metadata(String authority);

  /**
   * The same as a JWT signed by the authority ({@code typ openidvci-issuer-metadata+jwt}, ES256,
   * {@code x5c} without the anchor).
   */
  String signedMetadata(String authority);

  /** Authorization server metadata (RFC 8414); the issuer is its own. */
  ObjectNode authorizationServer(String authority);

  /** JWT VC issuer metadata (SD-JWT VC): the authority's key. */
  ObjectNode issuerKeys(String authority);

  /**
   * Type metadata of a certificate type (SD-JWT VC).
   *
   * @param type name of the CertificateType
   */
  ObjectNode typeMetadata(String type);

  /**
   * An offer by reference (OpenID4VCI 1.0, section 4.1.3), while nobody took it up; else {@link
   * CertificateProblem#OFFER_UNKNOWN}.
   *
   * @param handle the last part of {@code credential_offer_uri}
   */
  ObjectNode offer(String authority, String handle);

  /**
   * The token endpoint.
   *
   * @param form the request's parameters with every value given for them
   * @param dpop the values of the header {@code DPoP}; may be empty
   * @param attestation which wallet it is, where the wallet's definition asks for that
   */
  ObjectNode token(
      String authority,
      Map<String, List<String>> form,
      List<String> dpop,
      ClientAttestation attestation);

  /** The token endpoint for a wallet that is not attested. */
  default ObjectNode token(String authority, Map<String, List<String>> form, List<String> dpop) {
    return token(authority, form, dpop, ClientAttestation.NONE);
  }

  /** A fresh {@code c_nonce}; it works once, for five minutes. */
  ObjectNode nonce(String authority);

  /** The credential endpoint for a plain request, which gets a plain answer. */
  default ObjectNode credential(String authority, TokenUse token, JsonNode request) {
    Reply reply = credential(authority, token, new WalletMessage.Plain(request));
    return (ObjectNode) ((WalletMessage.Plain) reply.message()).json();
  }

  /** The credential endpoint. What it answers has been recorded in the ledger. */
  Reply credential(String authority, TokenUse token, WalletMessage request);

  /** The deferred credential endpoint, where a source could not be reached before. */
  Reply deferredCredential(String authority, TokenUse token, WalletMessage request);

  /** The notification endpoint; repeating a notification changes nothing. */
  void notification(String authority, TokenUse token, JsonNode request);

  /** What goes to and fro at the credential endpoints. */
  sealed interface WalletMessage {
    /**
     * JSON ({@code application/json}).
     *
     * @param json null where the body was empty
     */
    record Plain(JsonNode json) implements WalletMessage {}

    /** A compact JWE ({@code application/jwt}; OpenID4VCI 1.0, section 10). */
    record Encrypted(String jwe) implements WalletMessage {}
  }

  /**
   * An answer of the credential endpoints.
   *
   * @param deferred whether it is a {@code transaction_id} instead of credentials (HTTP 202)
   */
  record Reply(boolean deferred, WalletMessage message) {}

  /**
   * How a request presents its access token.
   *
   * @param authorization the header {@code Authorization}, or null
   * @param dpop the values of the header {@code DPoP}; may be empty
   */
  record TokenUse(String authorization, List<String> dpop) {
    public TokenUse {
      dpop = List.copyOf(dpop);
    }
  }
}
