package io.tongban.certificates.collect;

import io.tongban.certificates.CertificateTypeSpec.Seal;
import io.tongban.certificates.signature.Chains;
import io.tongban.certificates.signature.Pem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whose seals count: a signer's chain must lead to an anchor at the time of sealing. */
final class SealTrust {
  private static final int LONGEST = 5;
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** RFC 5280, section 4.2.1.3. */
  private static final int DIGITAL_SIGNATURE = 0;

  private static final int NON_REPUDIATION = 1;

  private final List<X509Certificate> anchors;
  private final Instant now;

  private SealTrust(List<X509Certificate> anchors, Instant now) {
    this.anchors = anchors;
    this.now = now;
  }

  /** By the anchors of a type, which were checked when it was applied. */
  static SealTrust of(Seal seal, Instant now) {
    List<X509Certificate> anchors = new ArrayList<>();
    for (String pem : seal.anchors()) {
      try {
        anchors.add(Pem.certificate(pem));
      } catch (CertificateException e) {
        throw new IllegalStateException("a declared anchor can be read", e);
      }
    }
    return new SealTrust(anchors, now);
  }

  /**
   * Refuses a signer that is not trusted, was not certified at that time, or may not sign.
   *
   * @param others certificates that came with the signature
   */
  void require(X509Certificate signer, List<X509Certificate> others, Instant sealed) {
    if (sealed.isAfter(now.plus(SKEW))) {
      throw Unfit.seal("sealed-in-future", "the seal tells the time " + sealed);
    }
    boolean[] usage = signer.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw Unfit.seal("signer-may-not-sign", "the signer's certificate is for no signatures");
    }
    if (sealed.isBefore(signer.getNotBefore().toInstant())
        || sealed.isAfter(signer.getNotAfter().toInstant())) {
      throw Unfit.seal(
          "signer-expired", "the signer's certificate did not hold at the time of sealing");
    }
    List<X509Certificate> path = path(signer, others);
    boolean trusted =
        anchors.contains(signer)
            || anchors.stream().anyMatch(anchor -> Chains.leads(path, anchor, sealed));
    if (!trusted) {
      throw Unfit.seal("signer-unknown", "the signer's certificate leads to no anchor of the type");
    }
  }

  /** From the signer up, as far as the certificates reach; an anchor is not part of it. */
  private List<X509Certificate> path(X509Certificate signer, List<X509Certificate> others) {
    List<X509Certificate> path = new ArrayList<>(List.of(signer));
    while (path.size() < LONGEST) {
      X509Certificate last = path.get(path.size() - 1);
      var issuer = last.getIssuerX500Principal();
      if (anchors.stream().anyMatch(anchor -> anchor.getSubjectX500Principal().equals(issuer))) {
        return path;
      }
      var next =
          others.stream()
              .filter(other -> other.getSubjectX500Principal().equals(issuer))
              .filter(other -> !path.contains(other))
              .findFirst();
      if (next.isEmpty()) {
        return path;
      }
      path.add(next.get());
    }
    return path;
  }
}
