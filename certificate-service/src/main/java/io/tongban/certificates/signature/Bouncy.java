package io.tongban.certificates.signature;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** BouncyCastle, loaded when the first key needs it and never registered with the JVM. */
public final class Bouncy {
  private Bouncy() {}

  /** The provider. */
  public static Provider provider() {
    return Holder.PROVIDER;
  }

  private static final class Holder {
    private static final Provider PROVIDER = new BouncyCastleProvider();
  }
}
