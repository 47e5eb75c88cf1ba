package io.tongban.api.token;

import io.tongban.access.AccessProblem;
import io.tongban.access.BearerTokens.Audience;
import io.tongban.access.BearerTokens.Issued;
import io.tongban.hub.CanonicalJson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** What is answered to who exchanges a bound token for a bearer token. */
public final class BearerAnswer {
  private BearerAnswer() {}

  /**
   * The token (RFC 6749, section 5.1).
   *
   * @param url where it is good
   */
  public static Response of(Issued issued, Audience audience, String url) {
    var body = CanonicalJson.mapper().createObjectNode();
    body.put("access_token", issued.token());
    body.put("token_type", "Bearer");
    body.put("expires_in", audience.life().toSeconds());
    body.put("audience", url);
    body.put("renew", audience.path() + "/" + issued.id());
    return Response.ok(body.toString()).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** The id of a token in its address. */
  public static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw AccessProblem.TOKEN_EXPIRED.problem("there is no bearer token of that id", e);
    }
  }
}
