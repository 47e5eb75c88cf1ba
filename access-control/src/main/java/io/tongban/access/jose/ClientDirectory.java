package io.tongban.access.jose;

import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.AuthenticatedClient;
import io.tongban.access.ClientSpec;
import io.tongban.access.Tokens;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Who a client is, as declared at this moment: suspending one takes effect at once. */
@ApplicationScoped
class ClientDirectory {
  private static final Set<String> OPERATOR_ROLES = Set.of("operator", "auditor");
  private static final List<String> DEFAULT_ROLES = List.of("caller");

  private final Definitions definitions;
  private final String region;

  @Inject
  ClientDirectory(Definitions definitions, HubSettings settings) {
    this.definitions = definitions;
    this.region = settings.region();
  }

  /**
   * The client of that name.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CLIENT_SUSPENDED}, or {@link
   *     AccessProblem#CLIENT_UNKNOWN} if it is no longer declared
   */
  AuthenticatedClient find(String name, Instant expires) {
    if (name.equals(Tokens.LOCAL_OPERATOR)) {
      return new AuthenticatedClient(new Actor(name, Tokens.HUB, region), OPERATOR_ROLES, expires);
    }
    ClientSpec spec =
        definitions
            .find(ClientSpec.class, name)
            .map(Definition::spec)
            .orElseThrow(() -> AccessProblem.CLIENT_UNKNOWN.problem("there is no client " + name));
    if (Boolean.TRUE.equals(spec.suspended())) {
      throw AccessProblem.CLIENT_SUSPENDED.problem("client " + name + " is suspended");
    }
    String regionOfDepartment =
        definitions
            .find(DepartmentSpec.class, spec.department())
            .map(d -> d.spec().region())
            .orElse(null);
    List<String> roles =
        spec.roles() == null || spec.roles().isEmpty() ? DEFAULT_ROLES : spec.roles();
    return new AuthenticatedClient(
        new Actor(name, spec.department(), regionOfDepartment), Set.copyOf(roles), expires);
  }
}
