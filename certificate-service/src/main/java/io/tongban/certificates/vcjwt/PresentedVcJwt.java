package io.tongban.certificates.vcjwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.dcql.QueryFormat;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.format.StatusReference;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.KeyBinding;
import io.tongban.certificates.jose.X5c;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A presented credential as a JWT.
 *
 * @param names its types as they are written
 * @param presentation the VP it is in, or null where it comes alone
 */
record PresentedVcJwt(Jws credential, Set<String> names, Jws presentation)
    implements PresentedCredential {

  static PresentedVcJwt of(Jws credential, Jws presentation) throws CredentialException {
    JsonNode inside = credential.payload().path("vc");
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode type : inside.path("type")) {
      if (!type.isTextual()) {
        throw new CredentialException("a type of the credential is no text");
      }
      names.add(type.textValue());
    }
    if (!names.contains(VcJwt.CREDENTIAL)
        || names.size() < 2
        || !inside.path("credentialSubject").isObject()
        || credential.text("iss") == null
        || !credential.hasReadableTimes()) {
      throw new CredentialException("the JWT is no credential of one subject and a type");
    }
    return new PresentedVcJwt(credential, names, presentation);
  }

  @Override
  public String format() {
    return CertificateTypeSpec.JWT_VC_JSON;
  }

  @Override
  public String issuer() {
    return credential.text("iss");
  }

  /** The first that not every credential has. */
  @Override
  public String type() {
    return names.stream().filter(name -> !name.equals(VcJwt.CREDENTIAL)).findFirst().orElseThrow();
  }

  @Override
  public Set<String> types() {
    Set<String> types = new LinkedHashSet<>();
    names.forEach(name -> types.add(QueryFormat.expanded(name)));
    return types;
  }

  @Override
  public List<X509Certificate> chain() {
    return X5c.read(credential.header());
  }

  @Override
  public boolean signedBy(PublicKey key) {
    return credential.signedBy(key);
  }

  @Override
  public ObjectNode content() {
    return (ObjectNode) credential.payload().get("vc");
  }

  @Override
  public ObjectNode claims() {
    ObjectNode subject = (ObjectNode) content().get("credentialSubject").deepCopy();
    subject.remove("id");
    return subject;
  }

  @Override
  public Optional<Instant> validFrom() {
    return credential.validFrom();
  }

  @Override
  public Optional<Instant> validUntil() {
    return credential.instant("exp");
  }

  @Override
  public Optional<StatusReference> status() {
    return StatusReference.of(credential.payload().path("status"));
  }

  @Override
  public boolean isBound() {
    return presentation != null;
  }

  /** The VP is signed by the key the credential is bound to (OpenID4VP 1.0, appendix B.1.2). */
  @Override
  public boolean isHeld(Challenge challenge, Instant now) {
    String holder = presentation.text("iss");
    return holderKey().filter(presentation::signedBy).isPresent()
        && (holder == null || holder.equals(credential.text("sub")))
        && (challenge.nonce() == null || challenge.nonce().equals(presentation.text("nonce")))
        && (challenge.audience() == null || challenge.audience().equals(presentation.text("aud")))
        && isNow(challenge, now);
  }

  private Optional<ECPublicKey> holderKey() {
    JsonNode confirmation = credential.payload().path("cnf");
    return confirmation.has("jwk")
        ? Jwks.p256(confirmation.get("jwk"))
        : VcJwt.key(credential.text("sub"));
  }

  /** A nonce of this verification is proof enough of when; without one the VP must say when. */
  private boolean isNow(Challenge challenge, Instant now) {
    return presentation.hasReadableTimes()
        && presentation.instant("exp").filter(exp -> !now.isBefore(exp)).isEmpty()
        && presentation
            .validFrom()
            .map(from -> KeyBinding.fresh(from, now))
            .orElse(challenge.nonce() != null);
  }
}
