package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.format.Formats;
import io.tongban.certificates.jdbc.PresentationStore;
import io.tongban.certificates.jdbc.PresentationStore.Asked;
import io.tongban.certificates.jdbc.PresentationStore.StoredPresentation;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.jose.ResponseKey;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.UUID;

/** Signs request objects (OpenID4VP 1.0, section 5; RFC 9101; HAIP 1.0, section 5.1). */
@ApplicationScoped
class RequestObjects {
  private static final String TYPE = "oauth-authz-req+jwt";

  /** The audience where the wallet was not discovered (OpenID4VP 1.0, section 5.8). */
  private static final String AUDIENCE = "https://self-issued.me/v2";

  private final AuthorityKeys keys;
  private final Formats formats;
  private final PresentationStore store;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  RequestObjects(
      AuthorityKeys keys,
      Formats formats,
      PresentationStore store,
      HubSettings settings,
      Clock clock) {
    this.keys = keys;
    this.formats = formats;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** A department's client identifier: the prefix {@code x509_hash} and its certificate's hash. */
  String clientId(String department) {
    return clientId(keys.verifier(department).leaf());
  }

  private static String clientId(X509Certificate leaf) {
    try {
      return "x509_hash:" + Strict.encode(CanonicalJson.sha256(leaf.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate in use has an encoding", e);
    }
  }

  URI requestUri(UUID id) {
    return URI.create(settings.publicUrl() + "/presentations/" + id + "/request");
  }

  String responseUri(UUID id) {
    return settings.publicUrl() + "/presentations/" + id + "/response";
  }

  /**
   * The signed request.
   *
   * @param walletNonce echoed, or null
   */
  String sign(StoredPresentation presentation, String walletNonce) {
    SigningKey key = keys.verifier(presentation.department());
    if (!clientId(key.leaf()).equals(presentation.clientId())) {
      throw CertificateProblem.PRESENTATION_OVER.problem(
          "the certificate of " + presentation.department() + " was renewed meanwhile");
    }
    ObjectNode payload = payload(presentation, store.asked(presentation));
    if (walletNonce != null) {
      payload.put("wallet_nonce", walletNonce);
    }
    return JwtSigner.sign(key, TYPE, payload);
  }

  private ObjectNode payload(StoredPresentation presentation, Asked asked) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("iss", presentation.clientId());
    payload.put("aud", AUDIENCE);
    payload.put("iat", clock.instant().getEpochSecond());
    payload.put("exp", presentation.expires().getEpochSecond());
    payload.put("client_id", presentation.clientId());
    payload.put("response_type", "vp_token");
    payload.put("response_mode", "direct_post.jwt");
    payload.put("response_uri", responseUri(presentation.id()));
    payload.put("nonce", asked.nonce());
    payload.put("state", asked.state());
    payload.set("dcql_query", asked.query());
    payload.set("client_metadata", metadata(asked));
    if (!asked.transactionData().isEmpty()) {
      asked.transactionData().forEach(payload.putArray("transaction_data")::add);
    }
    return payload;
  }

  private ObjectNode metadata(Asked asked) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.putObject("jwks").putArray("keys").add(ResponseKey.of(asked.key()).published());
    ResponseKey.METHODS.forEach(metadata.putArray("encrypted_response_enc_values_supported")::add);
    ObjectNode accepted = metadata.putObject("vp_formats_supported");
    formats.all().forEach(format -> accepted.set(format.id(), format.accepted()));
    return metadata;
  }
}
