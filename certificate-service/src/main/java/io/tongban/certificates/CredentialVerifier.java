package io.tongban.certificates;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What wallets talk to when a certificate is asked for: OpenID4VP 1.0 after HAIP 1.0. A request
 * that is over is {@link CertificateProblem#PRESENTATION_OVER}, one that never was {@link
 * CertificateProblem#PRESENTATION_UNKNOWN}.
 */
public interface CredentialVerifier {
  /**
   * The signed request object (RFC 9101), media type {@code application/oauth-authz-req+jwt}.
   *
   * @param form the parameters of a POST (OpenID4VP 1.0, section 5.10): {@code wallet_nonce} is
   *     echoed; empty for a GET
   */
  String request(UUID presentation, Map<String, List<String>> form);

  /**
   * Takes the wallet's response ({@code direct_post.jwt}, section 8.3.1) or its refusal (section
   * 8.5).
   *
   * @return where the wallet sends the holder, if the department asked for that
   * @throws IssuerException {@link IssuerError#INVALID_REQUEST} for a response that cannot be read
   *     or does not answer the query; the request goes on waiting
   */
  Optional<URI> respond(UUID presentation, Map<String, List<String>> form);
}
