package io.tongban.certificates.issue;

import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.DepartmentSpec.WalletProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How strict authorities are with wallets. */
@ApplicationScoped
class Profiles {
  private final Definitions definitions;

  @Inject
  Profiles(Definitions definitions) {
    this.definitions = definitions;
  }

  /** Whether wallets must keep to HAIP 1.0 with that authority. */
  boolean isHaip(String authority) {
    return definitions
        .find(DepartmentSpec.class, authority)
        .filter(department -> department.spec().walletProfile() == WalletProfile.HAIP)
        .isPresent();
  }
}
