package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORString;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.format.StatusReference;
import io.tongban.certificates.jose.X5c;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A presented mdoc.
 *
 * @param doctype as the presentation says, which may be a lie
 * @param device what the holder signed, or null where it comes without
 */
record PresentedMdoc(String doctype, IssuerSigned issued, DeviceSigned device)
    implements PresentedCredential {

  /** The holder's part (ISO/IEC 18013-5, 8.3.2.1.2.2); a MAC instead of a signature is not read. */
  record DeviceSigned(CBORItem nameSpaces, CoseSign1 signature) {
    static DeviceSigned read(CBORItem item) throws CredentialException {
      Map<Object, CBORItem> device = Cbor.map(item);
      Cbor.map(Cbor.embedded(device.get("nameSpaces")));
      CBORItem signature = Cbor.map(device.get("deviceAuth")).get("deviceSignature");
      return new DeviceSigned(
          device.get("nameSpaces"), signature == null ? null : CoseSign1.read(signature));
    }
  }

  /** Reads a {@code DeviceResponse} with one document, or an {@code IssuerSigned} alone. */
  static PresentedMdoc read(byte[] bytes) throws CredentialException {
    CBORItem item = Cbor.read(bytes);
    Map<Object, CBORItem> response = Cbor.map(item);
    if (response.containsKey("issuerAuth")) {
      IssuerSigned issued = IssuerSigned.read(item);
      return new PresentedMdoc(issued.object().doctype(), issued, null);
    }
    if (!Cbor.text(response.get("version")).startsWith("1.")
        || Cbor.natural(response.get("status")) != 0) {
      throw new CredentialException("the device response is of another version, or an error");
    }
    List<CBORItem> documents = Cbor.list(response.get("documents"));
    if (documents.size() != 1) {
      throw new CredentialException("the device response has not exactly one document");
    }
    Map<Object, CBORItem> document = Cbor.map(documents.get(0));
    return new PresentedMdoc(
        Cbor.text(document.get("docType")),
        IssuerSigned.read(document.get("issuerSigned")),
        DeviceSigned.read(document.get("deviceSigned")));
  }

  @Override
  public String format() {
    return CertificateTypeSpec.MSO_MDOC;
  }

  /** An mdoc names no issuer; the certificate it is signed under does. */
  @Override
  public String issuer() {
    return chain().stream().findFirst().flatMap(X5c::uri).orElse("");
  }

  @Override
  public String type() {
    return issued.object().doctype();
  }

  @Override
  public Set<String> types() {
    return Set.of(type());
  }

  @Override
  public List<X509Certificate> chain() {
    return issued.signature().chain();
  }

  @Override
  public boolean signedBy(PublicKey key) {
    return issued.signature().signedBy(key);
  }

  @Override
  public ObjectNode content() throws CredentialException {
    if (!doctype.equals(type())) {
      throw new CredentialException("the document says to be of another doctype than was signed");
    }
    return issued.disclosed();
  }

  @Override
  public ObjectNode claims() throws CredentialException {
    return content();
  }

  @Override
  public Optional<Instant> validFrom() {
    return Optional.of(issued.object().validFrom());
  }

  @Override
  public Optional<Instant> validUntil() {
    return Optional.of(issued.object().validUntil());
  }

  @Override
  public Optional<StatusReference> status() {
    return Optional.ofNullable(issued.object().status());
  }

  @Override
  public boolean isBound() {
    return device != null;
  }

  /** Without a challenge there is nothing to hold the device's signature against. */
  @Override
  public boolean isHeld(Challenge challenge, Instant now) {
    return challenge.isNone()
        || SessionTranscript.of(challenge).filter(this::isSignedByDevice).isPresent();
  }

  private boolean isSignedByDevice(CBORItem transcript) {
    CBORItem authentication =
        Cbor.list(
            new CBORString("DeviceAuthentication"),
            transcript,
            new CBORString(doctype),
            device.nameSpaces());
    return device.signature() != null
        && device.signature().suite() == SignatureSuite.ES256
        && issued.object().deviceKey() != null
        && device
            .signature()
            .signedBy(issued.object().deviceKey(), Cbor.embed(authentication).encode());
  }
}
