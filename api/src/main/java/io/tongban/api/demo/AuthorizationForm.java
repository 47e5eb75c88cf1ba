package io.tongban.api.demo;

import jakarta.ws.rs.FormParam;

/** An authorization request that the page sends back with the identity that was picked. */
public class AuthorizationForm {
  @FormParam("client_id")
  public String clientId;

  @FormParam("redirect_uri")
  public String redirectUri;

  @FormParam("state")
  public String state;

  @FormParam("nonce")
  public String nonce;

  @FormParam("code_challenge")
  public String codeChallenge;

  AuthorizationRequest request() {
    AuthorizationRequest request = new AuthorizationRequest();
    request.clientId = clientId;
    request.redirectUri = redirectUri;
    request.responseType = "code";
    request.state = state;
    request.nonce = nonce;
    request.codeChallenge = codeChallenge;
    request.codeChallengeMethod = "S256";
    return request;
  }
}
