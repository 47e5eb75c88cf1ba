package io.tongban.certificates.collect;

import io.tongban.certificates.CollectedCertificates.SealFound;
import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The signatures of a PDF (ISO 32000-2, section 12.8): each must hold and lead to an anchor, and
 * the last must cover the whole file, so that nothing was added after it.
 */
final class PdfSeals {
  private static final byte[] MAGIC = {'%', 'P', 'D', 'F', '-'};
  private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};
  private static final Set<String> DETACHED = Set.of("adbe.pkcs7.detached", "ETSI.CAdES.detached");

  /** SHA-256, SHA-384, SHA-512 (RFC 5754) and SM3 (GB/T 33560). */
  private static final Set<String> DIGESTS =
      Set.of(
          "2.16.840.1.101.3.4.2.1",
          "2.16.840.1.101.3.4.2.2",
          "2.16.840.1.101.3.4.2.3",
          "1.2.156.10197.1.401");

  private PdfSeals() {}

  /**
   * Reads the file and looks over its signatures.
   *
   * @param trust null where seals are not looked at
   * @return the last signature; empty where there is none or none is looked at
   */
  static Optional<SealFound> check(byte[] file, SealTrust trust) {
    try (PDDocument document = open(file)) {
      if (document.getNumberOfPages() == 0) {
        throw Unfit.file("unreadable", "the PDF has no page");
      }
      if (trust == null) {
        return Optional.empty();
      }
      List<PDSignature> signatures = new ArrayList<>(document.getSignatureDictionaries());
      for (PDSignature signature : signatures) {
        requireRange(signature, file);
      }
      signatures.sort(Comparator.comparingLong(signature -> end(signature.getByteRange())));
      SealFound last = null;
      for (PDSignature signature : signatures) {
        last = holds(signature, file, trust);
      }
      if (last != null
          && end(signatures.get(signatures.size() - 1).getByteRange()) != file.length) {
        throw Unfit.seal(
            "changed-after-sealing", "the last signature does not cover the end of the file");
      }
      return Optional.ofNullable(last);
    } catch (IOException e) {
      throw Unfit.file("unreadable", "the PDF cannot be read", e);
    }
  }

  /** Opens a PDF whose streams stay within the limit; an encrypted one is refused. */
  static PDDocument open(byte[] file) throws IOException {
    if (!startsWith(file, 0, MAGIC)) {
      throw Unfit.file("wrong-media-type", "the file is no PDF");
    }
    Inflation inflation = new Inflation();
    for (int i = 0; i < file.length; i++) {
      if (startsWith(file, i, STREAM)) {
        int at = i + STREAM.length;
        while (at < file.length && (file[at] == '\r' || file[at] == '\n')) {
          at++;
        }
        if (Inflation.isZlib(file, at, file.length)) {
          inflation.count(file, at);
        }
      }
    }
    PDDocument document;
    try {
      document = Loader.loadPDF(file);
    } catch (RuntimeException damaged) {
      throw new IOException("the PDF's structure is damaged", damaged);
    }
    if (document.isEncrypted()) {
      document.close();
      throw Unfit.file("encrypted", "the PDF is encrypted");
    }
    return document;
  }

  private static boolean startsWith(byte[] file, int at, byte[] word) {
    if (at + word.length > file.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (file[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static long end(int[] range) {
    return (long) range[2] + range[3];
  }

  /** Everything but the signature's own value is covered, and that is one hexadecimal string. */
  private static void requireRange(PDSignature signature, byte[] file) {
    int[] range = signature.getByteRange();
    boolean fits =
        range != null
            && range.length == 4
            && range[0] == 0
            && range[1] > 0
            && range[2] > range[1]
            && range[3] >= 0
            && end(range) <= file.length
            && file[range[1]] == '<'
            && file[range[2] - 1] == '>';
    if (!fits) {
      throw Unfit.seal(
          "not-covered", "a signature covers not all but its own value, as ByteRange must");
    }
  }

  private static SealFound holds(PDSignature signature, byte[] file, SealTrust trust) {
    if (!DETACHED.contains(signature.getSubFilter())) {
      throw Unfit.seal("unsupported", "the signature's SubFilter is " + signature.getSubFilter());
    }
    try {
      int[] range = signature.getByteRange();
      byte[] value = value(file, range);
      byte[] covered = covered(file, range);
      CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(covered), value);
      Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
      if (signers.size() != 1) {
        throw Unfit.seal("unsupported", "the signature has not exactly one signer");
      }
      return holds(cms, signers.iterator().next(), signature, trust);
    } catch (CMSException | CertificateException | IllegalArgumentException | IOException e) {
      throw Unfit.seal("tampered", "the signature cannot be read", e);
    }
  }

  private static byte[] value(byte[] file, int[] range) throws IOException {
    String hex =
        new String(
            file,
            range[1] + 1,
            range[2] - range[1] - 2,
            java.nio.charset.StandardCharsets.US_ASCII);
    byte[] padded = HexFormat.of().parseHex(hex);
    requireZeros(padded);
    return padded;
  }

  /** No seal covers its own place: nothing but zeros may stand there behind the seal. */
  private static void requireZeros(byte[] padded) throws IOException {
    ByteArrayInputStream rest = new ByteArrayInputStream(padded);
    new ASN1InputStream(rest, true).readObject();
    for (int octet = rest.read(); octet >= 0; octet = rest.read()) {
      if (octet != 0) {
        throw Unfit.seal("changed-after-sealing", "something is hidden behind the signature");
      }
    }
  }

  private static byte[] covered(byte[] file, int[] range) {
    byte[] covered = new byte[range[1] + range[3]];
    System.arraycopy(file, 0, covered, 0, range[1]);
    System.arraycopy(file, range[2], covered, range[1], range[3]);
    return covered;
  }

  private static SealFound holds(
      CMSSignedData cms, SignerInformation signer, PDSignature signature, SealTrust trust)
      throws CMSException, CertificateException, IOException {
    List<X509Certificate> all = new ArrayList<>();
    X509Certificate leaf = null;
    for (X509CertificateHolder holder : cms.getCertificates().getMatches(null)) {
      X509Certificate certificate = Chains.certificate(holder.getEncoded());
      all.add(certificate);
      leaf = signer.getSID().match(holder) ? certificate : leaf;
    }
    if (leaf == null) {
      throw Unfit.seal("signer-unknown", "the signer's certificate is not in the signature");
    }
    if (!DIGESTS.contains(signer.getDigestAlgOID())) {
      throw Unfit.seal("unsupported", "the signature's digest " + signer.getDigestAlgOID());
    }
    if (!isSignedBy(signer, leaf)) {
      throw Unfit.seal("tampered", "the file does not match its signature");
    }
    Instant sealed = sealed(signer, signature);
    trust.require(leaf, all, sealed);
    return new SealFound(
        leaf.getSubjectX500Principal().getName(),
        HexFormat.of().formatHex(CanonicalJson.sha256(Chains.encoded(leaf))),
        sealed);
  }

  /** By the key: whether the certificate held at that time is asked of {@link SealTrust}. */
  private static boolean isSignedBy(SignerInformation signer, X509Certificate leaf) {
    try {
      return signer.verify(
          new JcaSimpleSignerInfoVerifierBuilder()
              .setProvider(Bouncy.provider())
              .build(leaf.getPublicKey()));
    } catch (CMSException | OperatorCreationException notThisKey) {
      return false;
    }
  }

  /** The signed time; where there is none, the one the signature's dictionary tells. */
  private static Instant sealed(SignerInformation signer, PDSignature signature) {
    Attribute time =
        signer.getSignedAttributes() == null
            ? null
            : signer.getSignedAttributes().get(CMSAttributes.signingTime);
    if (time != null && time.getAttrValues().size() == 1) {
      return Time.getInstance(time.getAttributeValues()[0]).getDate().toInstant();
    }
    if (signature.getSignDate() != null) {
      return signature.getSignDate().toInstant();
    }
    throw Unfit.seal("time-missing", "the signature does not tell when it was made");
  }
}
