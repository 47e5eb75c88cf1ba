package io.tongban.certificates.signature;

import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;

/** Certificates as text (RFC 7468). */
public final class Pem {
  private Pem() {}

  /**
   * Reads one certificate.
   *
   * @throws CertificateException where the text is no certificate
   */
  public static X509Certificate certificate(String pem) throws CertificateException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof X509CertificateHolder holder) {
        return Chains.certificate(holder.getEncoded());
      }
    } catch (IOException | RuntimeException unreadable) {
      throw new CertificateException("the text is no PEM certificate", unreadable);
    }
    throw new CertificateException("the text is no PEM certificate");
  }
}
