package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import io.tongban.certificates.Certificates.Offer;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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

/** Attested keys, offers by reference, DPoP nonces, the end of pushing, and the profile HAIP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WalletRulesTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String BACK = "https://safe.test/back";
  private static final String SAFE = "https://safe.test";
  private static final String STRICT = "http://hub.test/issuer/council";

  private static final String RULES =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: council, title: {zh: 区议会, en: Council}}
      spec: {region: GB, walletProfile: HAIP}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: guarded, title: {zh: 重要证照, en: Guarded}}
      spec:
        authority: agency
        vct: urn:test:guarded:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        keyAttestations: {keyStorage: iso_18045_moderate, userAuthentication: iso_18045_basic}
        claims: [{name: number, column: number}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: badge, title: {zh: 徽章, en: Badge}}
      spec:
        authority: council
        vct: urn:test:badge:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        formats: [dc+sd-jwt, mso_mdoc]
        mdoc: {doctype: test.badge.1, namespace: test.badge}
        selfService: {parameter: number, client: council-issuer}
        claims: [{name: number, column: number}]
      ---
      apiVersion: tongban.io/v1
      kind: Wallet
      metadata: {name: safe, title: {zh: 保险钱包, en: Safe wallet}}
      spec:
        clientId: https://safe.test
        redirectUris: ["https://safe.test/back"]
        attesters: {keys: [ATTESTER]}
        keyAttesters: {keys: [KEYS]}
      """;

  private final ECKey attester = PlainWallet.newKey();
  private final ECKey keyAttester = PlainWallet.newKey();
  private final ECKey instance = PlainWallet.newKey();
  private TestHub hub;
  private CredentialIssuer door;
  private WalletAuthorization authorization;
  private Certificates certificates;
  private PlainWallet wallet;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    Town.apply(
        hub,
        RULES
            .replace("ATTESTER", attester.toPublicJWK().toJSONString())
            .replace("KEYS", keyAttester.toPublicJWK().toJSONString()));
    door = hub.get(CredentialIssuer.class);
    authorization = hub.get(WalletAuthorization.class);
    certificates = hub.get(Certificates.class);
    wallet = new PlainWallet(door, hub.clock());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private static void fails(IssuerError error, String why, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IssuerException.class,
            e -> {
              assertThat(e.error()).as(e.description()).isEqualTo(error);
              assertThat(e.description()).contains(why).doesNotContain("\"");
            });
  }

  private Offer offer(String number) {
    return certificates.offer(Town.AGENCY, "guarded", Map.of("number", number), false);
  }

  private String token(String number) {
    String code = PlainWallet.code(offer(number).uri());
    return door.token("agency", PlainWallet.form(code), List.of()).get("access_token").asText();
  }

  private JsonNode credential(String token, ObjectNode request) {
    return door.credential("agency", new TokenUse("Bearer " + token, List.of()), request);
  }

  private static JWSHeader.Builder header(String type) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type));
  }

  private JWTClaimsSet.Builder attested(String nonce, ECKey... keys) {
    List<Object> jwks = new ArrayList<>();
    for (ECKey key : keys) {
      jwks.add(key.toPublicJWK().toJSONObject());
    }
    return new JWTClaimsSet.Builder()
        .issueTime(Date.from(hub.clock().instant()))
        .expirationTime(Date.from(hub.clock().instant().plusSeconds(3600)))
        .claim("attested_keys", jwks)
        .claim("key_storage", List.of("iso_18045_high"))
        .claim("user_authentication", List.of("iso_18045_basic"))
        .claim("nonce", nonce);
  }

  private String sealed(JWTClaimsSet.Builder claims) {
    return PlainWallet.sign(header("key-attestation+jwt").build(), claims.build(), keyAttester);
  }

  private ObjectNode byAttestation(String attestation) {
    ObjectNode request = PlainWallet.request("guarded", "");
    request.putObject("proofs").putArray("attestation").add(attestation);
    return request;
  }

  private ObjectNode byProof(ECKey key, String nonce, String attestation) {
    return PlainWallet.request(
        "guarded",
        PlainWallet.sign(
            header("openid4vci-proof+jwt")
                .jwk(key.toPublicJWK())
                .customParam("key_attestation", attestation)
                .build(),
            new JWTClaimsSet.Builder()
                .audience(Town.ISSUER)
                .issueTime(Date.from(hub.clock().instant()))
                .claim("nonce", nonce)
                .build(),
            key));
  }

  @Test
  void attestedKeysGetACopyEach() {
    ECKey one = PlainWallet.newKey();
    ECKey two = PlainWallet.newKey();
    String attestation = sealed(attested(wallet.nonce("agency"), one, two));
    assertThat(credential(token("P20"), byAttestation(attestation)).get("credentials")).hasSize(2);
    String nonce = wallet.nonce("agency");
    JsonNode proved =
        credential(token("P21"), byProof(two, nonce, sealed(attested(null, one, two))));
    assertThat(proved.get("credentials")).hasSize(2);
    String both = wallet.nonce("agency");
    assertThat(
            credential(token("P22"), byProof(one, both, sealed(attested(both, one))))
                .get("credentials"))
        .hasSize(1);
  }

  @Test
  void keysThatAreNotAttestedAsTheTypeWantsGetNothing() {
    ECKey key = PlainWallet.newKey();
    String token = token("P23");
    String nonce = wallet.nonce("agency");
    IssuerError bad = IssuerError.INVALID_PROOF;
    fails(
        bad,
        "attested keys only",
        () -> credential(token, PlainWallet.request("guarded", wallet.proof(Town.ISSUER, nonce))));
    Map<String, JWTClaimsSet.Builder> wrong = new HashMap<>();
    wrong.put("key_storage", attested(nonce, key).claim("key_storage", List.of("iso_18045_basic")));
    wrong.put("user_authentication", attested(nonce, key).claim("user_authentication", null));
    wrong.put("no nonce", attested(null, key));
    wrong.put("attested_keys", attested(nonce));
    wrong.put(" attested_keys", attested(nonce, key, key));
    wrong.put("iat", attested(nonce, key).issueTime(null));
    wrong.put("exp", attested(nonce, key).expirationTime(Date.from(hub.clock().instant())));
    wrong.forEach(
        (why, claims) ->
            fails(bad, why.strip(), () -> credential(token, byAttestation(sealed(claims)))));
    String stranger =
        PlainWallet.sign(
            header("key-attestation+jwt").build(),
            attested(nonce, key).build(),
            PlainWallet.newKey());
    fails(bad, "signature", () -> credential(token, byAttestation(stranger)));
    String other =
        PlainWallet.sign(header("JWT").build(), attested(nonce, key).build(), keyAttester);
    fails(bad, "typ", () -> credential(token, byAttestation(other)));
    fails(bad, "cannot be read", () -> credential(token, byAttestation("noise")));
    fails(
        bad,
        "not one of the attested",
        () -> credential(token, byProof(PlainWallet.newKey(), nonce, sealed(attested(null, key)))));
    fails(
        bad,
        "another nonce",
        () -> credential(token, byProof(key, nonce, sealed(attested("other", key)))));
    fails(
        bad,
        "exp",
        () ->
            credential(
                token, byProof(key, nonce, sealed(attested(null, key).expirationTime(null)))));
    fails(
        IssuerError.INVALID_NONCE,
        "not ours",
        () -> credential(token, byAttestation(sealed(attested("made-up", key)))));
    ECKey[] many = new ECKey[11];
    java.util.Arrays.setAll(many, i -> PlainWallet.newKey());
    fails(
        IssuerError.INVALID_CREDENTIAL_REQUEST,
        "at most 10 keys",
        () -> credential(token, byAttestation(sealed(attested(nonce, many)))));
    assertThat(credential(token, byAttestation(sealed(attested(nonce, key)))).get("credentials"))
        .hasSize(1);
  }

  @Test
  void theMetadataSayWhatIsRequired() {
    JsonNode types =
        door.metadata("agency")
            .get("credential_configurations_supported")
            .get("guarded")
            .get("proof_types_supported");
    for (String type : List.of("jwt", "attestation")) {
      assertThat(types.get(type).get("key_attestations_required").toString())
          .isEqualTo(
              "{\"key_storage\":[\"iso_18045_moderate\",\"iso_18045_high\"],"
                  + "\"user_authentication\":[\"iso_18045_basic\",\"iso_18045_enhanced-basic\","
                  + "\"iso_18045_moderate\",\"iso_18045_high\"]}");
    }
  }

  private String proof(JWSHeader header, String nonce) {
    return PlainWallet.sign(
        header,
        new JWTClaimsSet.Builder()
            .audience(Town.ISSUER)
            .issueTime(Date.from(hub.clock().instant()))
            .claim("nonce", nonce)
            .build(),
        wallet.key());
  }

  @Test
  void attack02KeysNamedByKidOrCertificateAreRefusedInSoManyWords() throws Exception {
    String offer =
        PlainWallet.code(
            certificates.offer(Town.AGENCY, "approval", Map.of("number", "P24"), false).uri());
    String token =
        door.token("agency", PlainWallet.form(offer), List.of()).get("access_token").asText();
    String nonce = wallet.nonce("agency");
    ECKey key = wallet.key();
    List<Base64> chain =
        List.of(
            Base64.encode(
                new TestCa(SignatureSuite.ES256, "CN=Holder", key.toECPrivateKey())
                    .leaf("https://holder.test", key.toECPublicKey())
                    .getEncoded()));
    String type = "openid4vci-proof+jwt";
    for (JWSHeader header :
        List.of(
            header(type).keyID("did:example:1#0").build(),
            header(type).keyID("k").jwk(key.toPublicJWK()).build(),
            header(type).x509CertChain(chain).build(),
            header(type).x509CertChain(chain).jwk(key.toPublicJWK()).build(),
            header(type).build())) {
      fails(
          IssuerError.INVALID_PROOF,
          "looks up no kid and trusts no x5c",
          () -> credential(token, PlainWallet.request("approval", proof(header, nonce))));
    }
    String good = proof(header(type).jwk(key.toPublicJWK()).build(), nonce);
    assertThat(credential(token, PlainWallet.request("approval", good)).get("credentials"))
        .as("nothing was used up by what was refused")
        .hasSize(1);
  }

  private static String handle(URI reference) {
    String uri =
        URLDecoder.decode(
            reference.getRawQuery().substring("credential_offer_uri=".length()),
            StandardCharsets.UTF_8);
    assertThat(uri).startsWith(Town.ISSUER + "/offers/");
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  @Test
  void anOfferByReferenceIsTheSameOffer() {
    Offer offer = offer("P25");
    assertThat(offer.reference().toString().length()).isLessThan(offer.uri().toString().length());
    String handle = handle(offer.reference());
    assertThat(door.offer("agency", handle)).isEqualTo(PlainWallet.offer(offer.uri()));
    Offer withCode = certificates.offer(Town.AGENCY, "guarded", Map.of("number", "P26"), true);
    assertThat(door.offer("agency", handle(withCode.reference())))
        .isEqualTo(PlainWallet.offer(withCode.uri()));
    Offer invitation = certificates.invite(Town.AGENCY, "approval");
    assertThat(door.offer("agency", handle(invitation.reference())))
        .isEqualTo(PlainWallet.offer(invitation.uri()));
    unknown(() -> door.offer("council", handle));
    unknown(() -> door.offer("agency", handle + "x"));
    unknown(() -> door.offer("agency", PlainWallet.code(offer.uri())));
    door.token("agency", PlainWallet.form(PlainWallet.code(offer.uri())), List.of());
    unknown(() -> door.offer("agency", handle));
    hub.clock().advance(Duration.ofMinutes(30));
    unknown(() -> door.offer("agency", handle(withCode.reference())));
  }

  private static void unknown(ThrowingCallable call) {
    problem(CertificateProblem.OFFER_UNKNOWN, call);
  }

  private static void problem(CertificateProblem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  private static Map<String, List<String>> push(String client, String back, String scope) {
    Map<String, List<String>> form = new HashMap<>();
    form.put("client_id", List.of(client));
    form.put("redirect_uri", List.of(back));
    form.put("response_type", List.of("code"));
    form.put("code_challenge", List.of(PlainWallet.hash(VERIFIER)));
    form.put("code_challenge_method", List.of("S256"));
    form.put("scope", List.of(scope));
    return form;
  }

  private ClientAttestation attestation(String issuer) {
    String attestation =
        PlainWallet.sign(
            header("oauth-client-attestation+jwt").build(),
            new JWTClaimsSet.Builder()
                .subject(SAFE)
                .expirationTime(Date.from(hub.clock().instant().plusSeconds(3600)))
                .claim("cnf", Map.of("jwk", instance.toPublicJWK().toJSONObject()))
                .build(),
            attester);
    String proof =
        PlainWallet.sign(
            header("oauth-client-attestation-pop+jwt").build(),
            new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .audience(issuer)
                .issueTime(Date.from(hub.clock().instant()))
                .build(),
            instance);
    return new ClientAttestation(List.of(attestation), List.of(proof));
  }

  @Test
  void pushingInTheNameOfAWalletThatProvesNothingHasAnEnd() {
    var form = push("other-wallet", "https://other.test/back", "approval");
    ThrowingCallable once =
        () -> authorization.push("agency", form, List.of(), ClientAttestation.NONE);
    for (int i = 0; i < 1000; i++) {
      authorization.push("agency", form, List.of(), ClientAttestation.NONE);
    }
    fails(IssuerError.TEMPORARILY_UNAVAILABLE, "too many requests", once);
    var pocket = push("https://wallet.test", "pocket:/back", "approval");
    assertThat(authorization.push("agency", pocket, List.of(), ClientAttestation.NONE)).isNotNull();
    hub.clock().advance(Duration.ofSeconds(90));
    assertThat(authorization.push("agency", form, List.of(), ClientAttestation.NONE)).isNotNull();
  }

  private String nonceOf(ThrowingCallable call) {
    String[] nonce = new String[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IssuerException.class,
            e -> {
              assertThat(e.error()).isEqualTo(IssuerError.USE_DPOP_NONCE);
              assertThat(e.status()).isEqualTo(400);
              nonce[0] = e.dpopNonce().orElseThrow();
            });
    return nonce[0];
  }

  private String dpop(ECKey key, String url, String nonce) {
    return PlainWallet.sign(
        header("dpop+jwt").jwk(key.toPublicJWK()).build(),
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", "POST")
            .claim("htu", url)
            .claim("nonce", nonce)
            .issueTime(Date.from(hub.clock().instant()))
            .build(),
        key);
  }

  @Test
  void aDpopNonceMustBeOursWhereOneIsGiven() {
    ECKey key = PlainWallet.newKey();
    String url = Town.ISSUER + "/token";
    var form = PlainWallet.form(PlainWallet.code(offer("P27").uri()));
    String nonce = nonceOf(() -> door.token("agency", form, List.of(dpop(key, url, "made-up"))));
    hub.clock().advance(Duration.ofMinutes(5));
    String fresh = nonceOf(() -> door.token("agency", form, List.of(dpop(key, url, nonce))));
    assertThat(door.token("agency", form, List.of(dpop(key, url, fresh))).get("token_type"))
        .hasToString("\"DPoP\"");
  }

  /** The whole of HAIP's flow, with what it refuses on the way. */
  @Test
  void anAuthorityThatKeepsToHaipAcceptsNothingLess() {
    problem(
        CertificateProblem.HOLDERS_SIGN_IN,
        () -> certificates.offer(Town.STRANGER, "badge", Map.of("number", "P28"), false));
    fails(
        IssuerError.UNAUTHORIZED_CLIENT,
        "authorization code flow",
        () -> door.token("council", PlainWallet.form("any"), List.of()));
    var plain = push("https://wallet.test", "pocket:/back", "badge");
    fails(
        IssuerError.INVALID_CLIENT,
        "attesters",
        () -> authorization.push("council", plain, List.of(), ClientAttestation.NONE));
    var form = push(SAFE, BACK, "badge.mso_mdoc");
    ECKey key = PlainWallet.newKey();
    String par = STRICT + "/par";
    String nonce =
        nonceOf(
            () ->
                authorization.push(
                    "council", form, List.of(dpop(key, par, null)), attestation(STRICT)));
    String uri =
        authorization
            .push("council", form, List.of(dpop(key, par, nonce)), attestation(STRICT))
            .get("request_uri")
            .asText();
    String back =
        authorization.agree(authorization.take("council", SAFE, uri), "P28").getRawQuery();
    Map<String, List<String>> code = new HashMap<>();
    code.put("grant_type", List.of("authorization_code"));
    code.put("client_id", List.of(SAFE));
    code.put("redirect_uri", List.of(BACK));
    code.put("code", List.of(back.replaceAll(".*code=([^&]*).*", "$1")));
    code.put("code_verifier", List.of(VERIFIER));
    String url = STRICT + "/token";
    fails(
        IssuerError.INVALID_CLIENT,
        "number of client attestations",
        () -> door.token("council", code, List.of(dpop(key, url, nonce)), ClientAttestation.NONE));
    nonceOf(() -> door.token("council", code, List.of(dpop(key, url, null)), attestation(STRICT)));
    JsonNode tokens =
        door.token("council", code, List.of(dpop(key, url, nonce)), attestation(STRICT));
    assertThat(tokens.get("token_type").asText()).isEqualTo("DPoP");
    JsonNode metadata = door.authorizationServer("council");
    assertThat(metadata.get("grant_types_supported").toString()).doesNotContain("pre-authorized");
    assertThat(metadata.get("token_endpoint_auth_methods_supported").toString())
        .isEqualTo("[\"attest_jwt_client_auth\"]");
    assertThat(door.authorizationServer("agency").get("grant_types_supported").toString())
        .contains("pre-authorized_code");
  }
}
