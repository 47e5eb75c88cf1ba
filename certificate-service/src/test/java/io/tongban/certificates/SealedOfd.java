package io.tongban.certificates;

import io.tongban.certificates.SealedFiles.Signer;
import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.test.MutableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.ofdrw.core.signatures.SigType;
import org.ofdrw.gm.ses.v1.SES_ESPictrueInfo;
import org.ofdrw.gm.ses.v1.SES_Header;
import org.ofdrw.gm.ses.v4.CertInfoList;
import org.ofdrw.gm.ses.v4.SES_CertList;
import org.ofdrw.gm.ses.v4.SES_ESPropertyInfo;
import org.ofdrw.gm.ses.v4.SES_SealInfo;
import org.ofdrw.gm.ses.v4.SES_Signature;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.gm.ses.v4.TBS_Sign;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.element.Div;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.stamppos.NormalStampPos;

/** The same for OFDs, by OFDRW with SM2 seals. */
final class SealedOfd {
  private static final ASN1ObjectIdentifier SM2_WITH_SM3 =
      new ASN1ObjectIdentifier("1.2.156.10197.1.501");

  private SealedOfd() {}

  /** How an OFD is sealed. */
  record Sealing(Signer signer, Signer maker, Instant at, Instant sealEnds) {}

  static byte[] sealed(Sealing sealing) throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (OFDDoc document = new OFDDoc(plain)) {
      document.add(new Div(100d, 50d).setBackgroundColor(200, 30, 30));
    }
    if (sealing == null) {
      return plain.toByteArray();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OFDReader reader = new OFDReader(new ByteArrayInputStream(plain.toByteArray()));
        OFDSigner signer = new OFDSigner(reader, out)) {
      signer.setSignContainer(new Container(sealing));
      signer.addApPos(new NormalStampPos(1, 50, 50, 40, 40));
      signer.exeSign();
    }
    return out.toByteArray();
  }

  private static byte[] sm2(PrivateKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(SignatureSuite.SM2.javaName(), Bouncy.provider());
    signature.initSign(key, new SecureRandom());
    signature.update(content);
    return signature.sign();
  }

  /** Seals with a time of its own choosing, which OFDRW's container does not let. */
  private record Container(Sealing sealing) implements ExtendSignatureContainer {
    @Override
    public MessageDigest getDigestFnc() {
      try {
        return MessageDigest.getInstance("SM3", Bouncy.provider());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public ASN1ObjectIdentifier getSignAlgOID() {
      return SM2_WITH_SM3;
    }

    @Override
    public byte[] sign(InputStream content, String propertyInfo)
        throws IOException, GeneralSecurityException {
      TBS_Sign signed =
          new TBS_Sign()
              .setVersion(SES_Header.V4)
              .setEseal(seal())
              .setTimeInfo(time(sealing.at()))
              .setDataHash(getDigestFnc().digest(content.readAllBytes()))
              .setPropertyInfo(propertyInfo);
      ASN1BitString value = new DERBitString(sm2(sealing.signer().key(), signed.getEncoded("DER")));
      ASN1OctetString certificate =
          new DEROctetString(Chains.encoded(sealing.signer().certificate()));
      return new SES_Signature(signed, certificate, SM2_WITH_SM3, value, null).getEncoded("DER");
    }

    private static ASN1GeneralizedTime time(Instant at) {
      return new ASN1GeneralizedTime(Date.from(at));
    }

    private SESeal seal() throws IOException, GeneralSecurityException {
      CertInfoList signers =
          new CertInfoList()
              .add(new DEROctetString(Chains.encoded(sealing.signer().certificate())));
      SES_ESPropertyInfo property =
          new SES_ESPropertyInfo()
              .setType(new ASN1Integer(3))
              .setName(new DERUTF8String("食品局"))
              .setCertListType(SES_ESPropertyInfo.CertListType)
              .setCertList(new SES_CertList(signers))
              .setCreateDate(time(MutableClock.START.minus(Duration.ofHours(3))))
              .setValidStart(time(MutableClock.START.minus(Duration.ofHours(2))))
              .setValidEnd(time(sealing.sealEnds()));
      SES_SealInfo info =
          new SES_SealInfo()
              .setHeader(new SES_Header(SES_Header.V4, new DERIA5String("tongban")))
              .setEsID("340100000001")
              .setProperty(property)
              .setPicture(
                  new SES_ESPictrueInfo(
                      new DERIA5String("png"),
                      new DEROctetString(new byte[] {1}),
                      new ASN1Integer(40),
                      new ASN1Integer(40)));
      return new SESeal()
          .seteSealInfo(info)
          .setCert(new DEROctetString(Chains.encoded(sealing.maker().certificate())))
          .setSignAlgID(SM2_WITH_SM3)
          .setSignedValue(sm2(sealing.maker().key(), info.getEncoded("DER")));
    }

    @Override
    public byte[] getSeal() {
      return null;
    }

    @Override
    public SigType getSignType() {
      return SigType.Seal;
    }
  }
}
