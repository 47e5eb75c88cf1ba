package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.certificates.ServiceItems.Question;
import java.util.List;

/**
 * A service item's question to a holder.
 *
 * @param question null for whom we do not know as a person
 * @param error whether the confirmation was missing
 */
record UseView(String item, Question question, boolean error) {

  /** Who has certificates. */
  public List<Role> roles() {
    return List.of(Role.CITIZEN);
  }
}
