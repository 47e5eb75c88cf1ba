package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.access.ClientSpec;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec.SelfService;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.WalletAuthorization;
import io.tongban.certificates.WalletSpec;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.WalletRequestStore;
import io.tongban.certificates.jdbc.WalletRequestStore.WalletRequest;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Label;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Asks the holder, and turns the holder's agreement into a code for the wallet. */
@ApplicationScoped
class HolderConsent implements WalletAuthorization {
  /** Time to sign in and to read. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(15);

  private static final Duration CODE_LIFE = Duration.ofSeconds(60);

  private final PushedRequests pushed;
  private final WalletRequestStore requests;
  private final OfferStore offers;
  private final Types types;
  private final Definitions definitions;
  private final AuthorityKeys keys;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  HolderConsent(
      PushedRequests pushed,
      WalletRequestStore requests,
      OfferStore offers,
      Types types,
      Definitions definitions,
      AuthorityKeys keys,
      Clock clock) {
    this.pushed = pushed;
    this.requests = requests;
    this.offers = offers;
    this.types = types;
    this.definitions = definitions;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public ObjectNode push(
      String authority,
      Map<String, List<String>> form,
      List<String> dpop,
      ClientAttestation attestation) {
    types.of(authority);
    return pushed.push(authority, form, dpop, attestation);
  }

  @Override
  public String take(String authority, String clientId, String requestUri) {
    WalletRequest request =
        Optional.ofNullable(requestUri)
            .flatMap(requests::pushed)
            .filter(found -> found.authority().equals(authority))
            .filter(found -> found.wallet().equals(clientId))
            .orElseThrow(HolderConsent::unknown);
    String ticket = Offering.secret(random);
    if (!requests.take(request, ticket, clock.instant().plus(ANSWER_WITHIN))) {
      throw unknown();
    }
    return ticket;
  }

  private static RuntimeException unknown() {
    return CertificateProblem.WALLET_REQUEST_UNKNOWN.problem(
        "there is no such request of a wallet; it works once and for a short time");
  }

  private WalletRequest taken(String ticket) {
    return Optional.ofNullable(ticket).flatMap(requests::taken).orElseThrow(HolderConsent::unknown);
  }

  @Override
  public Question question(String ticket) {
    WalletRequest request = taken(ticket);
    return new Question(
        types.named(request.type()).title(),
        definitions
            .find(DepartmentSpec.class, request.authority())
            .map(Definition::title)
            .orElseGet(() -> new Label(request.authority(), request.authority())),
        wallet(request).title(),
        URI.create(request.redirectUri()));
  }

  /** The wallet as declared now: one that was taken away meanwhile gets nothing. */
  private Definition<WalletSpec> wallet(WalletRequest request) {
    return definitions.all(WalletSpec.class).stream()
        .filter(wallet -> wallet.spec().clientId().equals(request.wallet()))
        .filter(wallet -> wallet.spec().redirectUris().contains(request.redirectUri()))
        .findFirst()
        .orElseThrow(HolderConsent::unknown);
  }

  @Override
  public URI agree(String ticket, String subject) {
    WalletRequest request = taken(ticket);
    wallet(request);
    if (!requests.answer(request)) {
      throw unknown();
    }
    SelfService service =
        Optional.ofNullable(types.named(request.type()).spec().selfService())
            .orElseThrow(HolderConsent::unknown);
    Optional<StoredOffer> offer = Optional.ofNullable(request.offer()).map(this::takenUp);
    Map<String, String> parameters =
        new HashMap<>(offer.map(offers::parameters).orElseGet(Map::of));
    parameters.put(service.parameter(), subject);
    String code = Offering.secret(random);
    offers.authorized(
        request,
        offer.map(StoredOffer::actor).orElseGet(() -> actor(service)),
        code,
        parameters,
        clock.instant().plus(CODE_LIFE));
    return answer(request, Map.of("code", code));
  }

  private StoredOffer takenUp(UUID id) {
    return offers.takeUp(id).orElseThrow(HolderConsent::unknown);
  }

  private Actor actor(SelfService service) {
    return definitions
        .find(ClientSpec.class, service.client())
        .map(Definition::spec)
        .flatMap(
            client ->
                definitions
                    .find(DepartmentSpec.class, client.department())
                    .map(
                        department ->
                            new Actor(
                                service.client(), client.department(), department.spec().region())))
        .orElseThrow(HolderConsent::unknown);
  }

  @Override
  public URI decline(String ticket) {
    WalletRequest request = taken(ticket);
    wallet(request);
    if (!requests.answer(request)) {
      throw unknown();
    }
    return answer(request, Map.of("error", "access_denied"));
  }

  /** The authorization response; it names its issuer (RFC 9207). */
  private URI answer(WalletRequest request, Map<String, String> result) {
    Map<String, String> parameters = new LinkedHashMap<>(result);
    if (request.state() != null) {
      parameters.put("state", request.state());
    }
    parameters.put("iss", keys.issuer(request.authority()));
    String query =
        parameters.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String uri = request.redirectUri();
    return URI.create(uri + (uri.contains("?") ? "&" : "?") + query);
  }
}
