package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.certificates.WalletAuthorization.Question;
import java.util.List;

/**
 * A wallet's request for a certificate.
 *
 * @param question what the holder is asked, or null for whom we do not know as a person
 */
record WalletRequestView(Question question) {

  /** Who has certificates. */
  public List<Role> roles() {
    return List.of(Role.CITIZEN);
  }

  /** Where the wallet is reached, as people can compare it. */
  public String place() {
    String host = question.returnsTo().getHost();
    return host == null ? question.returnsTo().getScheme() + ":" : host;
  }
}
