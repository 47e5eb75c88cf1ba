package io.tongban.api.portal;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.tongban.api.login.LocalPath;
import io.tongban.api.login.Role;
import io.tongban.hub.HubSettings;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The request of a page: who reads it and how, and the answer made of a template. */
@RequestScoped
public class PortalRequest {
  static final String LANGUAGE_COOKIE = "tb_language";
  static final String TYPE_COOKIE = "tb_type";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
          + " 'none'";
  private final RoutingContext request;
  private final SecurityIdentity identity;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  PortalRequest(
      RoutingContext request, SecurityIdentity identity, HubSettings settings, Clock clock) {
    this.request = request;
    this.identity = identity;
    this.settings = settings;
    this.clock = clock;
  }

  /** Who reads the page and how. */
  public Frame frame() {
    return new Frame(
        "en".equals(cookie(LANGUAGE_COOKIE)) ? "en" : "zh",
        "large".equals(cookie(TYPE_COOKIE)),
        LocalPath.of(request.request().uri()).toString(),
        viewer(),
        settings.zone(),
        clock.instant(),
        settings.exampleHub());
  }

  /** Who reads the page. */
  public Viewer viewer() {
    if (identity.isAnonymous()) {
      return Viewer.VISITOR;
    }
    Set<Role> roles =
        identity.getRoles().stream()
            .flatMap(role -> Role.of(role).stream())
            .collect(Collectors.toSet());
    return identity.getPrincipal() instanceof JsonWebToken token
        ? new Viewer(token.getSubject(), name(token), roles)
        : new Viewer(identity.getPrincipal().getName(), identity.getPrincipal().getName(), roles);
  }

  private String name(JsonWebToken token) {
    String translated = token.getClaim("name#" + frameLanguage());
    if (translated != null) {
      return translated;
    }
    String name = token.getClaim("name");
    return name == null ? token.getName() : name;
  }

  private String frameLanguage() {
    return "en".equals(cookie(LANGUAGE_COOKIE)) ? "en" : "zh";
  }

  private String cookie(String name) {
    Cookie cookie = request.request().getCookie(name);
    return cookie == null ? null : cookie.getValue();
  }

  /** The page. */
  public Response page(TemplateInstance template) {
    return page(template, 200);
  }

  /** The page with that status. */
  public Response page(TemplateInstance template, int status) {
    return page(template, status, POLICY);
  }

  /** The page, whose forms may lead to another place in the end: a wallet. */
  public Response page(TemplateInstance template, URI formsEndAt) {
    String source =
        formsEndAt.getRawAuthority() == null
            ? formsEndAt.getScheme() + ":"
            : formsEndAt.getScheme() + "://" + formsEndAt.getRawAuthority();
    return page(
        template, 200, POLICY.replace("form-action 'self'", "form-action 'self' " + source));
  }

  private Response page(TemplateInstance template, int status, String policy) {
    String html = template.setLocale(Locale.forLanguageTag(frameLanguage())).render();
    return Response.status(status)
        .type("text/html;charset=UTF-8")
        .header(HttpHeaders.CONTENT_LANGUAGE, frameLanguage())
        .header("Content-Security-Policy", policy)
        // pages differ by cookie, and the back button must not show records after signing out
        .header(HttpHeaders.CACHE_CONTROL, viewer().signedIn() ? "no-store" : "private, no-cache")
        .header(HttpHeaders.VARY, "Cookie, HX-Request")
        .entity(html)
        .build();
  }
}
