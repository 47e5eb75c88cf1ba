package io.tongban.api.portal;

import io.tongban.api.citizen.Authorisation;
import io.tongban.api.login.Role;
import java.util.List;

/**
 * A person's authorisations.
 *
 * @param person whether the reader is a citizen whose identifier is known
 * @param waiting requests that name the reader and wait for an answer
 * @param inForce what holds now
 * @param over what ended, was withdrawn, declined or not answered
 * @param duties uses that rest on law
 * @param next cursor of older ones, or null
 */
record AuthorisationsView(
    boolean person,
    List<Authorisation> waiting,
    List<Authorisation> inForce,
    List<Authorisation> over,
    List<Authorisation.Duty> duties,
    String next) {

  /** Who has authorisations. */
  public List<Role> roles() {
    return List.of(Role.CITIZEN);
  }

  /** The page for whom we do not know as a person. */
  static AuthorisationsView nobody(List<Authorisation.Duty> duties) {
    return new AuthorisationsView(false, List.of(), List.of(), List.of(), duties, null);
  }
}
