package io.tongban.api.token;

import io.tongban.access.AccessProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Adds the challenge that RFC 9449, section 7.1 asks for to refusals of the token filter. */
@Provider
class ChallengeFilter implements ContainerResponseFilter {
  static final String PROBLEM = "tongban.token.problem";

  /** Where tools report lineage, which carry no proofs (RFC 6750, section 3). */
  private static final String BEARER_ONLY = "/api/v1/lineage";

  static final String ALGORITHMS = "ES256 ES384 PS256 EdDSA";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() != 401
        || response.getHeaders().containsKey(HttpHeaders.WWW_AUTHENTICATE)) {
      return;
    }
    if (request.getUriInfo().getRequestUri().getRawPath().startsWith(BEARER_ONLY)) {
      response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    } else if (request.getProperty(PROBLEM) instanceof String code) {
      response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, challenge(code));
    }
  }

  private static String challenge(String code) {
    AccessProblem problem = AccessProblem.of(code);
    // a request without any token is told how to authenticate, not that something was wrong
    String error =
        problem == null || problem == AccessProblem.TOKEN_MISSING
            ? ""
            : "error=\"" + problem.oauthError() + "\", error_description=\"" + code + "\", ";
    return "DPoP " + error + "algs=\"" + ALGORITHMS + "\"";
  }
}
