package io.tongban.api.citizen;

import io.quarkus.security.identity.SecurityIdentity;
import io.tongban.api.ApiProblem;
import io.tongban.api.SettingsGuard;
import io.tongban.api.TongbanConfig;
import io.tongban.api.login.LoginTenant;
import io.tongban.api.login.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The citizen who makes the current request, and as whom the resources know them. The identifier
 * comes from the provider's signed ID token and from nowhere else.
 */
@RequestScoped
public class SignedInCitizen {
  private final SecurityIdentity identity;
  private final TongbanConfig config;

  @Inject
  SignedInCitizen(SecurityIdentity identity, TongbanConfig config) {
    this.identity = identity;
    this.config = config;
  }

  /** The person's identifier; nothing for visitors, staff, and where no claim tells it. */
  public Optional<String> subject() {
    if (!identity.hasRole(Role.CITIZEN.key())
        || !(identity.getPrincipal() instanceof JsonWebToken token)) {
      return Optional.empty();
    }
    return claim()
        .map(name -> token.<Object>getClaim(name))
        .map(Object::toString)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private Optional<String> claim() {
    Optional<TongbanConfig.Provider> provider = config.login().citizen();
    return provider.isPresent()
        ? provider.flatMap(TongbanConfig.Provider::subjectClaim)
        : Optional.of(LoginTenant.DEMO_SUBJECT_CLAIM)
            .filter(claim -> SettingsGuard.demoIdentities(config));
  }

  /**
   * The person's identifier.
   *
   * @throws io.tongban.hub.ProblemException {@link ApiProblem#SIGN_IN_REQUIRED}, {@link
   *     ApiProblem#ROLE_REQUIRED} or {@link ApiProblem#PERSON_UNKNOWN}
   */
  public String require() {
    if (identity.isAnonymous()) {
      throw ApiProblem.SIGN_IN_REQUIRED.problem("authorisations are shown to whom they are of");
    }
    if (!identity.hasRole(Role.CITIZEN.key())) {
      throw ApiProblem.ROLE_REQUIRED.problem("authorisations are shown to citizens");
    }
    return subject()
        .orElseThrow(
            () ->
                ApiProblem.PERSON_UNKNOWN.problem("the ID token has no claim that names a person"));
  }
}
