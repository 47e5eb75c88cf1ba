package io.tongban.api.token;

import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.AuthenticatedClient;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/**
 * The client that makes the current request. Inject it; every method refuses when the request
 * carried no valid token, so a resource that forgets to ask cannot act for nobody.
 */
@RequestScoped
public class Caller {
  private AuthenticatedClient client;

  void is(AuthenticatedClient authenticated) {
    this.client = authenticated;
  }

  /** Whether the request carried a valid token. */
  public boolean authenticated() {
    return client != null;
  }

  /**
   * Who asks, as the judge wants it.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_MISSING}
   */
  public Actor actor() {
    return client().actor();
  }

  /**
   * The client's roles: {@code caller}, {@code issuer}, {@code auditor}, {@code operator}, {@code
   * reporter}.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_MISSING}
   */
  public Set<String> roles() {
    return client().roles();
  }

  /**
   * Goes on only if the client has that role.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_MISSING} or {@link
   *     AccessProblem#ROLE_MISSING}
   */
  public void requireRole(String role) {
    if (!roles().contains(role)) {
      throw AccessProblem.ROLE_MISSING.problem(
          "client " + actor().client() + " does not have the role " + role);
    }
  }

  private AuthenticatedClient client() {
    if (client == null) {
      throw AccessProblem.TOKEN_MISSING.problem("the request carries no access token");
    }
    return client;
  }
}
