package io.tongban.certificates;

import io.tongban.hub.CanonicalJson;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * A key an authority or a department signs with.
 *
 * @param privateKey perhaps only a handle of a key that cannot leave its store
 * @param provider who must sign with it, or null for a key in memory
 * @param chain its certificates, leaf first, without the trust anchor; never empty
 */
public record SigningKey(
    SignatureSuite suite, PrivateKey privateKey, Provider provider, List<X509Certificate> chain) {
  public SigningKey {
    chain = List.copyOf(chain);
  }

  /** The certificate of its public key. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** What its public key is found by: SHA-256 of the SubjectPublicKeyInfo, hex. */
  public String keyHash() {
    return keyHash(leaf().getPublicKey());
  }

  /** The same of a public key. */
  public static String keyHash(PublicKey key) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(key.getEncoded()));
  }
}
