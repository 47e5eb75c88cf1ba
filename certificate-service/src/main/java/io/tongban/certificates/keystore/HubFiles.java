package io.tongban.certificates.keystore;

import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.corretto.FastEcdsa;
import io.tongban.hub.HubKeys;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hub's own key files. */
public final class HubFiles implements KeySource {
  /** Its name. */
  public static final String NAME = "HUB";

  private final HubKeys keys;
  private final Map<Name, Opened> opened = new ConcurrentHashMap<>();

  private record Name(String alias, SignatureSuite suite) {}

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
    return opened.computeIfAbsent(new Name(alias, suite), this::read);
  }

  private Opened read(Name name) {
    KeyPair pair = keys.ec(name.alias(), name.suite().curve());
    PrivateKey secret =
        switch (name.suite()) {
          case ES256, ES384 -> FastEcdsa.held(pair.getPrivate());
          case SM2 -> pair.getPrivate();
        };
    return new Opened(secret, null, pair.getPublic(), List.of());
  }
}
