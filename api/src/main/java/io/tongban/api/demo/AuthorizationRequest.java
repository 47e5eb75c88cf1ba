package io.tongban.api.demo;

import jakarta.ws.rs.QueryParam;

/** An authorization request's parameters (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
public class AuthorizationRequest {
  @QueryParam("client_id")
  public String clientId;

  @QueryParam("redirect_uri")
  public String redirectUri;

  @QueryParam("response_type")
  public String responseType;

  @QueryParam("state")
  public String state;

  @QueryParam("nonce")
  public String nonce;

  @QueryParam("code_challenge")
  public String codeChallenge;

  @QueryParam("code_challenge_method")
  public String codeChallengeMethod;
}
