package io.tongban.api.portal;

import io.tongban.api.citizen.Authorisation;
import io.tongban.api.login.Role;
import java.util.List;

/**
 * One authorisation or request.
 *
 * @param authorisation what is shown, or null for whom we do not know as a person
 * @param error {@code agree} or {@code withdraw} where the confirmation was missing, or null
 * @param done {@code given}, {@code declined} or {@code withdrawn} just now, or null
 */
record AuthorisationView(Authorisation authorisation, String error, String done) {

  /** Who has authorisations. */
  public List<Role> roles() {
    return List.of(Role.CITIZEN);
  }

  /** Whether it waits for an answer. */
  public boolean asks() {
    return is("REQUESTED");
  }

  /** Whether it holds now. */
  public boolean holds() {
    return is("IN_FORCE");
  }

  private boolean is(String state) {
    return authorisation != null && authorisation.state().name().equals(state);
  }
}
