package io.tongban.certificates.recognition;

import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.RecognitionSpec;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.federation.TrustChain;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.hub.Definition;
import java.security.interfaces.ECPublicKey;
import java.util.List;

/**
 * A certificate that a Recognition is about, and how far its issuer is known.
 *
 * @param record null where it is refused
 * @param anchor null where it is refused
 * @param chain of the issuer; null where it is refused
 * @param refusal why it cannot count, or null
 * @param reason of the refusal, as a code
 */
public record Candidate(
    Definition<RecognitionSpec> record,
    Definition<TrustAnchorSpec> anchor,
    TrustChain chain,
    Verdict refusal,
    String reason) {

  static Candidate refused(Verdict refusal, String reason) {
    return new Candidate(null, null, null, refusal, reason);
  }

  /** The keys the issuer signs certificates with, as its superiors let it. */
  List<ECPublicKey> keys() {
    return FederationJwt.keys(chain.metadata().path("openid_credential_issuer").path("jwks"));
  }

  /** Whether one of them signed it. */
  public boolean signed(PresentedCredential certificate) {
    return keys().stream().anyMatch(certificate::signedBy);
  }

  /** Name of the own CertificateType as which it counts; null where it is for a requirement. */
  public String type() {
    return record == null ? null : record.spec().target().type();
  }
}
