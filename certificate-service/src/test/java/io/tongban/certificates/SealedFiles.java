package io.tongban.certificates;

import io.tongban.certificates.signature.Bouncy;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.test.MutableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
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

/** An authority's own sealing system: PDFs by PDFBox and CMS, OFDs by OFDRW with SM2 seals. */
final class SealedFiles {
  private static final ASN1ObjectIdentifier SM2_WITH_SM3 =
      new ASN1ObjectIdentifier("1.2.156.10197.1.501");

  private final SignatureSuite suite;
  private final X509Certificate anchor;
  private final TestCa ca;

  SealedFiles(SignatureSuite suite, String name) throws Exception {
    this.suite = suite;
    KeyPair key = TestCa.pair(suite);
    this.ca = new TestCa(suite, name, key.getPrivate());
    this.anchor = ca.authority(name, key.getPublic());
  }

  /** Who signs. */
  record Signer(PrivateKey key, X509Certificate certificate) {}

  String anchorPem() {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(Chains.encoded(anchor))
        + "\n-----END CERTIFICATE-----\n";
  }

  /** One whose certificate holds long. */
  Signer signer() throws Exception {
    return signer(MutableClock.START.plus(Duration.ofDays(2000)), KeyUsage.digitalSignature);
  }

  Signer signer(Instant to, int usage) throws Exception {
    KeyPair key = TestCa.pair(suite);
    return new Signer(
        key.getPrivate(), ca.leaf("https://agency.test/seal", key.getPublic(), to, usage));
  }

  /** A PDF of one page that says so. */
  static byte[] pdf(String text) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(50, 700);
        content.showText(text);
        content.endText();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  static byte[] signed(byte[] pdf, Signer signer, Instant at) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      document.addSignature(signature, content -> cms(content.readAllBytes(), signer, at));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  private static byte[] cms(byte[] content, Signer signer, Instant at) throws IOException {
    try {
      ASN1EncodableVector attributes = new ASN1EncodableVector();
      attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(
                  new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()),
                  signer.certificate()));
      generator.addCertificates(new JcaCertStore(List.of(signer.certificate())));
      return generator.generate(new CMSProcessableByteArray(content), false).getEncoded();
    } catch (GeneralSecurityException
        | org.bouncycastle.cms.CMSException
        | org.bouncycastle.operator.OperatorCreationException e) {
      throw new IOException(e);
    }
  }

  /** The attack by an incremental update: the signature still holds for what it covers. */
  static byte[] updated(byte[] signed) throws IOException {
    try (PDDocument document = Loader.loadPDF(signed)) {
      PDAnnotationText note = new PDAnnotationText();
      note.setContents("for any business");
      PDPage page = document.getPage(0);
      page.setAnnotations(new ArrayList<>(List.of(note)));
      page.getCOSObject().setNeedToBeUpdated(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  /** How an OFD is sealed. */
  record Sealing(Signer signer, Signer maker, Instant at, Instant sealEnds) {}

  static byte[] ofd(Sealing sealing) throws Exception {
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

  /** A package's files, in order. */
  static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return files;
  }

  static byte[] packed(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
