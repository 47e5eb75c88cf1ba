package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.NoticeStore.StoredNotice;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** Signs Security Event Tokens (RFC 8417) with the hub's own key. */
@ApplicationScoped
class SecurityEvents {
  private static final String TYPE = "secevent+jwt";
  private static final String ENDED = "urn:tongban:event:presentation-ended";

  private final AuthorityKeys keys;
  private final HubSettings settings;

  @Inject
  SecurityEvents(AuthorityKeys keys, HubSettings settings) {
    this.keys = keys;
    this.settings = settings;
  }

  /**
   * That a presentation has ended. It is the same event at every try, so {@code iat} is when it
   * happened; an {@code exp} is left out (RFC 8417, section 2.2).
   *
   * @param caseReference or null
   */
  String ended(StoredNotice notice, String caseReference) {
    ObjectNode payload = CanonicalJson.mapper().createObjectNode();
    payload.put("iss", settings.publicUrl().toString());
    payload.put("aud", notice.client());
    payload.put("jti", notice.id().toString());
    payload.put("iat", notice.ended().getEpochSecond());
    ObjectNode event = payload.putObject("events").putObject(ENDED);
    event.put("presentation", notice.presentation().toString());
    event.put("state", notice.outcome().toLowerCase(Locale.ROOT));
    if (caseReference != null) {
      event.put("case", caseReference);
    }
    return JwtSigner.sign(keys.hub(), TYPE, payload);
  }
}
