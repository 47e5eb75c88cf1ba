package io.tongban.certificates.verify;

import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Reliance;
import io.tongban.certificates.recognition.Conclusion;
import java.util.Map;
import java.util.UUID;

/**
 * What a check found, before it is recorded.
 *
 * @param act which act ended or suspended it, where the verdict is REVOKED or SUSPENDED; else null
 * @param type name of the CertificateType, or null where the issuer is not trusted
 * @param certificate the hub's certificate, or null
 * @param claims what was disclosed; empty unless the signature and the holder held
 * @param foreign what became of a certificate of another region, or null
 */
public record Finding(
    Verdict verdict,
    Act act,
    String type,
    UUID certificate,
    Map<String, Object> claims,
    Conclusion foreign) {
  Finding(Verdict verdict, Act act, String type, UUID certificate, Map<String, Object> claims) {
    this(verdict, act, type, certificate, claims, null);
  }

  Finding(Verdict verdict, String type, UUID certificate, Map<String, Object> claims) {
    this(verdict, null, type, certificate, claims);
  }

  /** Of another region's certificate. */
  static Finding of(Conclusion foreign, String type, Map<String, Object> claims) {
    return new Finding(foreign.verdict(), null, type, null, claims, foreign);
  }

  /** On what it was recognised, or null. */
  public Reliance reliance() {
    return foreign == null ? null : foreign.reliance();
  }

  /** Why another region's certificate was not recognised, as a code; or null. */
  public String reason() {
    return foreign == null ? null : foreign.reason();
  }

  static Finding of(Verdict verdict) {
    return new Finding(verdict, null, null, Map.of());
  }

  static Finding of(Verdict verdict, String type) {
    return new Finding(verdict, type, null, Map.of());
  }
}
