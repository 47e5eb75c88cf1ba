package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.bouncycastle.HubAuthority.Subject;
import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the two kinds of certificates the hub has (RFC 5280). */
final class X509 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private X509() {}

  static X509Certificate anchor(
      SignatureSuite suite, KeyPair pair, String origin, Instant from, Instant to) {
    X500Name name = name("Tongban certificate authority", origin);
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name, serial(), Date.from(from), Date.from(to), name, pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  extensions.createSubjectKeyIdentifier(pair.getPublic()));
      return sign(suite, builder, pair);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("the trust anchor could not be made", e);
    }
  }

  static X509Certificate leaf(
      SignatureSuite suite,
      PublicKey key,
      Subject subject,
      X509Certificate anchor,
      KeyPair anchorPair,
      Instant from,
      Instant to) {
    X500Principal above = anchor.getSubjectX500Principal();
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  X500Name.getInstance(above.getEncoded()),
                  serial(),
                  Date.from(from),
                  Date.from(to),
                  name(subject.name(), subject.uris().get(0)),
                  key)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.subjectAlternativeName, false, names(subject.uris()))
              .addExtension(
                  Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(anchorPair.getPublic()));
      return sign(suite, builder, anchorPair);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw CertificateProblem.SIGNING_FAILED.problem(
          "the certificate of " + subject.name() + " could not be made", e);
    }
  }

  /** The URIs, and the first one's host where that is a name. */
  private static GeneralNames names(List<String> uris) {
    List<GeneralName> names = new ArrayList<>();
    uris.forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    String host = URI.create(uris.get(0)).getHost();
    if (host != null && !host.contains(":") && !host.matches("[0-9.]+")) {
      names.add(new GeneralName(GeneralName.dNSName, host));
    }
    return new GeneralNames(names.toArray(new GeneralName[0]));
  }

  private static X500Name name(String commonName, String organisation) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organisation)
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  private static BigInteger serial() {
    return new BigInteger(127, RANDOM).setBit(126);
  }

  private static X509Certificate sign(
      SignatureSuite suite, X509v3CertificateBuilder builder, KeyPair pair)
      throws OperatorCreationException, GeneralSecurityException, IOException {
    JcaContentSignerBuilder signer = new JcaContentSignerBuilder(suite.javaName());
    if (suite == SignatureSuite.SM2) {
      signer.setProvider(Bouncy.provider());
    }
    return Chains.certificate(builder.build(signer.build(pair.getPrivate())).getEncoded());
  }
}
