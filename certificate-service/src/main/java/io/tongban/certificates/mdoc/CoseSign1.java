package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORNull;
import com.authlete.cbor.CBORString;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.jose.Es256;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A signature of one signer with ES256 (RFC 9052, section 4.2), untagged as ISO/IEC 18013-5 has it.
 *
 * @param protectedHeader its bytes as they are signed
 * @param algorithm of the protected header, or null
 * @param chain the unprotected {@code x5chain}, leaf first; may be empty
 * @param payload null where it is detached
 */
record CoseSign1(
    byte[] protectedHeader,
    Object algorithm,
    List<X509Certificate> chain,
    byte[] payload,
    byte[] signature) {
  private static final int ALGORITHM = 1;
  private static final int CRITICAL = 2;
  private static final int X5CHAIN = 33;
  private static final int ES256 = -7;
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
        signed.containsKey(ALGORITHM) ? signed.get(ALGORITHM).parse() : null,
        chain(open.get(X5CHAIN)),
        detached ? null : Cbor.bytes(parts.get(2)),
        Cbor.bytes(parts.get(3)));
  }

  /** One certificate as bytes, or several as an array (RFC 9360, section 2). */
  private static List<X509Certificate> chain(CBORItem x5chain) throws CredentialException {
    if (x5chain == null) {
      return List.of();
    }
    List<CBORItem> items =
        x5chain instanceof CBORItemList ? Cbor.list(x5chain) : List.of(x5chain);
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

  /**
   * Signs.
   *
   * @param leaf goes into the {@code x5chain}, alone: the anchor above it stays out; null for none
   * @param signing gives the ES256 signature of bytes
   */
  static CBORItem sign(byte[] payload, X509Certificate leaf, UnaryOperator<byte[]> signing)
      throws CertificateException {
    byte[] header = Cbor.map(Cbor.pair(ALGORITHM, new CBORInteger(ES256))).encode();
    byte[] signature = signing.apply(toBeSigned(header, payload));
    return Cbor.list(
        new CBORByteArray(header),
        Cbor.map(Cbor.pair(X5CHAIN, new CBORByteArray(leaf.getEncoded()))),
        new CBORByteArray(payload),
        new CBORByteArray(signature));
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
    return Integer.valueOf(ES256).equals(algorithm)
        && Es256.holds(key, toBeSigned(protectedHeader, content), signature);
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
