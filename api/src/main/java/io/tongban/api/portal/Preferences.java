package io.tongban.api.portal;

import io.tongban.api.login.LocalPath;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Keeps how a reader wants the pages: language and type size, for a year. */
@Path("/preferences")
class Preferences {
  private static final int YEAR = (int) Duration.ofDays(365).toSeconds();
  private final boolean https;

  @Inject
  Preferences(HubSettings settings) {
    this.https = "https".equals(settings.publicUrl().getScheme());
  }

  @GET
  @Operation(hidden = true)
  public Response set(
      @QueryParam("language") String language,
      @QueryParam("type") String type,
      @QueryParam("back") String back) {
    Response.ResponseBuilder answer = Response.seeOther(LocalPath.of(back));
    if ("zh".equals(language) || "en".equals(language)) {
      answer.cookie(cookie(PortalRequest.LANGUAGE_COOKIE, language));
    }
    if ("large".equals(type) || "standard".equals(type)) {
      answer.cookie(cookie(PortalRequest.TYPE_COOKIE, type));
    }
    return answer.build();
  }

  private NewCookie cookie(String name, String value) {
    return new NewCookie.Builder(name)
        .value(value)
        .path("/")
        .maxAge(YEAR)
        .httpOnly(true)
        .secure(https)
        .sameSite(SameSite.LAX)
        .build();
  }
}
