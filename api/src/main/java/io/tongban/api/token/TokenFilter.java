package io.tongban.api.token;

import io.tongban.access.AccessProblem;
import io.tongban.access.Tokens;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.List;

/**
 * Lets nobody below {@code /v1/} without a token and a proof that it is the caller's, except on the
 * {@linkplain PublicPaths public paths}.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
class TokenFilter implements ContainerRequestFilter {
  private final Tokens tokens;
  private final Caller caller;
  private final Instance<HubSettings> settings;

  @Inject
  TokenFilter(Tokens tokens, Caller caller, Instance<HubSettings> settings) {
    this.tokens = tokens;
    this.caller = caller;
    // filters are made before the settings can be read
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getRequestUri().getRawPath();
    if (!PublicPaths.needsToken(path)) {
      return;
    }
    try {
      caller.is(
          tokens.authenticate(
              single(request, "Authorization"),
              single(request, "DPoP"),
              request.getMethod(),
              // not the Host header: a caller could choose that one
              URI.create(settings.get().publicUrl() + path)));
    } catch (ProblemException refused) {
      request.setProperty(ChallengeFilter.PROBLEM, refused.problem().code());
      throw refused;
    }
  }

  private static String single(ContainerRequestContext request, String header) {
    List<String> values = request.getHeaders().get(header);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      throw AccessProblem.TOKEN_INVALID.problem("the " + header + " header must come once");
    }
    return values.get(0);
  }
}
