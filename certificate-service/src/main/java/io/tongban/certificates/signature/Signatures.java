package io.tongban.certificates.signature;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.corretto.FastEcdsa;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Makes and checks signatures of every suite, as JOSE and COSE write them: R, then S. */
public final class Signatures {
  private Signatures() {}

  /**
   * Signs with the provider the key asks for.
   *
   * @return R and S, each as long as the curve's order
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SIGNING_FAILED}
   */
  public static byte[] sign(SigningKey key, byte[] content) {
    SignatureSuite suite = key.suite();
    try {
      Signature signer =
          signature(suite, Optional.ofNullable(key.provider()).or(() -> provider(suite)));
      signer.initSign(key.privateKey());
      signer.update(content);
      BigInteger order = order(suite);
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(order, signer.sign());
      return PlainDSAEncoding.INSTANCE.encode(order, rs[0], rs[1]);
    } catch (GeneralSecurityException | ProviderException | IOException e) {
      throw CertificateProblem.SIGNING_FAILED.problem(suite + " did not sign", e);
    }
  }

  /**
   * Whether that key made the signature. A key of another curve than the suite's never did.
   *
   * @param signature R and S
   */
  public static boolean verify(
      SignatureSuite suite, PublicKey key, byte[] content, byte[] signature) {
    if (!fits(suite, key)) {
      return false;
    }
    try {
      BigInteger order = order(suite);
      BigInteger[] rs = PlainDSAEncoding.INSTANCE.decode(order, signature);
      if (rs[0].signum() <= 0 || rs[1].signum() <= 0) {
        return false;
      }
      Signature verifier = signature(suite, provider(suite));
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(StandardDSAEncoding.INSTANCE.encode(order, rs[0], rs[1]));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException notThisKey) {
      return false;
    }
  }

  /** Whether a public key is on the suite's curve, all its parameters included. */
  public static boolean fits(SignatureSuite suite, PublicKey key) {
    if (!(key instanceof ECPublicKey ec)) {
      return false;
    }
    ECParameterSpec ours = Curves.of(suite);
    ECParameterSpec theirs = ec.getParams();
    return theirs != null
        && theirs.getOrder().equals(ours.getOrder())
        && theirs.getCofactor() == ours.getCofactor()
        && theirs.getGenerator().equals(ours.getGenerator())
        && theirs.getCurve().getField().equals(ours.getCurve().getField())
        && theirs.getCurve().getA().equals(ours.getCurve().getA())
        && theirs.getCurve().getB().equals(ours.getCurve().getB());
  }

  private static Signature signature(SignatureSuite suite, Optional<Provider> provider)
      throws GeneralSecurityException {
    return provider.isPresent()
        ? Signature.getInstance(suite.javaName(), provider.get())
        : Signature.getInstance(suite.javaName());
  }

  /** For keys in memory; nothing means the JDK's own. */
  private static Optional<Provider> provider(SignatureSuite suite) {
    return switch (suite) {
      case ES256, ES384 -> FastEcdsa.provider();
      case SM2 -> Optional.of(Bouncy.provider());
    };
  }

  private static BigInteger order(SignatureSuite suite) {
    return Curves.of(suite).getOrder();
  }
}
