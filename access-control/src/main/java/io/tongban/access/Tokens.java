package io.tongban.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/**
 * The hub's access tokens: issued to a client that signs with its own key (RFC 7523, {@code
 * private_key_jwt}), bound to a key it shows at every request (RFC 9449, DPoP). What a token or
 * proof was used for once it is not good for again, also after a restart and on another node.
 */
public interface Tokens {
  /** Path of the token endpoint below the hub's public URL. */
  String ENDPOINT = "/token";

  /** The built-in client of whoever runs the hub; its private key lies in the data directory. */
  String LOCAL_OPERATOR = "local-operator";

  /** The hub itself: name of its client and of its department. */
  String HUB = "hub";

  /**
   * Issues a token.
   *
   * @throws io.tongban.hub.ProblemException of {@link AccessProblem}, with an {@linkplain
   *     AccessProblem#oauthError() OAuth error code}
   */
  TokenResponse issue(TokenRequest request);

  /**
   * Who makes a request.
   *
   * @param authorization the {@code Authorization} header, or null
   * @param dpop the {@code DPoP} header, or null
   * @param method HTTP method
   * @param uri where the request went, below the hub's public URL; its query is not looked at
   * @throws io.tongban.hub.ProblemException of {@link AccessProblem}, status 401 or 403
   */
  AuthenticatedClient authenticate(String authorization, String dpop, String method, URI uri);

  /** The public keys that verify access tokens: a JWK Set (RFC 7517). */
  ObjectNode jwks();

  /** The authorization server's metadata (RFC 8414). */
  ObjectNode metadata();

  /** How many token requests and requests were turned away since the start, by problem code. */
  Map<String, Long> turnedAway();
}
