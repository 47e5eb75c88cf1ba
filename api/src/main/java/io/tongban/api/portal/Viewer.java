package io.tongban.api.portal;

import io.tongban.api.login.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who looks at a page.
 *
 * @param subject the provider's subject identifier, or null for a visitor who is not signed in
 * @param name as the provider gives it, or null
 * @param roles what they may do; empty for visitors
 */
public record Viewer(String subject, String name, Set<Role> roles) {
  /** Somebody who is not signed in. */
  public static final Viewer VISITOR = new Viewer(null, null, Set.of());

  public Viewer {
    roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
  }

  /** Whether they are signed in. */
  public boolean signedIn() {
    return subject != null;
  }

  /** Whether they have one of these roles. */
  public boolean hasAny(Collection<Role> wanted) {
    return wanted.stream().anyMatch(roles::contains);
  }
}
