package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.CertificateProblem;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** X.509 certificates that say what a federation's statements say (RFC 5280). */
public final class FederationX509 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private FederationX509() {}

  /** The hub's root in its federation. */
  public static X509Certificate root(KeyPair pair, String origin, Instant from, Instant to) {
    X500Name name = name("Tongban federation root", origin);
    return made(
        () ->
            base(name, name, pair.getPublic(), from, to)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
        pair.getPublic(),
        pair,
        KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /**
   * Certifies another certificate authority within constraints.
   *
   * @param certificate of that authority, made by itself
   * @param below certificate authorities that may stand below it, or null for any number
   * @param permitted hosts, or domains with a leading dot, of the URI names below it; may be empty
   */
  public static X509Certificate cross(
      X509Certificate certificate,
      Integer below,
      List<String> permitted,
      List<String> excluded,
      X509Certificate root,
      KeyPair rootPair,
      Instant from,
      Instant to) {
    return made(
        () -> {
          X509v3CertificateBuilder builder =
              base(
                      name(root.getSubjectX500Principal()),
                      name(certificate.getSubjectX500Principal()),
                      certificate.getPublicKey(),
                      from,
                      to)
                  .addExtension(
                      Extension.basicConstraints,
                      true,
                      below == null ? new BasicConstraints(true) : new BasicConstraints(below));
          if (!permitted.isEmpty() || !excluded.isEmpty()) {
            builder.addExtension(
                Extension.nameConstraints,
                true,
                new NameConstraints(subtrees(permitted), subtrees(excluded)));
          }
          return builder;
        },
        certificate.getPublicKey(),
        rootPair,
        KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /** Certifies the key that lists are signed with. */
  public static X509Certificate signer(
      PublicKey key, String hub, X509Certificate root, KeyPair rootPair, Instant from, Instant to) {
    return made(
        () ->
            base(
                    name(root.getSubjectX500Principal()),
                    name("Tongban trust lists", hub),
                    key,
                    from,
                    to)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false)),
        key,
        rootPair,
        KeyUsage.digitalSignature);
  }

  private static GeneralSubtree[] subtrees(List<String> names) {
    return names.isEmpty()
        ? null
        : names.stream()
            .map(name -> new GeneralName(GeneralName.uniformResourceIdentifier, name))
            .map(GeneralSubtree::new)
            .toArray(GeneralSubtree[]::new);
  }

  private interface Draft {
    X509v3CertificateBuilder start() throws GeneralSecurityException, IOException;
  }

  private static X509Certificate made(Draft draft, PublicKey key, KeyPair issuer, int keyUsage) {
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          draft
              .start()
              .addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage))
              .addExtension(
                  Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(issuer.getPublic()));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("a certificate could not be made", e);
    }
  }

  private static JcaX509v3CertificateBuilder base(
      X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant to) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, RANDOM).setBit(126),
        Date.from(from),
        Date.from(to),
        subject,
        key);
  }

  private static X500Name name(X500Principal principal) {
    return X500Name.getInstance(principal.getEncoded());
  }

  private static X500Name name(String commonName, String organisation) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organisation)
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  /** The certificate of a certificate authority in PEM; empty where it is none. */
  public static Optional<X509Certificate> authority(String pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof X509CertificateHolder holder) {
        return Optional.of(new JcaX509CertificateConverter().getCertificate(holder))
            .filter(certificate -> certificate.getBasicConstraints() >= 0);
      }
      return Optional.empty();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException noCertificate) {
      return Optional.empty();
    }
  }

  /** The identifier by which certificates below name its key, base64url without padding. */
  public static String keyId(X509Certificate certificate) {
    try {
      byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
      byte[] id =
          extension == null
              ? new JcaX509ExtensionUtils()
                  .createSubjectKeyIdentifier(certificate.getPublicKey())
                  .getKeyIdentifier()
              : org.bouncycastle.asn1.x509.SubjectKeyIdentifier.getInstance(
                      JcaX509ExtensionUtils.parseExtensionValue(extension))
                  .getKeyIdentifier();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    } catch (IOException | GeneralSecurityException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("a certificate has no key identifier", e);
    }
  }
}
