package io.tongban.api.demo;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.tongban.api.ApiProblem;
import io.tongban.api.SettingsGuard;
import io.tongban.api.TongbanConfig;
import io.tongban.api.login.LoginTenant;
import io.tongban.api.portal.Frame;
import io.tongban.api.portal.PortalRequest;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page where a demo identity is picked (OpenID Connect Core, section 3.1.2). */
@Path("/demo-idp/authorize")
class DemoProvider {
  private final PortalRequest request;
  private final TongbanConfig config;
  private final HubSettings settings;
  private final DemoCodes codes;

  @Inject
  DemoProvider(PortalRequest request, TongbanConfig config, HubSettings settings, DemoCodes codes) {
    this.request = request;
    this.config = config;
    this.settings = settings;
    this.codes = codes;
  }

  @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static final class Pages {
    private Pages() {}

    static native TemplateInstance demo(Frame frame, DemoView view);
  }

  /** What the page shows. */
  record DemoView(List<DemoIdentity> identities, AuthorizationRequest asked) {}

  @GET
  @Operation(hidden = true)
  public Response page(@BeanParam AuthorizationRequest asked) {
    LoginTenant tenant = check(asked);
    return request.page(Pages.demo(request.frame(), new DemoView(DemoIdentity.of(tenant), asked)));
  }

  @POST
  @Operation(hidden = true)
  public Response picked(@BeanParam AuthorizationForm form, @FormParam("sub") String subject) {
    AuthorizationRequest asked = form.request();
    LoginTenant tenant = check(asked);
    UriBuilder back = UriBuilder.fromUri(asked.redirectUri).queryParam("state", asked.state);
    return DemoIdentity.of(subject)
        .filter(DemoIdentity.of(tenant)::contains)
        .map(
            identity ->
                codes.issue(tenant, identity, asked.redirectUri, asked.codeChallenge, asked.nonce))
        .map(code -> redirect(back.queryParam("code", code).build()))
        .orElseGet(() -> redirect(back.queryParam("error", "access_denied").build()));
  }

  /** Whether typed as a name or as an address, it is this machine (RFC 8252, section 7.3). */
  private static String oneLoopback(String uri) {
    return uri.replaceFirst("^http://(127\\.0\\.0\\.1|\\[::1])(?=[:/])", "http://localhost");
  }

  private static Response redirect(URI uri) {
    return Response.seeOther(uri).build();
  }

  /** A wrong client or redirect is told to the person, never sent on (RFC 6749, 4.1.2.1). */
  private LoginTenant check(AuthorizationRequest asked) {
    if (!SettingsGuard.demoIdentities(config)) {
      throw ApiProblem.NOT_FOUND.problem("this hub has no demo identities");
    }
    LoginTenant tenant =
        Arrays.stream(LoginTenant.values())
            .filter(t -> t.demoClientId().equals(asked.clientId))
            .findFirst()
            .orElseThrow(() -> ApiProblem.REQUEST_INVALID.problem("client_id is unknown here"));
    if (asked.redirectUri == null
        || !oneLoopback(asked.redirectUri)
            .equals(oneLoopback(settings.publicUrl() + tenant.callbackPath()))) {
      throw ApiProblem.REQUEST_INVALID.problem(
          "redirect_uri is not "
              + settings.publicUrl()
              + tenant.callbackPath()
              + ": open the portal at tongban.public-url");
    }
    if (!"code".equals(asked.responseType)
        || asked.codeChallenge == null
        || !"S256".equals(asked.codeChallengeMethod)) {
      throw ApiProblem.REQUEST_INVALID.problem(
          "response_type=code with code_challenge_method=S256 is required");
    }
    return tenant;
  }
}
