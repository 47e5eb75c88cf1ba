package io.tongban.api.portal;

import io.tongban.api.ApiProblem;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Set;

/**
 * Refuses what another site makes a signed-in browser send (cross-site request forgery). Programs
 * that send no {@code Sec-Fetch-Site} and no {@code Origin} carry no cookies either.
 */
@Provider
class SameSiteFilter implements ContainerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private final String origin;

  @Inject
  SameSiteFilter(HubSettings settings) {
    this.origin = settings.publicUrl().toString();
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (SAFE.contains(request.getMethod()) || request.getCookies().isEmpty()) {
      return;
    }
    String site = request.getHeaderString("Sec-Fetch-Site");
    String sender = request.getHeaderString("Origin");
    boolean foreign =
        site == null
            ? sender != null && !sender.equals(origin) && !sender.equals(asked(request))
            : !site.equals("same-origin") && !site.equals("none");
    if (foreign) {
      throw ApiProblem.CROSS_SITE.problem("the form came from another site than " + origin);
    }
  }

  /** The origin the browser itself believes to be on. */
  private static String asked(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
