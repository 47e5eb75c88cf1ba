package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.certificates.HolderCertificates.Held;
import io.tongban.certificates.ServiceItems.Use;
import java.util.List;

/**
 * A person's certificates.
 *
 * @param person whether the reader is a citizen whose identifier is known
 * @param uses what service items may use, newest first
 * @param done {@code given}, {@code withdrawn} or {@code ended} just now, or null
 */
record MyCertificatesView(boolean person, List<Held> held, List<Use> uses, String done) {

  /** Who has certificates. */
  public List<Role> roles() {
    return List.of(Role.CITIZEN);
  }
}
