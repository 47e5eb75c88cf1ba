package io.tongban.certificates.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.sdjwt.SdJwt;
import io.tongban.certificates.sdjwt.SdJwtDraft;
import io.tongban.certificates.sdjwt.SdJwtException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.List;

/** SD-JWT VC, the format a type has where it declares none. */
@ApplicationScoped
class SdJwtVc implements CredentialFormat {
  static final String ID = CertificateTypeSpec.SD_JWT_VC;
  static final String TYPE = "dc+sd-jwt";

  private final AuthorityKeys keys;
  private final SecureRandom random = new SecureRandom();

  @Inject
  SdJwtVc(AuthorityKeys keys) {
    this.keys = keys;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String nameOf(CertificateTypeSpec type) {
    return type.vct();
  }

  @Override
  public String issue(Content content) {
    SdJwtDraft draft = SdJwtDraft.of(open(content), content.disclosable(), random);
    return draft.compact(JwtSigner.sign(content.key(), TYPE, draft.payload()));
  }

  private ObjectNode open(Content content) {
    CertificateTypeSpec spec = content.type().spec();
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("iss", keys.issuer(spec.authority()));
    payload.put("vct", spec.vct());
    payload.put("iat", content.issued().getEpochSecond());
    payload.put("exp", content.expires().getEpochSecond());
    payload.putObject("cnf").set("jwk", Jwks.json(content.holder()));
    payload
        .putObject("status")
        .putObject("status_list")
        .put("idx", content.status().index())
        .put("uri", content.status().uri());
    content.open().forEach(payload::set);
    return payload;
  }

  @Override
  public void describe(CertificateTypeSpec type, ObjectNode configuration) {
    configuration.put("vct", type.vct());
    configuration.putArray("cryptographic_binding_methods_supported").add("jwk");
    configuration
        .putArray("credential_signing_alg_values_supported")
        .add(SignatureSuite.named(type.suite()).orElseThrow().algorithm());
  }

  @Override
  public List<String> path(CertificateTypeSpec type, String claim) {
    return List.of(claim);
  }

  @Override
  public ObjectNode accepted() {
    ObjectNode accepted = JsonNodeFactory.instance.objectNode();
    SignatureSuite.algorithms().forEach(accepted.putArray("sd-jwt_alg_values")::add);
    accepted.putArray("kb-jwt_alg_values").add(SignatureSuite.ES256.algorithm());
    return accepted;
  }

  @Override
  public boolean hasFormOf(String text) {
    return text.indexOf('~') >= 0;
  }

  @Override
  public PresentedCredential read(String text) throws CredentialException {
    try {
      SdJwt presentation = SdJwt.parse(text);
      Jws jws = Jws.parse(presentation.issuerJwt());
      if (!isCredential(jws)) {
        throw new CredentialException("the SD-JWT is no SD-JWT VC");
      }
      return new PresentedSdJwt(presentation, jws);
    } catch (SdJwtException e) {
      throw new CredentialException("the SD-JWT cannot be read", e);
    }
  }

  private static boolean isCredential(Jws jws) {
    return jws.hasType(TYPE)
        && jws.text("iss") != null
        && jws.text("vct") != null
        && jws.hasReadableTimes();
  }
}
