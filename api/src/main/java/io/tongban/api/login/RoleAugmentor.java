package io.tongban.api.login;

import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps of a provider's roles those the hub knows. A citizen's provider cannot make staff of
 * anybody, whatever its tokens say.
 */
@ApplicationScoped
class RoleAugmentor implements SecurityIdentityAugmentor {
  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.isAnonymous()) {
      return Uni.createFrom().item(identity);
    }
    String tenant = identity.getAttribute(OidcUtils.TENANT_ID_ATTRIBUTE);
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                .addRoles(roles(tenant, identity.getRoles()))
                .build());
  }

  static Set<String> roles(String tenant, Set<String> claimed) {
    if (LoginTenant.CITIZEN.id().equals(tenant)) {
      return Set.of(Role.CITIZEN.key());
    }
    return claimed.stream()
        .flatMap(claim -> Role.of(claim).stream())
        .filter(role -> role != Role.CITIZEN)
        .map(Role::key)
        .collect(Collectors.toUnmodifiableSet());
  }
}
