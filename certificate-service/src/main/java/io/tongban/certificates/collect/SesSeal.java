package io.tongban.certificates.collect;

import io.tongban.certificates.CollectedCertificates.SealFound;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * An electronic seal's signature value (GB/T 38540, sections 6 and 7), with SM2 and SM3.
 *
 * <p>OFDRW's own classes for it do not read with the BouncyCastle line that is used here.
 */
final class SesSeal {
  private static final String SM2_WITH_SM3 = "1.2.156.10197.1.501";

  /** The seal names its signers by their certificates; otherwise by digests of them. */
  private static final int BY_CERTIFICATE = 1;

  private static final int BY_DIGEST = 2;

  private final byte[] signedContent;
  private final Signed certified;
  private final Seal seal;
  private final Instant sealed;
  private final byte[] dataHash;
  private final String propertyInfo;

  /** Who signed something, with what. */
  private record Signed(X509Certificate signer, String algorithm, byte[] value) {}

  /** The seal inside: made by its maker for signers, for a time. */
  private record Seal(
      byte[] whole,
      byte[] info,
      Signed made,
      int listType,
      ASN1Sequence signers,
      Instant created,
      Instant from,
      Instant until) {}

  private SesSeal(ASN1Sequence value) throws GeneralSecurityException, IOException, ParseException {
    ASN1Sequence signed = sequence(value, 0);
    this.signedContent = der(signed);
    this.certified = signed(value);
    this.seal = seal(sequence(signed, 1));
    this.sealed = time(signed, 2);
    this.dataHash = ASN1BitString.getInstance(signed.getObjectAt(3)).getOctets();
    this.propertyInfo = ASN1IA5String.getInstance(signed.getObjectAt(4)).getString();
  }

  /** Reads one; that of an older standard, or anything else, is refused. */
  static SesSeal read(byte[] der) {
    try {
      return new SesSeal(ASN1Sequence.getInstance(der));
    } catch (GeneralSecurityException | IOException | ParseException | RuntimeException e) {
      throw Unfit.seal("unsupported", "the signature value is no electronic seal of GB/T 38540", e);
    }
  }

  private static Seal seal(ASN1Sequence seal)
      throws GeneralSecurityException, IOException, ParseException {
    ASN1Sequence info = sequence(seal, 0);
    ASN1Sequence property = sequence(info, 2);
    return new Seal(
        der(seal),
        der(info),
        signed(seal),
        ASN1Integer.getInstance(property.getObjectAt(2)).intValueExact(),
        sequence(property, 3),
        time(property, 4),
        time(property, 5),
        time(property, 6));
  }

  /** Content, certificate, algorithm and signature stand in this order in value and seal. */
  private static Signed signed(ASN1Sequence sequence) throws CertificateException {
    return new Signed(
        Chains.certificate(octets(sequence.getObjectAt(1))),
        ASN1ObjectIdentifier.getInstance(sequence.getObjectAt(2)).getId(),
        ASN1BitString.getInstance(sequence.getObjectAt(3)).getOctets());
  }

  private static ASN1Sequence sequence(ASN1Sequence in, int index) {
    return ASN1Sequence.getInstance(in.getObjectAt(index));
  }

  private static byte[] octets(ASN1Encodable string) {
    return ASN1OctetString.getInstance(string).getOctets();
  }

  private static Instant time(ASN1Sequence in, int index) throws ParseException {
    return ASN1GeneralizedTime.getInstance(in.getObjectAt(index)).getDate().toInstant();
  }

  private static byte[] der(ASN1Encodable content) throws IOException {
    return content.toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }

  /** The seal's own bytes, as they may stand in a file beside the signature. */
  byte[] seal() {
    return seal.whole();
  }

  /**
   * Looks it over: what it signed, by whom, with which seal, made by whom, and when.
   *
   * @param description the bytes of the Signature.xml it is of
   * @param name of that file
   */
  SealFound check(byte[] description, String name, SealTrust trust) {
    if (!name.equals(stripped(propertyInfo)) || !Arrays.equals(sm3(description), dataHash)) {
      throw Unfit.seal("tampered", "the signature description does not match the seal");
    }
    requireSigned(certified, signedContent);
    trust.require(certified.signer(), List.of(), sealed);
    requireSeal(trust);
    return new SealFound(
        certified.signer().getSubjectX500Principal().getName(),
        HexFormat.of().formatHex(CanonicalJson.sha256(Chains.encoded(certified.signer()))),
        sealed);
  }

  /** The seal was made by a trusted maker, for this signer, and held at the time. */
  private void requireSeal(SealTrust trust) {
    requireSigned(seal.made(), seal.info());
    trust.require(seal.made().signer(), List.of(), seal.created());
    if (!names(Chains.encoded(certified.signer()))) {
      throw Unfit.seal("signer-unknown", "the seal is not for the certificate that signed");
    }
    if (sealed.isBefore(seal.from()) || sealed.isAfter(seal.until())) {
      throw Unfit.seal("signer-expired", "the seal did not hold at the time of sealing");
    }
  }

  private boolean names(byte[] signer) {
    try {
      for (ASN1Encodable each : seal.signers()) {
        boolean named =
            switch (seal.listType()) {
              case BY_CERTIFICATE -> Arrays.equals(octets(each), signer);
              case BY_DIGEST ->
                  Arrays.equals(octets(ASN1Sequence.getInstance(each).getObjectAt(1)), sm3(signer));
              default -> false;
            };
        if (named) {
          return true;
        }
      }
      return false;
    } catch (RuntimeException anotherForm) {
      throw Unfit.seal("unsupported", "the seal's list of signers cannot be read", anotherForm);
    }
  }

  private static void requireSigned(Signed signed, byte[] content) {
    if (!signed.algorithm().equals(SM2_WITH_SM3)) {
      throw Unfit.seal("unsupported", "the seal's algorithm is " + signed.algorithm());
    }
    try {
      Signature verifier = Signature.getInstance(SignatureSuite.SM2.javaName(), Bouncy.provider());
      verifier.initVerify(signed.signer().getPublicKey());
      verifier.update(content);
      if (verifier.verify(signed.value())) {
        return;
      }
    } catch (GeneralSecurityException notThisKey) {
      throw Unfit.seal("tampered", "the electronic seal's signature is of no SM2 key", notThisKey);
    }
    throw Unfit.seal("tampered", "the electronic seal does not match its signature");
  }

  static String stripped(String location) {
    return location.startsWith("/") ? location.substring(1) : location;
  }

  private static byte[] sm3(byte[] content) {
    try {
      return MessageDigest.getInstance("SM3", Bouncy.provider()).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BouncyCastle has SM3", e);
    }
  }
}
