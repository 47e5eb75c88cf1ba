package io.tongban.certificates.vcjwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.format.Content;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;

/**
 * W3C Verifiable Credential as a JWT ({@code jwt_vc_json}; VC Data Model 1.1, section 6.3.1). Its
 * second type is the {@code vct}. The holder cannot withhold claims of it. The subject is the
 * holder's key as a {@code did:jwk}, which needs no resolver, and stands in {@code cnf} as well.
 */
@ApplicationScoped
class VcJwt implements CredentialFormat {
  static final String CREDENTIAL = "VerifiableCredential";
  private static final String CONTEXT = "https://www.w3.org/2018/credentials/v1";
  private static final String TYPE = "JWT";
  private static final String DID_JWK = "did:jwk:";

  private final AuthorityKeys keys;

  @Inject
  VcJwt(AuthorityKeys keys) {
    this.keys = keys;
  }

  @Override
  public String id() {
    return CertificateTypeSpec.JWT_VC_JSON;
  }

  @Override
  public String nameOf(CertificateTypeSpec type) {
    return type.vct();
  }

  @Override
  public String issue(Content content) {
    CertificateTypeSpec spec = content.type().spec();
    String subject = did(content.holder());
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("iss", keys.issuer(spec.authority()));
    payload.put("sub", subject);
    payload.put("iat", content.issued().getEpochSecond());
    payload.put("nbf", content.issued().getEpochSecond());
    payload.put("exp", content.expires().getEpochSecond());
    payload.putObject("cnf").set("jwk", Jwks.json(content.holder()));
    payload
        .putObject("status")
        .putObject("status_list")
        .put("idx", content.status().index())
        .put("uri", content.status().uri());
    ObjectNode credential = payload.putObject("vc");
    credential.putArray("@context").add(CONTEXT);
    credential.putArray("type").add(CREDENTIAL).add(spec.vct());
    credential.put("issuer", keys.issuer(spec.authority()));
    credential.put("issuanceDate", content.issued().toString());
    credential.put("expirationDate", content.expires().toString());
    ObjectNode about = credential.putObject("credentialSubject").put("id", subject);
    content.claims().forEach(about::set);
    return JwtSigner.sign(content.key(), TYPE, payload);
  }

  private static String did(ECPublicKey key) {
    return DID_JWK + Strict.encode(Jwks.json(key).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The key in a {@code did:jwk}; empty where it is none on P-256. */
  static Optional<ECPublicKey> key(String did) {
    if (did == null || !did.startsWith(DID_JWK)) {
      return Optional.empty();
    }
    try {
      return Jwks.p256(Strict.json(Strict.decode(did.substring(DID_JWK.length()))));
    } catch (SdJwtException noKey) {
      return Optional.empty();
    }
  }

  @Override
  public void describe(CertificateTypeSpec type, ObjectNode configuration) {
    configuration
        .putObject("credential_definition")
        .putArray("type")
        .add(CREDENTIAL)
        .add(type.vct());
    configuration.putArray("cryptographic_binding_methods_supported").add("jwk").add("did:jwk");
    configuration
        .putArray("credential_signing_alg_values_supported")
        .add(SignatureSuite.named(type.suite()).orElseThrow().algorithm());
  }

  @Override
  public List<String> path(CertificateTypeSpec type, String claim) {
    return List.of("credentialSubject", claim);
  }

  @Override
  public ObjectNode accepted() {
    ObjectNode accepted = JsonNodeFactory.instance.objectNode();
    SignatureSuite.algorithms().forEach(accepted.putArray("alg_values")::add);
    return accepted;
  }

  @Override
  public boolean hasFormOf(String text) {
    return text.indexOf('.') >= 0 && text.indexOf('~') < 0;
  }

  @Override
  public PresentedCredential read(String text) throws CredentialException {
    try {
      Jws jws = Jws.parse(text);
      if (!jws.payload().has("vp")) {
        return PresentedVcJwt.of(jws, null);
      }
      JsonNode inside = jws.payload().get("vp").path("verifiableCredential");
      if (!inside.isArray() || inside.size() != 1 || !inside.get(0).isTextual()) {
        throw new CredentialException("the VP has not exactly one credential as a JWT");
      }
      return PresentedVcJwt.of(Jws.parse(inside.get(0).textValue()), jws);
    } catch (SdJwtException e) {
      throw new CredentialException("the JWT cannot be read", e);
    }
  }
}
