package io.tongban.api.login;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret.Method;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Authentication.CookieSameSite;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.smallrye.mutiny.Uni;
import io.tongban.api.SettingsGuard;
import io.tongban.api.TongbanConfig;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Tells which provider a request's session belongs to. Made at the first request that needs it: a
 * provider that is down keeps nobody from what needs no sign-in, nor the hub from starting.
 */
@ApplicationScoped
class LoginTenants implements TenantConfigResolver {
  private static final String SESSION_COOKIE = "q_session_";
  private static final List<String> NOT_PORTAL =
      List.of(
          "/v1/",
          "/q/",
          "/token",
          "/jwks",
          "/tile/",
          "/checkpoint",
          "/.well-known/",
          "/issuer/",
          "/status-lists/",
          "/presentations/",
          "/webjars/",
          "/_static/",
          "/portal/",
          "/demo-idp/");

  /**
   * Who needs no session gets a tenant that is switched off: with none at all, cookies of a sign-in
   * that is under way would be taken for its end.
   */
  private static final OidcTenantConfig NOBODY =
      OidcTenantConfig.builder().tenantId("nobody").disableTenant().build();

  private final TongbanConfig config;
  private final HubSettings settings;
  private final HubKeys keys;

  @Inject
  LoginTenants(TongbanConfig config, HubSettings settings, HubKeys keys) {
    this.config = config;
    this.settings = settings;
    this.keys = keys;
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext request, OidcRequestContext<OidcTenantConfig> context) {
    if (NOT_PORTAL.stream().anyMatch(request.normalizedPath()::startsWith)) {
      return Uni.createFrom().item(NOBODY);
    }
    return tenant(request)
        .map(
            tenant ->
                context.runBlocking(
                    () -> configure(tenant, request.request().localAddress()).orElse(NOBODY)))
        .orElseGet(() -> Uni.createFrom().item(NOBODY));
  }

  private static Optional<LoginTenant> tenant(RoutingContext request) {
    String path = request.normalizedPath();
    for (LoginTenant tenant : LoginTenant.values()) {
      if (path.equals("/login/" + tenant.id()) || path.equals(tenant.callbackPath())) {
        return Optional.of(tenant);
      }
    }
    return List.of(LoginTenant.values()).stream().filter(t -> session(request, t)).findFirst();
  }

  /** A long session is split over cookies whose names go on after the tenant's. */
  private static boolean session(RoutingContext request, LoginTenant tenant) {
    return request.request().cookies().stream()
        .anyMatch(cookie -> cookie.getName().startsWith(SESSION_COOKIE + tenant.id()));
  }

  private Optional<OidcTenantConfig> configure(LoginTenant tenant, SocketAddress local) {
    Optional<TongbanConfig.Provider> provider =
        tenant == LoginTenant.STAFF ? config.login().staff() : config.login().citizen();
    return provider
        .map(given -> provided(tenant, given))
        .or(
            () ->
                SettingsGuard.demoIdentities(config)
                    ? Optional.of(demo(tenant, local))
                    : Optional.empty());
  }

  private OidcTenantConfig provided(LoginTenant tenant, TongbanConfig.Provider provider) {
    OidcTenantConfigBuilder builder =
        base(tenant, provider.scopes().orElse(List.of("profile")))
            .authServerUrl(provider.authServerUrl())
            .clientId(provider.clientId());
    builder.roles(Source.idtoken, provider.rolesClaim().orElse("roles"));
    provider.clientSecret().ifPresent(builder::credentials);
    return builder.build();
  }

  /** The built-in provider is asked over this very connection's address, never over the network. */
  private OidcTenantConfig demo(LoginTenant tenant, SocketAddress local) {
    String host = local.host().contains(":") ? "[" + local.host() + "]" : local.host();
    OidcTenantConfigBuilder builder =
        base(tenant, List.of("profile"))
            .authServerUrl("http://" + host + ":" + local.port() + "/demo-idp")
            .clientId(tenant.demoClientId());
    builder.credentials().clientSecret(tenant.demoSecret(keys), Method.BASIC).end();
    builder.roles(Source.idtoken, "roles");
    return builder.build();
  }

  private OidcTenantConfigBuilder base(LoginTenant tenant, List<String> scopes) {
    boolean https = "https".equals(settings.publicUrl().getScheme());
    OidcTenantConfigBuilder builder =
        OidcTenantConfig.builder()
            .tenantId(tenant.id())
            .applicationType(ApplicationType.WEB_APP)
            .connectionTimeout(Duration.ofSeconds(5));
    builder
        .authentication()
        .redirectPath(tenant.callbackPath())
        .restorePathAfterRedirect()
        .errorPath("/login/error")
        .sessionExpiredPath("/login/expired")
        .scopes(scopes)
        .pkceRequired()
        .nonceRequired()
        .stateSecret(secret("login-state/" + tenant.id()).substring(0, 32))
        .cookiePath("/")
        .cookieSameSite(CookieSameSite.LAX)
        .cookieForceSecure(https)
        .forceRedirectHttpsScheme(https)
        .end();
    builder
        .tokenStateManager()
        .encryptionSecret(secret("login-session/" + tenant.id()).substring(0, 32))
        .end();
    return builder;
  }

  /** Derived, so that sessions outlive a restart and every node of a hub reads them. */
  private String secret(String label) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keys.derive(label, 32));
  }
}
