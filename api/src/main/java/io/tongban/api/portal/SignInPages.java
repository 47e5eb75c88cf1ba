package io.tongban.api.portal;

import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.tongban.api.SettingsGuard;
import io.tongban.api.TongbanConfig;
import io.tongban.api.login.LocalPath;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Sign in and out. The sign-in itself is the provider's; these pages lead there and back. */
@Path("/")
class SignInPages {
  private final PortalRequest request;
  private final TongbanConfig config;
  private final Instance<OidcSession> session;

  @Inject
  SignInPages(PortalRequest request, TongbanConfig config, Instance<OidcSession> session) {
    this.request = request;
    this.config = config;
    this.session = session;
  }

  @GET
  @Path("login")
  @Operation(hidden = true)
  public Response choose(@QueryParam("next") String next) {
    return show(next, null, 200);
  }

  @GET
  @Path("login/error")
  @Operation(hidden = true)
  public Response failed() {
    return show(null, "failed", 401);
  }

  @GET
  @Path("login/expired")
  @Operation(hidden = true)
  public Response expired() {
    return show(null, "expired", 401);
  }

  @GET
  @Path("login/out")
  @Operation(hidden = true)
  public Response out() {
    return show(null, "out", 200);
  }

  /** Only who is signed in gets here; everybody else is sent to the provider first. */
  @GET
  @Path("login/{tenant: staff|citizen}")
  @Authenticated
  @Operation(hidden = true)
  public Response signedIn(@QueryParam("next") String next) {
    return Response.seeOther(LocalPath.of(next)).build();
  }

  @POST
  @Path("logout")
  @Operation(hidden = true)
  public Uni<Response> signOut() {
    Response done = Response.seeOther(URI.create("/login/out")).build();
    return request.viewer().signedIn()
        ? session.get().logout().replaceWith(done)
        : Uni.createFrom().item(done);
  }

  private Response show(String next, String notice, int status) {
    boolean demo = SettingsGuard.demoIdentities(config);
    Frame frame = request.frame();
    return request.page(
        Pages.signIn(
            frame,
            new SignInView(
                frame.encode(LocalPath.of(next).toString()),
                demo || config.login().staff().isPresent(),
                demo || config.login().citizen().isPresent(),
                notice)),
        status);
  }
}
