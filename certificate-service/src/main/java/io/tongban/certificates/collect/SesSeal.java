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
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.ofdrw.gm.ses.v4.CertDigestObj;
import org.ofdrw.gm.ses.v4.SES_CertList;
import org.ofdrw.gm.ses.v4.SES_ESPropertyInfo;
import org.ofdrw.gm.ses.v4.SES_Signature;

/** An electronic seal's signature value (GB/T 38540, sections 6 and 7), with SM2 and SM3. */
final class SesSeal {
  private static final String SM2_WITH_SM3 = "1.2.156.10197.1.501";
  private final ASN1Sequence sequence;
  private final SES_Signature signature;

  private SesSeal(ASN1Sequence sequence, SES_Signature signature) {
    this.sequence = sequence;
    this.signature = signature;
  }

  /** Reads one; that of an older standard, or anything else, is refused. */
  static SesSeal read(byte[] der) {
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(der);
      return new SesSeal(sequence, SES_Signature.getInstance(sequence));
    } catch (RuntimeException anotherForm) {
      throw Unfit.seal(
          "unsupported", "the signature value is no electronic seal of GB/T 38540", anotherForm);
    }
  }

  /** The seal's own bytes, as they may stand in a file beside the signature. */
  byte[] seal() throws IOException {
    return der(signature.getToSign().getEseal());
  }

  /**
   * Looks it over: what it signed, by whom, with which seal, made by whom, and when.
   *
   * @param description the bytes of the Signature.xml it is of
   * @param name of that file
   */
  SealFound check(byte[] description, String name, SealTrust trust) {
    try {
      var signed = signature.getToSign();
      if (!name.equals(stripped(signed.getPropertyInfo().getString()))) {
        throw Unfit.seal("tampered", "the seal is of another signature description");
      }
      if (!Arrays.equals(sm3(description), signed.getDataHash().getOctets())) {
        throw Unfit.seal("tampered", "the signature description does not match the seal");
      }
      X509Certificate signer = certificate(signature.getCert());
      requireSigned(
          signer, signature.getSignatureAlgID(), sequence.getObjectAt(0), signature.getSignature());
      Instant sealed = time(signed.getTimeInfo());
      trust.require(signer, List.of(), sealed);
      requireSeal(signer, sealed, trust);
      return new SealFound(
          signer.getSubjectX500Principal().getName(),
          HexFormat.of().formatHex(CanonicalJson.sha256(Chains.encoded(signer))),
          sealed);
    } catch (GeneralSecurityException
        | IOException
        | ParseException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException e) {
      throw Unfit.seal("tampered", "the electronic seal cannot be read", e);
    }
  }

  /** The seal was made by a trusted maker, for this signer, and held at the time. */
  private void requireSeal(X509Certificate signer, Instant sealed, SealTrust trust)
      throws GeneralSecurityException, IOException, ParseException {
    var seal = signature.getToSign().getEseal();
    X509Certificate maker = certificate(seal.getCert());
    requireSigned(maker, seal.getSignAlgID(), seal.geteSealInfo(), seal.getSignedValue());
    SES_ESPropertyInfo property = seal.geteSealInfo().getProperty();
    trust.require(maker, List.of(), time(property.getCreateDate()));
    if (!names(property.getCertList(), Chains.encoded(signer))) {
      throw Unfit.seal("signer-unknown", "the seal is not for the certificate that signed");
    }
    if (sealed.isBefore(time(property.getValidStart()))
        || sealed.isAfter(time(property.getValidEnd()))) {
      throw Unfit.seal("signer-expired", "the seal did not hold at the time of sealing");
    }
  }

  private static boolean names(SES_CertList list, byte[] signer) throws GeneralSecurityException {
    if (list.getCerts() != null) {
      for (ASN1OctetString each : list.getCerts()) {
        if (Arrays.equals(each.getOctets(), signer)) {
          return true;
        }
      }
      return false;
    }
    byte[] digest = sm3(signer);
    for (CertDigestObj each : list.getCertDigestList()) {
      if (Arrays.equals(each.getValue().getOctets(), digest)) {
        return true;
      }
    }
    return false;
  }

  private static void requireSigned(
      X509Certificate signer,
      ASN1ObjectIdentifier algorithm,
      ASN1Encodable content,
      ASN1BitString value)
      throws GeneralSecurityException, IOException {
    if (!algorithm.getId().equals(SM2_WITH_SM3)) {
      throw Unfit.seal("unsupported", "the seal's algorithm is " + algorithm.getId());
    }
    Signature verifier =
        Signature.getInstance(SignatureSuite.SM2.javaName(), Bouncy.provider());
    verifier.initVerify(signer.getPublicKey());
    verifier.update(der(content));
    if (!verifier.verify(value.getOctets())) {
      throw Unfit.seal("tampered", "the electronic seal does not match its signature");
    }
  }

  private static byte[] der(ASN1Encodable content) throws IOException {
    return content.toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }

  private static X509Certificate certificate(ASN1OctetString der) throws CertificateException {
    return Chains.certificate(der.getOctets());
  }

  private static Instant time(ASN1GeneralizedTime time) throws ParseException {
    return time.getDate().toInstant();
  }

  static String stripped(String location) {
    return location.startsWith("/") ? location.substring(1) : location;
  }

  private static byte[] sm3(byte[] content) throws GeneralSecurityException {
    return MessageDigest.getInstance("SM3", Bouncy.provider()).digest(content);
  }
}
