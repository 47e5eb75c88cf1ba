package io.tongban.api.portal;

import io.quarkus.security.identity.SecurityIdentity;
import io.tongban.access.Actor;
import io.tongban.access.ClientSpec;
import io.tongban.api.ApiProblem;
import io.tongban.api.SettingsGuard;
import io.tongban.api.TongbanConfig;
import io.tongban.api.login.LoginTenant;
import io.tongban.api.login.Role;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The clerk who makes the current request, and in whose name. The client comes from the provider's
 * signed ID token and from nowhere else.
 */
@RequestScoped
class CounterClerk {
  private final SecurityIdentity identity;
  private final TongbanConfig config;
  private final Definitions definitions;

  @Inject
  CounterClerk(SecurityIdentity identity, TongbanConfig config, Definitions definitions) {
    this.identity = identity;
    this.config = config;
    this.definitions = definitions;
  }

  /** Whether a clerk is signed in. */
  boolean isClerk() {
    return identity.hasRole(Role.CLERK.key());
  }

  /** The client of the clerk's department; nothing for others, and where no claim names one. */
  Optional<Actor> actor() {
    if (!isClerk() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
      return Optional.empty();
    }
    return claim()
        .map(name -> token.<Object>getClaim(name))
        .map(Object::toString)
        .flatMap(
            client ->
                definitions
                    .find(ClientSpec.class, client)
                    .map(Definition::spec)
                    .flatMap(spec -> actor(client, spec.department())));
  }

  private Optional<Actor> actor(String client, String department) {
    return definitions
        .find(DepartmentSpec.class, department)
        .map(found -> new Actor(client, department, found.spec().region()));
  }

  private Optional<String> claim() {
    Optional<TongbanConfig.Provider> provider = config.login().staff();
    return provider.isPresent()
        ? provider.flatMap(TongbanConfig.Provider::clientClaim)
        : Optional.of(LoginTenant.DEMO_CLIENT_CLAIM)
            .filter(claim -> SettingsGuard.demoIdentities(config));
  }

  /**
   * In whose name the clerk acts.
   *
   * @throws io.tongban.hub.ProblemException {@link ApiProblem#SIGN_IN_REQUIRED}, {@link
   *     ApiProblem#ROLE_REQUIRED} or {@link ApiProblem#COUNTER_UNASSIGNED}
   */
  Actor require() {
    if (identity.isAnonymous()) {
      throw ApiProblem.SIGN_IN_REQUIRED.problem("counters are for clerks");
    }
    if (!isClerk()) {
      throw ApiProblem.ROLE_REQUIRED.problem("counters are for clerks");
    }
    return actor()
        .orElseThrow(
            () ->
                ApiProblem.COUNTER_UNASSIGNED.problem(
                    "the ID token names no client that is declared"));
  }
}
