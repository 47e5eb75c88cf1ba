package io.tongban.certificates.keystore;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.KeyStoreSettings;
import io.tongban.certificates.KeyStoreSettings.Type;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A PKCS#12 file or a PKCS#11 token. It is opened when a key is first needed, and again when the
 * token was gone or a key is asked for that was not there.
 */
public final class OutsideStore implements KeySource {
  private final KeyStoreSettings settings;
  private Provider provider;
  private KeyStore open;

  public OutsideStore(KeyStoreSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return settings.type().name();
  }

  @Override
  public boolean makesKeys() {
    return false;
  }

  @Override
  public synchronized Opened open(String alias, SignatureSuite suite) {
    char[] password = password();
    try {
      KeyStore store = holding(alias, password);
      if (!(store.getKey(alias, password) instanceof PrivateKey privateKey)) {
        throw unfit("there is no private key \"" + alias + "\"");
      }
      List<X509Certificate> chain = chain(alias, store.getCertificateChain(alias));
      return new Opened(privateKey, provider, chain.get(0).getPublicKey(), chain);
    } catch (GeneralSecurityException | ProviderException e) {
      open = null;
      throw unavailable("the key \"" + alias + "\" cannot be had", e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private KeyStore holding(String alias, char[] password) throws KeyStoreException {
    if (open != null && isThere(open) && open.containsAlias(alias)) {
      return open;
    }
    open = null;
    open = load(password);
    return open;
  }

  /** A token that was removed says so when it is asked for its size. */
  private static boolean isThere(KeyStore store) {
    try {
      return store.size() >= 0;
    } catch (KeyStoreException | ProviderException gone) {
      return false;
    }
  }

  private KeyStore load(char[] password) {
    return switch (settings.type()) {
      case PKCS12 -> loadFile(password);
      case PKCS11 -> loadToken(password);
    };
  }

  private KeyStore loadFile(char[] password) {
    provider = Bouncy.provider();
    try (InputStream in = Files.newInputStream(settings.path())) {
      KeyStore store = KeyStore.getInstance("PKCS12", provider);
      store.load(in, password);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw unavailable("it is not there, damaged, or its password is another", e);
    }
  }

  private KeyStore loadToken(char[] password) {
    if (!Files.isRegularFile(settings.path())) {
      throw unavailable("there is no such library", null);
    }
    try {
      if (provider == null) {
        provider = configured();
      }
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, password);
      return store;
    } catch (IOException
        | GeneralSecurityException
        | ProviderException
        | InvalidParameterException e) {
      throw unavailable(
          "the library does not load, slot "
              + settings.slot()
              + " has no token, or its PIN is another",
          e);
    }
  }

  private Provider configured() {
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw unavailable("this Java has no SunPKCS11", null);
    }
    return base.configure(
        "--name=tongban\nlibrary=" + settings.path() + "\nslotListIndex=" + settings.slot() + "\n");
  }

  private List<X509Certificate> chain(String alias, Certificate[] certificates)
      throws CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate each : certificates == null ? new Certificate[0] : certificates) {
      chain.add(Chains.certificate(each.getEncoded()));
    }
    if (chain.isEmpty()) {
      throw unfit("the key \"" + alias + "\" has no certificate");
    }
    return chain;
  }

  private char[] password() {
    if (settings.passwordFile() == null) {
      return (settings.password() == null ? "" : settings.password()).toCharArray();
    }
    try {
      return Files.readAllLines(settings.passwordFile()).stream()
          .findFirst()
          .orElse("")
          .toCharArray();
    } catch (IOException e) {
      throw CertificateProblem.KEYS_UNAVAILABLE.problem(
          "the password file " + settings.passwordFile() + " cannot be read", e);
    }
  }

  private ProblemException unfit(String why) {
    return CertificateProblem.KEY_UNFIT.problem(where() + ": " + why);
  }

  private ProblemException unavailable(String why, Exception cause) {
    return CertificateProblem.KEYS_UNAVAILABLE.problem(where() + ": " + why, cause);
  }

  private String where() {
    return (settings.type() == Type.PKCS12 ? "PKCS#12 file " : "PKCS#11 library ")
        + settings.path();
  }
}
