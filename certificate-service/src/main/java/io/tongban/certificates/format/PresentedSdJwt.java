package io.tongban.certificates.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.KeyBinding;
import io.tongban.certificates.jose.X5c;
import io.tongban.certificates.sdjwt.SdJwt;
import io.tongban.certificates.sdjwt.SdJwtException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A presented SD-JWT VC. */
record PresentedSdJwt(SdJwt presentation, Jws jws) implements PresentedCredential {
  /** Claims about the credential and not about its subject. */
  private static final Set<String> ENVELOPE =
      Set.of("iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd_alg");

  @Override
  public String format() {
    return SdJwtVc.ID;
  }

  @Override
  public String issuer() {
    return jws.text("iss");
  }

  @Override
  public String type() {
    return jws.text("vct");
  }

  @Override
  public Set<String> types() {
    return Set.of(type());
  }

  @Override
  public List<X509Certificate> chain() {
    return X5c.read(jws.header());
  }

  @Override
  public boolean signedBy(PublicKey key) {
    return jws.signedBy(key);
  }

  @Override
  public ObjectNode content() throws CredentialException {
    try {
      return presentation.processed();
    } catch (SdJwtException e) {
      throw new CredentialException("the disclosures do not belong to the SD-JWT", e);
    }
  }

  @Override
  public ObjectNode claims() throws CredentialException {
    ObjectNode subject = content().deepCopy();
    subject.remove(ENVELOPE);
    return subject;
  }

  @Override
  public Optional<Instant> validFrom() {
    return jws.validFrom();
  }

  @Override
  public Optional<Instant> validUntil() {
    return jws.instant("exp");
  }

  @Override
  public Optional<StatusReference> status() {
    return StatusReference.of(jws.payload().path("status"));
  }

  @Override
  public boolean isBound() {
    return presentation.keyBindingJwt().isPresent();
  }

  @Override
  public boolean isHeld(Challenge challenge, Instant now) {
    try {
      return KeyBinding.holds(
          presentation,
          presentation.payload().path("cnf"),
          challenge.nonce(),
          challenge.audience(),
          now);
    } catch (SdJwtException unreadable) {
      return false;
    }
  }
}
