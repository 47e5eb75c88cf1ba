package io.tongban.certificates.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.corretto.FastEcdsa;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;

/**
 * ECDSA on P-256 with SHA-256 over bytes, for what is signed outside of JOSE. Signatures are R and S
 * side by side, 64 bytes, as in JOSE and COSE.
 */
public final class Es256 {
  private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.ES256);

  private Es256() {}

  /** Signs. */
  public static byte[] sign(KeyPair pair, byte[] data) {
    try {
      ECDSASigner signer = new ECDSASigner(pair.getPrivate(), Curve.P_256);
      FastEcdsa.provider().ifPresent(signer.getJCAContext()::setProvider);
      return signer.sign(HEADER, data).decode();
    } catch (JOSEException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("ES256 did not sign", e);
    }
  }

  /** Whether that key signed it. Any doubt is a no. */
  public static boolean holds(PublicKey key, byte[] data, byte[] signature) {
    if (!(key instanceof ECPublicKey ec)) {
      return false;
    }
    try {
      ECDSAVerifier verifier = new ECDSAVerifier(ec);
      FastEcdsa.provider().ifPresent(verifier.getJCAContext()::setProvider);
      return verifier.verify(HEADER, data, Base64URL.encode(signature));
    } catch (JOSEException notThisKey) {
      // a key of another curve: the signature is not that key's
      return false;
    }
  }
}
