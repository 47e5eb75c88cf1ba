package io.tongban.certificates;

import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.test.MutableClock;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority outside the hub. */
public final class TestCa {
  private static long serial = 1;
  private final SignatureSuite suite;
  private final X500Name name;
  private final PrivateKey key;

  public TestCa(SignatureSuite suite, String name, PrivateKey key) {
    this.suite = suite;
    this.name = new X500Name(name);
    this.key = key;
  }

  public static KeyPair pair(SignatureSuite suite) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Bouncy.provider());
    generator.initialize(new ECGenParameterSpec(suite.curve().standardName()));
    return generator.generateKeyPair();
  }

  /** A certificate of an authority below, or of this one itself. */
  public X509Certificate authority(String subject, PublicKey subjectKey) throws Exception {
    return made(
        builder(subject, subjectKey, MutableClock.START.plus(Duration.ofDays(3650)))
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
  }

  /** A certificate of who signs as that URI. */
  public X509Certificate leaf(String uri, PublicKey subjectKey, Instant to, int usage)
      throws Exception {
    return made(
        builder("CN=agency", subjectKey, to)
            .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri))));
  }

  public X509Certificate leaf(String uri, PublicKey subjectKey) throws Exception {
    return leaf(
        uri, subjectKey, MutableClock.START.plus(Duration.ofDays(2000)), KeyUsage.digitalSignature);
  }

  private JcaX509v3CertificateBuilder builder(String subject, PublicKey subjectKey, Instant to) {
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(serial++),
        Date.from(MutableClock.START.minus(Duration.ofDays(1))),
        Date.from(to),
        new X500Name(subject),
        subjectKey);
  }

  private X509Certificate made(org.bouncycastle.cert.X509v3CertificateBuilder builder)
      throws Exception {
    return Chains.certificate(
        builder
            .build(
                new JcaContentSignerBuilder(suite.javaName())
                    .setProvider(Bouncy.provider())
                    .build(key))
            .getEncoded());
  }
}
