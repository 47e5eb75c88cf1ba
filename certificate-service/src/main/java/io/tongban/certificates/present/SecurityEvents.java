package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Outbox;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Signs Security Event Tokens (RFC 8417) with the hub's own key. */
@ApplicationScoped
class SecurityEvents {
  private static final String TYPE = "secevent+jwt";

  private final AuthorityKeys keys;
  private final HubSettings settings;

  @Inject
  SecurityEvents(AuthorityKeys keys, HubSettings settings) {
    this.keys = keys;
    this.settings = settings;
  }

  /**
   * An event's token. It is the same event at every try, so {@code iat} is when it happened; an
   * {@code exp} is left out (RFC 8417, section 2.2).
   */
  String token(Outbox.Due notice, ObjectNode content) {
    ObjectNode payload = CanonicalJson.mapper().createObjectNode();
    payload.put("iss", settings.publicUrl().toString());
    payload.put("aud", notice.client());
    payload.put("jti", notice.id().toString());
    payload.put("iat", notice.happened().getEpochSecond());
    payload.putObject("events").set(notice.type(), content);
    return JwtSigner.sign(keys.hub(), TYPE, payload);
  }
}
