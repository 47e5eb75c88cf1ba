package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.keystore.KeySource.Opened;
import io.tongban.certificates.signature.Chains;
import io.tongban.certificates.signature.Signatures;
import io.tongban.hub.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Says why a key of an outside store and its chain cannot be signed with. */
final class KeyCheck {
  private static final byte[] PROBE = "io.tongban.certificates".getBytes(StandardCharsets.US_ASCII);

  /** Index of digitalSignature (RFC 5280, section 4.2.1.3). */
  private static final int DIGITAL_SIGNATURE = 0;

  private KeyCheck() {}

  /**
   * What a chain has to do.
   *
   * @param issuer URI its leaf has to name
   * @param until when what is signed now has ended
   */
  record Terms(String issuer, Instant now, Instant until) {}

  /**
   * The key's chain, leaf first, root last.
   *
   * @throws ProblemException {@link CertificateProblem#KEY_UNFIT} with what is wrong
   */
  static List<X509Certificate> fitting(
      String alias, Opened key, SignatureSuite suite, Terms terms) {
    List<X509Certificate> chain = key.chain();
    int last = chain.size() - 1;
    X509Certificate leaf = chain.get(0);
    if (!Signatures.fits(suite, leaf.getPublicKey())) {
      throw unfit(alias, "is not on the curve of " + suite);
    }
    if (last == 0) {
      throw unfit(alias, "has no chain, only a certificate of its own");
    }
    if (!isSelfIssued(chain.get(last))) {
      throw unfit(alias, "has a chain that does not end in a root");
    }
    requireTime(alias, chain, terms);
    if (!Chains.leads(chain.subList(0, last), chain.get(last), terms.now())) {
      throw unfit(alias, "has a chain whose certificates do not belong together");
    }
    if (!Chains.names(leaf, terms.issuer())) {
      throw unfit(alias, "has a certificate without the URI name " + terms.issuer());
    }
    if (leaf.getKeyUsage() != null && !leaf.getKeyUsage()[DIGITAL_SIGNATURE]) {
      throw unfit(alias, "has a certificate that is not for signatures");
    }
    SigningKey signing = new SigningKey(suite, key.privateKey(), key.provider(), List.of(leaf));
    if (!Signatures.verify(suite, leaf.getPublicKey(), PROBE, Signatures.sign(signing, PROBE))) {
      throw unfit(alias, "has a chain of another key");
    }
    return chain;
  }

  /** Refuses a leaf that does not hold now or ends before what is signed under it. */
  static void requireTime(String alias, List<X509Certificate> chain, Terms terms) {
    X509Certificate leaf = chain.get(0);
    if (leaf.getNotBefore().toInstant().isAfter(terms.now())) {
      throw unfit(alias, "has a certificate that does not hold yet");
    }
    for (X509Certificate each : chain) {
      Instant end = each.getNotAfter().toInstant();
      if (end.isBefore(terms.until())) {
        throw unfit(
            alias, "has a certificate that ends on " + end + ", before what is signed under it");
      }
    }
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static ProblemException unfit(String alias, String why) {
    return CertificateProblem.KEY_UNFIT.problem("the key \"" + alias + "\" " + why);
  }
}
