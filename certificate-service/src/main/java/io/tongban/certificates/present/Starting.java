package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.CallbackSpec;
import io.tongban.access.Judge;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.dcql.DcqlQuery;
import io.tongban.certificates.dcql.DcqlReader;
import io.tongban.certificates.jdbc.PresentationStore;
import io.tongban.certificates.jdbc.PresentationStore.Asked;
import io.tongban.certificates.jose.ResponseKey;
import io.tongban.certificates.recognition.Alternatives;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Nearest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes requests for presentations. */
@ApplicationScoped
class Starting {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final int MAX_REDIRECT = 2000;

  private final Judge judge;
  private final SharingBounds bounds;
  private final Definitions definitions;
  private final Alternatives alternatives;
  private final RequestObjects requests;
  private final PresentationStore store;
  private final HubSettings settings;
  private final Ids ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Starting(
      Judge judge,
      SharingBounds bounds,
      Definitions definitions,
      Alternatives alternatives,
      RequestObjects requests,
      PresentationStore store,
      HubSettings settings,
      Ids ids,
      Clock clock) {
    this.judge = judge;
    this.bounds = bounds;
    this.definitions = definitions;
    this.alternatives = alternatives;
    this.requests = requests;
    this.store = store;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  Started start(Actor actor, Wish wish) {
    DcqlQuery query = query(wish.query());
    Alternatives.Asking asking = alternatives.to(wish.query(), query, wish.requirement());
    List<String> transactionData =
        TransactionData.encoded(
            Alternatives.data(wish.transactionData(), asking.alternatives()),
            query(asking.query()));
    requirePage(wish.redirect());
    requireOwn(actor, wish.callback());
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.VERIFY,
                bounds.target(query),
                Map.of(),
                wish.purpose(),
                wish.caseReference()));
    bounds.require(grant, query);
    UUID id = ids.next();
    Asked asked =
        new Asked(
            secret(random),
            secret(random),
            ResponseKey.fresh(id.toString()).text(),
            asking.query(),
            transactionData,
            wish.caseReference(),
            wish.redirect(),
            asking.alternatives());
    Instant expires = clock.instant().plus(LIFE);
    String clientId = requests.clientId(actor.department());
    store.add(id, actor, wish.purpose(), clientId, asked, expires, wish.callback());
    URI requestUri = requests.requestUri(id);
    return new Started(
        id,
        requestUri,
        link("openid4vp", clientId, requestUri),
        link("haip-vp", clientId, requestUri),
        expires);
  }

  private static DcqlQuery query(JsonNode query) {
    try {
      return DcqlReader.read(query);
    } catch (DcqlException e) {
      throw CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(
          "dcql_query: " + e.getMessage(), e);
    }
  }

  /** The response code goes there: only a page of the web, over TLS where the hub has it. */
  private void requirePage(String redirect) {
    if (redirect == null) {
      return;
    }
    try {
      URI uri = new URI(redirect);
      boolean secure =
          "https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme())
                  && "http".equals(settings.publicUrl().getScheme()));
      if (secure
          && redirect.length() <= MAX_REDIRECT
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      throw CertificateProblem.PRESENTATION_REQUEST_INVALID.problem("redirect_uri is no URI", e);
    }
    throw CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(
        "redirect_uri is not an absolute https URI without user information and fragment");
  }

  /** To a client there are no Callbacks but its own. */
  private void requireOwn(Actor actor, String callback) {
    if (callback == null) {
      return;
    }
    List<String> own =
        definitions.all(CallbackSpec.class).stream()
            .filter(declared -> declared.spec().client().equals(actor.client()))
            .map(Definition::name)
            .toList();
    if (!own.contains(callback)) {
      throw CertificateProblem.CALLBACK_UNKNOWN.problem(
          "the client "
              + actor.client()
              + " has no Callback of that name; "
              + Nearest.fix(callback, own, "Callbacks of this client"));
    }
  }

  /** 256 random bits. */
  static String secret(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Strict.encode(bytes);
  }

  private static URI link(String scheme, String clientId, URI requestUri) {
    return URI.create(
        scheme
            + "://?client_id="
            + encoded(clientId)
            + "&request_uri="
            + encoded(requestUri.toString())
            + "&request_uri_method=post");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
