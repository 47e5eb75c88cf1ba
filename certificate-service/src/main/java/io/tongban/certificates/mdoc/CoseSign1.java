package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORNull;
import com.authlete.cbor.CBORString;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.signature.Chains;
import io.tongban.certificates.signature.Signatures;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A signature of one signer (RFC 9052, section 4.2), untagged as ISO/IEC 18013-5 has it.
 *
 * @param protectedHeader its bytes as they are signed
 * @param suite that the protected header names, or null where it is none of ours
 * @param chain the unprotected {@code x5chain}, leaf first; may be empty
 * @param payload null where it is detached
 */
record CoseSign1(
    byte[] protectedHeader,
    SignatureSuite suite,
    List<X509Certificate> chain,
    byte[] payload,
    byte[] signature) {
  private static final int ALGORITHM = 1;
  private static final int CRITICAL = 2;
  private static final int X5CHAIN = 33;

  /** The suites with a COSE algorithm, and its number (RFC 9053, section 2.1). */
  static final Map<SignatureSuite, Integer> ALGORITHMS =
      Map.of(SignatureSuite.ES256, -7, SignatureSuite.ES384, -35);

  private static final int MAX_CHAIN = 8;

  /** Reads one; a critical header, of which none is known here, is refused. */
  static CoseSign1 read(CBORItem item) throws CredentialException {
    List<CBORItem> parts = Cbor.list(item);
    if (parts.size() != 4) {
      throw new CredentialException("a COSE_Sign1 has four parts");
    }
    byte[] header = Cbor.bytes(parts.get(0));
    Map<Object, CBORItem> signed = header.length == 0 ? Map.of() : Cbor.map(Cbor.read(header));
    if (signed.containsKey(CRITICAL)) {
      throw new CredentialException("the COSE_Sign1 has a critical header");
    }
    Map<Object, CBORItem> open = Cbor.map(parts.get(1));
    boolean detached = parts.get(2) instanceof CBORNull;
    return new CoseSign1(
        header,
        suite(signed.get(ALGORITHM)),
        chain(open.get(X5CHAIN)),
        detached ? null : Cbor.bytes(parts.get(2)),
        Cbor.bytes(parts.get(3)));
  }

  /** One certificate as bytes, or several as an array (RFC 9360, section 2). */
  private static List<X509Certificate> chain(CBORItem x5chain) throws CredentialException {
    if (x5chain == null) {
      return List.of();
    }
    List<CBORItem> items = x5chain instanceof CBORItemList ? Cbor.list(x5chain) : List.of(x5chain);
    if (items.size() > MAX_CHAIN) {
      throw new CredentialException("the x5chain is too long");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> chain = new ArrayList<>();
      for (CBORItem der : items) {
        ByteArrayInputStream in = new ByteArrayInputStream(Cbor.bytes(der));
        chain.add((X509Certificate) factory.generateCertificate(in));
      }
      return chain;
    } catch (CertificateException e) {
      throw new CredentialException("the x5chain cannot be read", e);
    }
  }

  private static SignatureSuite suite(CBORItem algorithm) {
    return ALGORITHMS.entrySet().stream()
        .filter(known -> algorithm != null && known.getValue().equals(algorithm.parse()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** Signs; the {@code x5chain} is the key's chain, without the anchor above it. */
  static CBORItem sign(byte[] payload, SigningKey key) {
    int algorithm = ALGORITHMS.get(key.suite());
    byte[] header = Cbor.map(Cbor.pair(ALGORITHM, new CBORInteger(algorithm))).encode();
    List<CBORItem> chain = new ArrayList<>();
    key.chain().forEach(each -> chain.add(new CBORByteArray(Chains.encoded(each))));
    return Cbor.list(
        new CBORByteArray(header),
        Cbor.map(Cbor.pair(X5CHAIN, chain.size() == 1 ? chain.get(0) : new CBORItemList(chain))),
        new CBORByteArray(payload),
        new CBORByteArray(Signatures.sign(key, toBeSigned(header, payload))));
  }

  /** Whether that key signed the payload. Any doubt is a no. */
  boolean signedBy(PublicKey key) {
    return payload != null && holds(key, payload);
  }

  /** Whether that key signed a payload that is not in it. */
  boolean signedBy(PublicKey key, byte[] detached) {
    return payload == null && holds(key, detached);
  }

  private boolean holds(PublicKey key, byte[] content) {
    return suite != null
        && Signatures.verify(suite, key, toBeSigned(protectedHeader, content), signature);
  }

  /** The Sig_structure (RFC 9052, section 4.4), without external data. */
  private static byte[] toBeSigned(byte[] header, byte[] payload) {
    return Cbor.list(
            new CBORString("Signature1"),
            new CBORByteArray(header),
            new CBORByteArray(new byte[0]),
            new CBORByteArray(payload))
        .encode();
  }
}
