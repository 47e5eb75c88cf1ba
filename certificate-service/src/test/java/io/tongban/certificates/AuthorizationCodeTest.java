package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The authorization code flow, from outside, with every way in which it can fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuthorizationCodeTest {
  private static final String CLIENT = "https://wallet.test";
  private static final String BACK = "https://wallet.test/back?app=1";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String TOKEN_URL = Town.ISSUER + "/token";
  private static final String CREDENTIAL_URL = Town.ISSUER + "/credential";

  private TestHub hub;
  private CredentialIssuer door;
  private WalletAuthorization authorization;
  private Certificates certificates;
  private PlainWallet wallet;
  private PlainWallet thief;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    door = hub.get(CredentialIssuer.class);
    authorization = hub.get(WalletAuthorization.class);
    certificates = hub.get(Certificates.class);
    wallet = new PlainWallet(door, hub.clock());
    thief = new PlainWallet(door, hub.clock());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private static Map<String, String> request() {
    Map<String, String> request = new HashMap<>();
    request.put("client_id", CLIENT);
    request.put("redirect_uri", BACK);
    request.put("response_type", "code");
    request.put("code_challenge", PlainWallet.hash(VERIFIER));
    request.put("code_challenge_method", "S256");
    request.put("scope", "approval");
    request.put("state", "a state&b");
    return request;
  }

  private static Map<String, List<String>> form(Map<String, String> values) {
    Map<String, List<String>> form = new HashMap<>();
    values.forEach((name, value) -> form.put(name, List.of(value)));
    return form;
  }

  private String pushed(Map<String, String> request) {
    ObjectNode answer =
        authorization.push("agency", form(request), List.of(), ClientAttestation.NONE);
    assertThat(answer.get("expires_in").asInt()).isPositive();
    return answer.get("request_uri").asText();
  }

  private String ticket(Map<String, String> request) {
    return authorization.take("agency", CLIENT, pushed(request));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&")) {
      int equals = pair.indexOf('=');
      values.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return values;
  }

  private String code(Map<String, String> request, String subject) {
    return query(authorization.agree(ticket(request), subject)).get("code");
  }

  private static Map<String, String> tokenForm(String code) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", CLIENT);
    form.put("redirect_uri", BACK);
    form.put("code", code);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  private JsonNode token(Map<String, String> form) {
    return door.token("agency", form(form), List.of(wallet.dpop(TOKEN_URL, null)));
  }

  private JsonNode credential(String token, ObjectNode request) {
    return door.credential(
        "agency",
        new TokenUse("DPoP " + token, List.of(wallet.dpop(CREDENTIAL_URL, token))),
        request);
  }

  private JsonNode credential(JsonNode tokens) {
    return credential(
        tokens.get("access_token").asText(),
        PlainWallet.request("approval", wallet.proof(Town.ISSUER, wallet.nonce("agency"))));
  }

  private static void fails(IssuerError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(IssuerException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static void unknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().code())
                    .isEqualTo(CertificateProblem.WALLET_REQUEST_UNKNOWN.code()));
  }

  @Test
  void aHolderWhoAgreesGetsTheCertificateOfWhomTheSignInNames() {
    String ticket = ticket(request());
    WalletAuthorization.Question question = authorization.question(ticket);
    assertThat(question.certificate().en()).isEqualTo("Approval");
    assertThat(question.authority().zh()).isEqualTo("食品局");
    assertThat(question.wallet().en()).isEqualTo("Pocket wallet");
    assertThat(question.returnsTo()).isEqualTo(URI.create(BACK));
    URI back = authorization.agree(ticket, "P30");
    assertThat(back.toString()).startsWith(BACK + "&");
    Map<String, String> answer = query(back);
    assertThat(answer)
        .containsEntry("state", "a state&b")
        .containsEntry("iss", Town.ISSUER)
        .containsKey("code");
    JsonNode tokens = token(tokenForm(answer.get("code")));
    assertThat(tokens.get("token_type").asText()).isEqualTo("DPoP");
    assertThat(tokens.has("authorization_details")).isFalse();
    assertThat(credential(tokens).get("credentials")).hasSize(1);
    var issued = certificates.byNumber("approval", "P30").get(0);
    assertThat(hub.get(Ledger.class).find(issued.receiptId()).orElseThrow().actor())
        .isEqualTo("agency-system");
  }

  @Test
  void anUnknownHolderIsDenied() {
    JsonNode tokens = token(tokenForm(code(request(), "nobody")));
    fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> credential(tokens));
  }

  @Test
  void authorizationDetailsAreAnsweredByIdentifiers() {
    Map<String, String> request = request();
    request.remove("scope");
    request.put(
        "authorization_details",
        "[{\"type\":\"openid_credential\",\"credential_configuration_id\":\"approval\"}]");
    JsonNode tokens = token(tokenForm(code(request, "P31")));
    String token = tokens.get("access_token").asText();
    JsonNode detail = tokens.get("authorization_details").get(0);
    assertThat(detail.get("credential_configuration_id").asText()).isEqualTo("approval");
    ObjectNode asked =
        PlainWallet.request("approval", wallet.proof(Town.ISSUER, wallet.nonce("agency")));
    fails(IssuerError.INVALID_CREDENTIAL_REQUEST, () -> credential(token, asked));
    asked.remove("credential_configuration_id");
    asked.put("credential_identifier", "another");
    fails(IssuerError.UNKNOWN_CREDENTIAL_IDENTIFIER, () -> credential(token, asked));
    asked.set("credential_identifier", detail.get("credential_identifiers").get(0));
    assertThat(credential(token, asked).get("credentials")).hasSize(1);
  }

  @Test
  void anInvitationIsTakenUpByOneHolder() {
    URI uri = certificates.invite(Town.AGENCY, "approval").uri();
    JsonNode offer = PlainWallet.offer(uri);
    JsonNode grant = offer.get("grants").get("authorization_code");
    Map<String, String> request = request();
    request.put("issuer_state", grant.get("issuer_state").asText());
    String second = ticket(request);
    String code = code(request, "P32");
    unknown(() -> authorization.agree(second, "P33"));
    fails(IssuerError.INVALID_REQUEST, () -> pushed(request));
    assertThat(credential(token(tokenForm(code))).get("credentials")).hasSize(1);
    assertThat(certificates.byNumber("approval", "P32")).hasSize(1);
    // an issuer_state is no code, and a code is no pre-authorised one
    fails(
        IssuerError.INVALID_GRANT,
        () -> door.token("agency", PlainWallet.form(request.get("issuer_state")), List.of()));
    String other = code(request(), "P32");
    fails(
        IssuerError.INVALID_GRANT, () -> door.token("agency", PlainWallet.form(other), List.of()));
    assertThatThrownBy(() -> certificates.invite(Town.AGENCY, "town-approval"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().code())
                    .isEqualTo(CertificateProblem.NOT_FOR_HOLDERS.code()));
    assertThatThrownBy(() -> certificates.invite(Town.READER, "approval"))
        .isInstanceOf(ProblemException.class);
  }

  private void refused(IssuerError error, String name, String value) {
    Map<String, String> request = request();
    if (value == null) {
      request.remove(name);
    } else {
      request.put(name, value);
    }
    fails(error, () -> pushed(request));
  }

  @Test
  void aPushedRequestMustBeAsItMustBe() {
    refused(IssuerError.INVALID_CLIENT, "client_id", "https://nobody.test");
    refused(IssuerError.INVALID_REQUEST, "client_id", null);
    refused(IssuerError.INVALID_REQUEST, "redirect_uri", "https://wallet.test/back");
    refused(IssuerError.INVALID_REQUEST, "redirect_uri", "https://other.test/back");
    refused(IssuerError.INVALID_REQUEST, "redirect_uri", null);
    refused(IssuerError.UNSUPPORTED_RESPONSE_TYPE, "response_type", "token");
    refused(IssuerError.INVALID_REQUEST, "code_challenge_method", "plain");
    refused(IssuerError.INVALID_REQUEST, "code_challenge_method", null);
    refused(IssuerError.INVALID_REQUEST, "code_challenge", null);
    refused(IssuerError.INVALID_REQUEST, "code_challenge", "short");
    refused(IssuerError.INVALID_SCOPE, "scope", "diploma");
    refused(IssuerError.INVALID_SCOPE, "scope", "town-approval");
    refused(IssuerError.INVALID_SCOPE, "scope", "approval town-approval");
    refused(IssuerError.INVALID_REQUEST, "scope", null);
    refused(IssuerError.INVALID_REQUEST, "authorization_details", "[]");
    refused(IssuerError.INVALID_REQUEST, "request", "eyJhbGciOiJub25lIn0.e30.");
    refused(IssuerError.INVALID_REQUEST, "request_uri", "https://evil.example/request");
    refused(IssuerError.INVALID_REQUEST, "issuer_state", "made-up");
    refused(IssuerError.INVALID_REQUEST, "state", "x".repeat(1001));
    Map<String, String> details = request();
    details.remove("scope");
    for (String bad :
        List.of(
            "x",
            "{}",
            "[]",
            "[{\"type\":\"other\",\"credential_configuration_id\":\"approval\"}]",
            "[{\"type\":\"openid_credential\",\"credential_configuration_id\":\"diploma\"}]",
            "[{\"type\":\"openid_credential\"}]")) {
      details.put("authorization_details", bad);
      fails(IssuerError.INVALID_AUTHORIZATION_DETAILS, () -> pushed(details));
    }
    Map<String, List<String>> twice = form(request());
    twice.put("scope", List.of("approval", "approval"));
    fails(
        IssuerError.INVALID_REQUEST,
        () -> authorization.push("agency", twice, List.of(), ClientAttestation.NONE));
  }

  @Test
  void aRequestUriWorksOnceForItsWalletAndInTime() {
    String uri = pushed(request());
    unknown(() -> authorization.take("agency", "other-wallet", uri));
    unknown(() -> authorization.take("agency", CLIENT, uri + "x"));
    unknown(() -> authorization.take("agency", CLIENT, null));
    authorization.take("agency", CLIENT, uri);
    unknown(() -> authorization.take("agency", CLIENT, uri));
    String late = pushed(request());
    hub.clock().advance(Duration.ofSeconds(90));
    unknown(() -> authorization.take("agency", CLIENT, late));
  }

  @Test
  void aHolderAnswersOnceAndInTime() {
    String declined = ticket(request());
    assertThat(query(authorization.decline(declined)))
        .containsEntry("error", "access_denied")
        .containsEntry("iss", Town.ISSUER)
        .doesNotContainKey("code");
    unknown(() -> authorization.agree(declined, "P34"));
    unknown(() -> authorization.question(declined));
    unknown(() -> authorization.question("made-up"));
    String late = ticket(request());
    hub.clock().advance(Duration.ofMinutes(15));
    unknown(() -> authorization.agree(late, "P34"));
  }

  private void refusedAtToken(String code, String name, String value) {
    Map<String, String> form = tokenForm(code);
    form.put(name, value);
    fails(IssuerError.INVALID_GRANT, () -> token(form));
  }

  @Test
  void aCodeIsBoundToItsWalletRedirectVerifierAndTime() {
    String code = code(request(), "P35");
    refusedAtToken(code, "client_id", "other-wallet");
    refusedAtToken(code, "redirect_uri", "pocket:/back");
    refusedAtToken(code, "code_verifier", VERIFIER.toLowerCase(java.util.Locale.ROOT));
    refusedAtToken(code, "code_verifier", PlainWallet.hash(VERIFIER));
    refusedAtToken(code, "code_verifier", "short");
    refusedAtToken("made-up", "client_id", CLIENT);
    Map<String, String> bare = tokenForm(code);
    bare.remove("code_verifier");
    fails(IssuerError.INVALID_REQUEST, () -> token(bare));
    fails(
        IssuerError.INVALID_DPOP_PROOF,
        () -> door.token("agency", form(tokenForm(code)), List.of()));
    assertThat(token(tokenForm(code)).has("refresh_token")).isTrue();
    String late = code(request(), "P35");
    hub.clock().advance(Duration.ofSeconds(60));
    fails(IssuerError.INVALID_GRANT, () -> token(tokenForm(late)));
  }

  @Test
  void aCodeIsBoundToTheKeyOfThePushedRequest() {
    String parUrl = Town.ISSUER + "/par";
    String uri =
        authorization
            .push(
                "agency",
                form(request()),
                List.of(wallet.dpop(parUrl, null)),
                ClientAttestation.NONE)
            .get("request_uri")
            .asText();
    String ticket = authorization.take("agency", CLIENT, uri);
    String code = query(authorization.agree(ticket, "P36")).get("code");
    fails(
        IssuerError.INVALID_GRANT,
        () -> door.token("agency", form(tokenForm(code)), List.of(thief.dpop(TOKEN_URL, null))));
    assertThat(credential(token(tokenForm(code))).get("credentials")).hasSize(1);
    Map<String, String> named = request();
    named.put("dpop_jkt", "another");
    fails(
        IssuerError.INVALID_DPOP_PROOF,
        () ->
            authorization.push(
                "agency", form(named), List.of(wallet.dpop(parUrl, null)), ClientAttestation.NONE));
  }

  @Test
  void aCodeThatComesTwiceEndsWhatItGot() {
    String code = code(request(), "P37");
    JsonNode tokens = token(tokenForm(code));
    fails(IssuerError.INVALID_GRANT, () -> token(tokenForm(code)));
    fails(IssuerError.INVALID_TOKEN, () -> credential(tokens));
    fails(IssuerError.INVALID_GRANT, () -> token(refreshForm(tokens)));
    assertThat(certificates.byNumber("approval", "P37")).isEmpty();
  }

  private static Map<String, String> refreshForm(JsonNode tokens) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", CLIENT);
    form.put("refresh_token", tokens.get("refresh_token").asText());
    return form;
  }

  @Test
  void aRefreshMakesTheCertificateAnewAndEndsTheTokenBefore() {
    JsonNode first = token(tokenForm(code(request(), "P38")));
    credential(first);
    hub.clock().advance(Duration.ofDays(29));
    JsonNode second = token(refreshForm(first));
    assertThat(second.get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
    fails(IssuerError.INVALID_TOKEN, () -> credential(first));
    credential(second);
    assertThat(certificates.byNumber("approval", "P38")).hasSize(2);
    fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> credential(second));
    hub.clock().advance(Duration.ofDays(1));
    fails(IssuerError.INVALID_GRANT, () -> token(refreshForm(second)));
  }

  private static final String CARD =
      """
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: card, title: {zh: 卡, en: Card}}
      spec:
        authority: agency
        vct: urn:test:card:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        selfService: {parameter: number, client: agency-system}
        sourceChange: {changed: REPLACED, legalBasis: Food Act s. 12}
        claims: [{name: number, column: number}, {name: name, column: name}]
      """;

  private void fetchCard(JsonNode tokens) {
    credential(
        tokens.get("access_token").asText(),
        PlainWallet.request("card", wallet.proof(Town.ISSUER, wallet.nonce("agency"))));
  }

  @Test
  void aRefreshReplacesTheCertificateBeforeAndNotOneThatIsSuspended() {
    Town.apply(hub, CARD);
    Map<String, String> request = request();
    request.put("scope", "card");
    JsonNode first = token(tokenForm(code(request, "P45")));
    fetchCard(first);
    var old = certificates.byNumber("card", "P45").get(0);
    JsonNode second = token(refreshForm(first));
    fetchCard(second);
    var ended = certificates.find(old.id()).orElseThrow();
    assertThat(ended.act()).isEqualTo(Act.REPLACED);
    var successor = certificates.find(ended.acts().get(0).successor()).orElseThrow();
    assertThat(successor.predecessor()).isEqualTo(old.id());
    assertThat(successor.act()).isEqualTo(Act.ISSUED);
    certificates.changeStatus(
        Town.AGENCY,
        successor.id(),
        new Certificates.Change(Act.SUSPENDED, null, "Food Act s. 12", "inspection", null));
    JsonNode third = token(refreshForm(second));
    fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> fetchCard(third));
    assertThat(certificates.byNumber("card", "P45")).hasSize(2);
  }

  @Test
  void aRefreshTokenIsBoundAndItsReuseEndsTheFamily() {
    JsonNode first = token(tokenForm(code(request(), "P39")));
    Map<String, String> foreign = refreshForm(first);
    foreign.put("client_id", "other-wallet");
    fails(IssuerError.INVALID_GRANT, () -> token(foreign));
    fails(
        IssuerError.INVALID_GRANT,
        () -> door.token("agency", form(refreshForm(first)), List.of(thief.dpop(TOKEN_URL, null))));
    fails(
        IssuerError.INVALID_DPOP_PROOF,
        () -> door.token("agency", form(refreshForm(first)), List.of()));
    JsonNode second = token(refreshForm(first));
    fails(IssuerError.INVALID_GRANT, () -> token(refreshForm(first)));
    fails(IssuerError.INVALID_GRANT, () -> token(refreshForm(second)));
    fails(IssuerError.INVALID_TOKEN, () -> credential(second));
  }

  @Test
  void theServerSaysWhatItSpeaks() {
    JsonNode metadata = door.authorizationServer("agency");
    assertThat(metadata.get("pushed_authorization_request_endpoint").asText())
        .isEqualTo(Town.ISSUER + "/par");
    assertThat(metadata.get("require_pushed_authorization_requests").asBoolean()).isTrue();
    assertThat(metadata.get("authorization_response_iss_parameter_supported").asBoolean()).isTrue();
    assertThat(metadata.get("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
    assertThat(metadata.get("scopes_supported").toString()).isEqualTo("[\"approval\"]");
  }

  private static final String ATTESTED = "attested-wallet";

  private static JWSHeader header(String type) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).build();
  }

  private JWTClaimsSet.Builder attested(ECKey instance) {
    return new JWTClaimsSet.Builder()
        .subject(ATTESTED)
        .expirationTime(Date.from(hub.clock().instant().plusSeconds(3600)))
        .claim("cnf", Map.of("jwk", instance.toPublicJWK().toJSONObject()));
  }

  private static String attestation(JWTClaimsSet.Builder claims, ECKey attester) {
    return PlainWallet.sign(header("oauth-client-attestation+jwt"), claims.build(), attester);
  }

  private JWTClaimsSet.Builder proved() {
    return new JWTClaimsSet.Builder()
        .jwtID(UUID.randomUUID().toString())
        .audience(Town.ISSUER)
        .issueTime(Date.from(hub.clock().instant()));
  }

  private static String proof(JWTClaimsSet.Builder claims, ECKey instance) {
    return PlainWallet.sign(header("oauth-client-attestation-pop+jwt"), claims.build(), instance);
  }

  private static ClientAttestation both(String attestation, String proof) {
    return new ClientAttestation(List.of(attestation), List.of(proof));
  }

  @Test
  void anAttestedWalletProvesWhichItIsWithEveryRequest() {
    ECKey attester = PlainWallet.newKey();
    ECKey instance = PlainWallet.newKey();
    Town.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Wallet
        metadata: {name: attested, title: {zh: 认证钱包, en: Attested wallet}}
        spec:
          clientId: attested-wallet
          redirectUris: ["%s"]
          attesters: {keys: [%s]}
        """
            .formatted(BACK, attester.toPublicJWK().toJSONString()));
    Map<String, String> request = request();
    request.put("client_id", ATTESTED);
    String good = attestation(attested(instance), attester);
    String used = proof(proved(), instance);
    ECKey other = PlainWallet.newKey();
    Date past = Date.from(hub.clock().instant().minusSeconds(301));
    for (ClientAttestation bad :
        List.of(
            ClientAttestation.NONE,
            new ClientAttestation(List.of(good), List.of()),
            new ClientAttestation(List.of(good, good), List.of(used)),
            both("nonsense", used),
            both(attestation(attested(instance), other), used),
            both(attestation(attested(instance).subject("pocket"), attester), used),
            both(attestation(attested(instance).expirationTime(past), attester), used),
            both(attestation(attested(instance).expirationTime(null), attester), used),
            both(attestation(attested(instance).claim("cnf", null), attester), used),
            both(good, proof(proved(), other)),
            both(good, proof(proved().audience("https://other.test"), instance)),
            both(good, proof(proved().issueTime(past), instance)),
            both(good, proof(proved().jwtID(null), instance)),
            both(used, good))) {
      fails(
          IssuerError.INVALID_CLIENT,
          () -> authorization.push("agency", form(request), List.of(), bad));
    }
    String uri =
        authorization
            .push("agency", form(request), List.of(), both(good, used))
            .get("request_uri")
            .asText();
    fails(
        IssuerError.INVALID_CLIENT,
        () -> authorization.push("agency", form(request), List.of(), both(good, used)));
    String ticket = authorization.take("agency", ATTESTED, uri);
    Map<String, String> code = tokenForm(query(authorization.agree(ticket, "P40")).get("code"));
    code.put("client_id", ATTESTED);
    fails(IssuerError.INVALID_CLIENT, () -> token(code));
    JsonNode tokens =
        door.token(
            "agency",
            form(code),
            List.of(wallet.dpop(TOKEN_URL, null)),
            both(good, proof(proved(), instance)));
    assertThat(credential(tokens).get("credentials")).hasSize(1);
    Map<String, String> refresh = refreshForm(tokens);
    refresh.put("client_id", ATTESTED);
    fails(IssuerError.INVALID_CLIENT, () -> token(refresh));
    assertThat(
            door.token(
                    "agency",
                    form(refresh),
                    List.of(wallet.dpop(TOKEN_URL, null)),
                    both(good, proof(proved(), instance)))
                .has("access_token"))
        .isTrue();
  }
}
