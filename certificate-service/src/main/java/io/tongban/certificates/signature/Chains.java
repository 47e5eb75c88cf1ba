package io.tongban.certificates.signature;

import io.tongban.certificates.SignatureSuite;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** X.509 certificates and chains, also those of keys the JDK does not know. */
public final class Chains {
  /** GM/T 0006: SM2 signature with SM3. */
  private static final String SM3_WITH_SM2 = "1.2.156.10197.1.501";

  /** RFC 5280, section 4.2.1.6. */
  private static final int URI_NAME = 6;

  /** Paths that need not be validated again; beyond so many all are forgotten. */
  private static final int KEPT = 1_000;

  /**
   * Chains that led to their anchor, the last of each: signatures and constraints stay what they
   * are, only time passes. Others are not kept: a forger could fill the memory.
   */
  private static final Set<List<X509Certificate>> LEADING = ConcurrentHashMap.newKeySet();

  /** Stored chains that were read, by their text: one is read at each issue and verification. */
  private static final Map<String, List<X509Certificate>> READ = new ConcurrentHashMap<>();

  private Chains() {}

  /** Reads a DER certificate. */
  public static X509Certificate certificate(byte[] der) throws CertificateException {
    Optional<X509Certificate> read = byTheJdk(der);
    return read.isPresent() ? read.get() : withKey(read(factory(), der));
  }

  private static Optional<X509Certificate> byTheJdk(byte[] der) {
    try {
      return Optional.of(read(CertificateFactory.getInstance("X.509"), der))
          .filter(Chains::isOfTheJdk);
    } catch (CertificateException perhapsOfAnotherCurve) {
      return Optional.empty();
    }
  }

  /**
   * BouncyCastle reads a certificate of any key and with any names, and says only where they are
   * asked for, by whatever exception comes, that it cannot read them.
   */
  private static X509Certificate withKey(X509Certificate certificate) throws CertificateException {
    try {
      if (certificate.getPublicKey() != null
          && certificate.getSubjectX500Principal() != null
          && certificate.getIssuerX500Principal() != null) {
        return certificate;
      }
    } catch (RuntimeException unreadable) {
      throw new CertificateException("the certificate's key or names are none", unreadable);
    }
    throw new CertificateException("the certificate's key is of an unknown kind");
  }

  private static boolean isOfTheJdk(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return !SM3_WITH_SM2.equals(certificate.getSigAlgOID())
        && !Signatures.fits(SignatureSuite.SM2, key)
        && (key instanceof ECPublicKey || key instanceof RSAPublicKey);
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509", Bouncy.provider());
  }

  private static X509Certificate read(CertificateFactory factory, byte[] der)
      throws CertificateException {
    if (factory.generateCertificate(new ByteArrayInputStream(der))
        instanceof X509Certificate read) {
      return read;
    }
    throw new CertificateException("there is no certificate");
  }

  /**
   * Whether a chain leads to an anchor at that time (RFC 5280, section 6), without revocation.
   *
   * @param chain leaf first, without the anchor; an empty one leads nowhere
   */
  public static boolean leads(List<X509Certificate> chain, X509Certificate anchor, Instant at) {
    if (chain.isEmpty()) {
      return false;
    }
    List<X509Certificate> all = new ArrayList<>(chain);
    all.add(anchor);
    if (LEADING.contains(all)) {
      return chain.stream().allMatch(certificate -> isCurrent(certificate, at));
    }
    boolean leads = validated(all, at);
    if (leads) {
      keep(all);
    }
    return leads;
  }

  private static void keep(List<X509Certificate> all) {
    if (LEADING.size() >= KEPT) {
      LEADING.clear();
    }
    LEADING.add(List.copyOf(all));
  }

  private static boolean isCurrent(X509Certificate certificate, Instant at) {
    return !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean validated(List<X509Certificate> all, Instant at) {
    try {
      return all.stream().allMatch(Chains::isOfTheJdk)
          ? holds(all, at, null)
          : holds(reread(all), at, Bouncy.provider());
    } catch (CertPathValidatorException | CertificateException notOurs) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform validates PKIX paths", e);
    }
  }

  private static List<X509Certificate> reread(List<X509Certificate> chain)
      throws CertificateException {
    List<X509Certificate> read = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      read.add(read(factory(), certificate.getEncoded()));
    }
    return read;
  }

  private static boolean holds(List<X509Certificate> all, Instant at, Provider provider)
      throws GeneralSecurityException {
    int last = all.size() - 1;
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(all.get(last), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertificateFactory factory =
        provider == null ? CertificateFactory.getInstance("X.509") : factory();
    CertPathValidator validator =
        provider == null
            ? CertPathValidator.getInstance("PKIX")
            : CertPathValidator.getInstance("PKIX", provider);
    validator.validate(factory.generateCertPath(all.subList(0, last)), parameters);
    return true;
  }

  /** The DER bytes of a certificate that was read or made here. */
  public static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate in use has an encoding", e);
    }
  }

  /** A chain as text: base64 DER certificates, one a line. */
  public static String text(List<X509Certificate> chain) {
    return chain.stream()
        .map(each -> Base64.getEncoder().encodeToString(encoded(each)))
        .collect(Collectors.joining("\n"));
  }

  /** Reads what {@link #text} wrote. */
  public static List<X509Certificate> ofText(String text) {
    List<X509Certificate> known = READ.get(text);
    if (known != null) {
      return known;
    }
    List<X509Certificate> read = read(text);
    if (READ.size() >= KEPT) {
      READ.clear();
    }
    READ.put(text, read);
    return read;
  }

  private static List<X509Certificate> read(String text) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (String line : text.split("\n", -1)) {
        chain.add(certificate(Base64.getDecoder().decode(line)));
      }
      return List.copyOf(chain);
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IllegalStateException("a stored certificate is damaged", e);
    }
  }

  /** Whether a certificate has that URI among its subject's names. */
  public static boolean names(X509Certificate certificate, String uri) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name -> name.get(0).equals(URI_NAME) && uri.equals(name.get(1)));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
