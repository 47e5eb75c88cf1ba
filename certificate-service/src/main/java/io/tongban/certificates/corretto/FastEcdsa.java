package io.tongban.certificates.corretto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Optional;

/** Amazon Corretto Crypto Provider, where its native library loads. */
public final class FastEcdsa {
  private static final Provider PROVIDER = load();

  private FastEcdsa() {}

  private static Provider load() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return provider.getLoadingError() == null ? provider : null;
    } catch (LinkageError notOnThisPlatform) {
      return null;
    }
  }

  /**
   * A private key on P-256 or P-384 as this provider holds it, so that it is not read anew for each
   * signature; the same where the provider is not there.
   */
  public static PrivateKey held(PrivateKey key) {
    if (PROVIDER == null) {
      return key;
    }
    try {
      return (PrivateKey) KeyFactory.getInstance("EC", PROVIDER).translateKey(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key on a curve of NIST", e);
    }
  }

  /** The provider, or nothing where the JDK's own has to do. */
  public static Optional<Provider> provider() {
    return Optional.ofNullable(PROVIDER);
  }
}
