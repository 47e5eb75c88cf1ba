package io.tongban.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.Label;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The authorization code flow of an authority (OpenID4VCI 1.0, section 5; RFC 9126, RFC 7636, RFC
 * 9207): a declared wallet pushes its request, the holder signs in and agrees, the wallet gets a
 * code. Whom the certificate is of is told by the sign-in and never by the wallet.
 */
public interface WalletAuthorization {
  /**
   * The pushed authorization request endpoint (RFC 9126).
   *
   * @param form the request's parameters with every value given for them
   * @param dpop the values of the header {@code DPoP}; where there is one, the code works with its
   *     key only
   * @param attestation which wallet it is, where the wallet's definition asks for that
   * @return {@code request_uri} and {@code expires_in}
   * @throws IssuerException where the request is not as it must be
   */
  ObjectNode push(
      String authority,
      Map<String, List<String>> form,
      List<String> dpop,
      ClientAttestation attestation);

  /**
   * Takes up a pushed request; it works once.
   *
   * @return the ticket of the request, under which the holder answers it
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#WALLET_REQUEST_UNKNOWN}
   */
  String take(String authority, String clientId, String requestUri);

  /**
   * What the holder is asked.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#WALLET_REQUEST_UNKNOWN}
   */
  Question question(String ticket);

  /**
   * The holder agrees.
   *
   * @param subject the holder's identifier as the sign-in tells it
   * @return where to send the holder: the wallet's redirect URI with {@code code}, {@code state}
   *     and {@code iss}
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#WALLET_REQUEST_UNKNOWN}
   */
  URI agree(String ticket, String subject);

  /** The holder declines: the wallet's redirect URI with {@code error=access_denied}. */
  URI decline(String ticket);

  /**
   * What the holder is asked: whether this certificate may go to that wallet.
   *
   * @param returnsTo where the holder is sent afterwards, without its answer
   */
  record Question(Label certificate, Label authority, Label wallet, URI returnsTo) {}
}
