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
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
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
      SignatureSuite suite, KeyPair pair, String origin, String region, Instant from, Instant to) {
    X500Name name = name("Tongban certificate authority", origin, country(region));
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
    X500Name above = X500Name.getInstance(anchor.getSubjectX500Principal().getEncoded());
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  above,
                  serial(),
                  Date.from(from),
                  Date.from(to),
                  name(subject.name(), subject.uris().get(0), country(above)),
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

  private static X500Name name(String commonName, String organisation, Optional<String> country) {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    country.ifPresent(code -> name.addRDN(BCStyle.C, code));
    return name.addRDN(BCStyle.O, organisation).addRDN(BCStyle.CN, commonName).build();
  }

  /**
   * The country of a region's code, which verifiers of mdocs demand in the names of signers and
   * anchors (ISO/IEC 18013-5, annex B.1).
   *
   * @param region ISO 3166-1 or 3166-2, or a number of GB/T 2260; others have no country here
   */
  static Optional<String> country(String region) {
    if (region.matches("[0-9]{2,12}")) {
      return Optional.of("CN");
    }
    return region.matches("[A-Z]{2}(-.*)?")
        ? Optional.of(region.substring(0, 2))
        : Optional.empty();
  }

  /** A signer's country is that of its anchor (ISO/IEC 18013-5, annex B.1.4). */
  private static Optional<String> country(X500Name anchor) {
    return Arrays.stream(anchor.getRDNs(BCStyle.C))
        .map(country -> IETFUtils.valueToString(country.getFirst().getValue()))
        .findFirst();
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
