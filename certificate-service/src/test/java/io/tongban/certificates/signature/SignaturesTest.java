package io.tongban.certificates.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every suite signs and verifies, and no signature of one passes for another's. */
class SignaturesTest {
  private static final byte[] MESSAGE = "message digest".getBytes(StandardCharsets.US_ASCII);

  private static KeyPair pair(SignatureSuite suite) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Bouncy.provider());
    generator.initialize(new ECGenParameterSpec(suite.curve().standardName()));
    return generator.generateKeyPair();
  }

  /** A key without a certificate, which signing does not look at. */
  private static SigningKey key(SignatureSuite suite, KeyPair pair) {
    return new SigningKey(suite, pair.getPrivate(), null, List.of());
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void whatIsSignedVerifiesAndNothingElse(SignatureSuite suite) throws Exception {
    KeyPair pair = pair(suite);
    byte[] signature = Signatures.sign(key(suite, pair), MESSAGE);
    assertThat(signature).hasSize(suite == SignatureSuite.ES384 ? 96 : 64);
    assertThat(Signatures.verify(suite, pair.getPublic(), MESSAGE, signature)).isTrue();
    assertThat(Signatures.verify(suite, pair(suite).getPublic(), MESSAGE, signature)).isFalse();
    assertThat(Signatures.verify(suite, pair.getPublic(), new byte[1], signature)).isFalse();
    byte[] zero = new byte[signature.length];
    assertThat(Signatures.verify(suite, pair.getPublic(), MESSAGE, zero)).isFalse();
    assertThat(Signatures.verify(suite, pair.getPublic(), MESSAGE, new byte[0])).isFalse();
    byte[] longer = java.util.Arrays.copyOf(signature, signature.length + 1);
    assertThat(Signatures.verify(suite, pair.getPublic(), MESSAGE, longer)).isFalse();
    byte[] changed = signature.clone();
    changed[changed.length - 1] ^= 1;
    assertThat(Signatures.verify(suite, pair.getPublic(), MESSAGE, changed)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void aKeyBelongsToOneSuite(SignatureSuite suite) throws Exception {
    KeyPair pair = pair(suite);
    byte[] signature = Signatures.sign(key(suite, pair), MESSAGE);
    for (SignatureSuite other : SignatureSuite.values()) {
      assertThat(Signatures.fits(other, pair.getPublic())).isEqualTo(other == suite);
      assertThat(Signatures.verify(other, pair.getPublic(), MESSAGE, signature))
          .as("a signature of %s as %s", suite, other)
          .isEqualTo(other == suite);
    }
  }

  private static BigInteger hex(String text) {
    return new BigInteger(text.replace(" ", ""), 16);
  }

  /** GM/T 0003.5-2012, appendix A.2, on the recommended curve: made by nobody's software here. */
  @Test
  void thePublishedSm2SignatureVerifies() throws Exception {
    ECPoint point =
        new ECPoint(
            hex("09F9DF31 1E5421A1 50DD7D16 1E4BC5C6 72179FAD 1833FC07 6BB08FF3 56F35020"),
            hex("CCEA490C E26775A5 2DC6EA71 8CC1AA60 0AED05FB F35E084A 6632F607 2DA9AD13"));
    PublicKey key =
        KeyFactory.getInstance("EC", Bouncy.provider())
            .generatePublic(new ECPublicKeySpec(point, Curves.of(SignatureSuite.SM2)));
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                    + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
    assertThat(Signatures.verify(SignatureSuite.SM2, key, MESSAGE, signature)).isTrue();
    signature[63] ^= 1;
    assertThat(Signatures.verify(SignatureSuite.SM2, key, MESSAGE, signature)).isFalse();
  }

  /** OpenSSL shares no code with BouncyCastle. */
  @Test
  void opensslAndWeAgreeOnSm2(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(openssl(folder, "version") == 0, "no openssl on this machine");
    Files.write(folder.resolve("message"), MESSAGE);
    KeyPair pair = pair(SignatureSuite.SM2);
    StringWriter pem = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
      writer.writeObject(pair.getPublic());
    }
    Files.writeString(folder.resolve("ours.pem"), pem.toString());
    byte[] ours = Signatures.sign(key(SignatureSuite.SM2, pair), MESSAGE);
    BigInteger order = Curves.of(SignatureSuite.SM2).getOrder();
    BigInteger[] rs = PlainDSAEncoding.INSTANCE.decode(order, ours);
    Files.write(
        folder.resolve("ours.sig"), StandardDSAEncoding.INSTANCE.encode(order, rs[0], rs[1]));
    assertThat(sm2(folder, "-verify", "-pubin", "-inkey", "ours.pem", "-sigfile", "ours.sig"))
        .isZero();

    assertThat(openssl(folder, "genpkey", "-algorithm", "SM2", "-out", "theirs.key")).isZero();
    assertThat(
            openssl(
                folder, "pkey", "-in", "theirs.key", "-pubout", "-outform", "DER", "-out", "p.der"))
        .isZero();
    assertThat(sm2(folder, "-sign", "-inkey", "theirs.key", "-out", "theirs.sig")).isZero();
    PublicKey theirs =
        KeyFactory.getInstance("EC", Bouncy.provider())
            .generatePublic(new X509EncodedKeySpec(Files.readAllBytes(folder.resolve("p.der"))));
    BigInteger[] read =
        StandardDSAEncoding.INSTANCE.decode(
            order, Files.readAllBytes(folder.resolve("theirs.sig")));
    byte[] plain = PlainDSAEncoding.INSTANCE.encode(order, read[0], read[1]);
    assertThat(Signatures.verify(SignatureSuite.SM2, theirs, MESSAGE, plain)).isTrue();
    assertThat(Signatures.verify(SignatureSuite.SM2, theirs, new byte[1], plain)).isFalse();
  }

  private static int sm2(Path folder, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("pkeyutl", "-rawin", "-digest", "sm3"));
    arguments.addAll(List.of("-in", "message", "-pkeyopt", "distid:1234567812345678"));
    arguments.addAll(List.of(options));
    return openssl(folder, arguments.toArray(new String[0]));
  }

  private static int openssl(Path folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("openssl.log").toFile())
              .start();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } catch (IOException notInstalled) {
      return -1;
    }
  }
}
