package io.tongban.api.operator;

import io.tongban.api.TongbanConfig;
import io.tongban.certificates.KeyStoreSettings;
import io.tongban.certificates.KeyStoreSettings.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** Where the authorities' keys live, from the keys {@code tongban.certificates.keys.*}. */
@ApplicationScoped
class KeyStoreComposition {
  private final TongbanConfig.Keys keys;

  @Inject
  KeyStoreComposition(TongbanConfig config) {
    this.keys = config.certificates().keys();
  }

  /** The settings, or null where the keys are in the hub's own files. */
  @Produces
  @Dependent
  KeyStoreSettings settings() {
    if (keys.pkcs12().isEmpty() && keys.pkcs11().isEmpty()) {
      return null;
    }
    return new KeyStoreSettings(
        keys.pkcs12().isPresent() ? Type.PKCS12 : Type.PKCS11,
        keys.pkcs12().or(keys::pkcs11).orElseThrow().toAbsolutePath(),
        keys.slot().orElse(0),
        keys.password().orElse(null),
        keys.passwordFile().orElse(null));
  }
}
