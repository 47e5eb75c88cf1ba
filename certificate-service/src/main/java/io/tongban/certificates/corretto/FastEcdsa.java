package io.tongban.certificates.corretto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
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

  /** The provider, or nothing where the JDK's own has to do. */
  public static Optional<Provider> provider() {
    return Optional.ofNullable(PROVIDER);
  }
}
