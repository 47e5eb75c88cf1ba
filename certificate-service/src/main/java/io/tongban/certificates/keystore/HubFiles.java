package io.tongban.certificates.keystore;

import io.tongban.certificates.SignatureSuite;
import io.tongban.hub.HubKeys;
import java.security.KeyPair;
import java.util.List;

/** The hub's own key files. */
public final class HubFiles implements KeySource {
  /** Its name. */
  public static final String NAME = "HUB";

  private final HubKeys keys;

  public HubFiles(HubKeys keys) {
    this.keys = keys;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean makesKeys() {
    return true;
  }

  @Override
  public Opened open(String alias, SignatureSuite suite) {
    KeyPair pair = keys.ec(alias, suite.curve());
    return new Opened(pair.getPrivate(), null, pair.getPublic(), List.of());
  }
}
