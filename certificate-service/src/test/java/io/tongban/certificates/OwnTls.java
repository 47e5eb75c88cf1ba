package io.tongban.certificates;

import io.tongban.hub.test.MutableClock;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyUsage;

/** TLS under a certificate of an authority that nobody trusts. */
public final class OwnTls {
  private OwnTls() {}

  /** A server's context. */
  public static SSLContext context() throws Exception {
    KeyPair ca = TestCa.pair(SignatureSuite.ES256);
    KeyPair pair = TestCa.pair(SignatureSuite.ES256);
    Certificate leaf =
        new TestCa(SignatureSuite.ES256, "CN=nobody's", ca.getPrivate())
            .leaf(
                "https://127.0.0.1",
                pair.getPublic(),
                MutableClock.START.plus(Duration.ofDays(3650)),
                KeyUsage.digitalSignature);
    return context(pair, leaf);
  }

  private static SSLContext context(KeyPair pair, Certificate leaf)
      throws GeneralSecurityException, java.io.IOException {
    char[] password = "password".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("tls", pair.getPrivate(), password, new Certificate[] {leaf});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
