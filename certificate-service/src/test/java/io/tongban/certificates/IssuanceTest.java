package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Offer;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.jdbc.CertificateStore.NewCertificate;
import io.tongban.certificates.jdbc.IdentifierStore;
import io.tongban.certificates.jdbc.IssueStore;
import io.tongban.certificates.jdbc.IssueStore.Claim;
import io.tongban.certificates.jdbc.IssueStore.NewIssue;
import io.tongban.certificates.jdbc.IssueStore.NotClaimed;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.StatusListStore;
import io.tongban.hub.Cursor;
import io.tongban.hub.Database;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pre-authorised code flow, from outside, with every way in which it can fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IssuanceTest {
  private TestHub hub;
  private CredentialIssuer door;
  private Certificates certificates;
  private PlainWallet wallet;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    door = hub.get(CredentialIssuer.class);
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

  private Offer offer(String number) {
    return certificates.offer(Town.AGENCY, "approval", Map.of("number", number), false);
  }

  private String token(Offer offer) {
    return door.token("agency", PlainWallet.form(PlainWallet.code(offer.uri())), List.of())
        .get("access_token")
        .asText();
  }

  private JsonNode credential(String token, JsonNode request) {
    return door.credential("agency", new TokenUse("Bearer " + token, List.of()), request);
  }

  private ObjectNode request() {
    return PlainWallet.request("approval", wallet.proof(Town.ISSUER, wallet.nonce("agency")));
  }

  private static void fails(IssuerError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(IssuerException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static void fails(CertificateProblem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  @Test
  void aWalletObtainsACertificateOfWhatTheStateKnows() throws Exception {
    String compact = wallet.obtain(offer("P3").uri());
    SignedJWT jwt = SignedJWT.parse(compact.split("~")[0]);
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("dc+sd-jwt");
    X509Certificate leaf = leaf(jwt);
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) leaf.getPublicKey()))).isTrue();
    assertThat(leaf.getSubjectX500Principal()).isNotEqualTo(leaf.getIssuerX500Principal());
    leaf.verify(anchor().getPublicKey());
    leaf.checkValidity(Date.from(MutableClock.START));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(Town.ISSUER);
    assertThat(claims.getStringClaim("vct")).isEqualTo("urn:test:approval:1");
    assertThat(claims.getStringClaim("number")).isEqualTo("P3");
    assertThat(claims.getClaim("name")).isNull();
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(MutableClock.START.plus(Duration.ofDays(30)));
    assertThat(claims.getJSONObjectClaim("cnf").get("jwk"))
        .isEqualTo(wallet.key().toPublicJWK().toJSONObject());
    assertThat(compact.split("~")).hasSize(5);
    assertThat(disclosed(compact))
        .containsEntry("name", "茶楼 Tearoom 3")
        .containsEntry("opened", "2020-01-04")
        .containsEntry("fee", "12.5");
  }

  private static Map<String, String> disclosed(String compact) {
    Map<String, String> claims = new HashMap<>();
    String[] parts = compact.split("~");
    for (int i = 1; i < parts.length; i++) {
      JsonNode disclosure =
          PlainWallet.json(
              new String(
                  java.util.Base64.getUrlDecoder().decode(parts[i]),
                  java.nio.charset.StandardCharsets.UTF_8));
      String text = disclosure.get(2).asText();
      claims.put(disclosure.get(1).asText(), text.equals("12.50") ? "12.5" : text);
    }
    return claims;
  }

  private static X509Certificate leaf(SignedJWT jwt) throws Exception {
    assertThat(jwt.getHeader().getX509CertChain()).hasSize(1);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(jwt.getHeader().getX509CertChain().get(0).decode()));
  }

  private X509Certificate anchor() {
    return hub.get(TrustAnchors.class).anchors().get(0);
  }

  @Test
  void theIssueIsInTheLedgerWithTheRowItCameFrom() {
    wallet.obtain(offer("P4").uri());
    Issued issued = certificates.byNumber("approval", " P4 ").get(0);
    assertThat(issued.number()).isEqualTo("P4");
    assertThat(issued.status()).isEqualTo(Certificates.Status.VALID);
    Ledger ledger = hub.get(Ledger.class);
    Ledger.Recorded entry = ledger.find(issued.receiptId()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.CERTIFICATE_ISSUED);
    assertThat(entry.actor()).isEqualTo("agency-system");
    assertThat(ledger.uses(new RowRef("certificate", issued.id().toString()), 10)).hasSize(1);
    assertThat(ledger.uses(new RowRef("premises", "P4"), 10))
        .extracting(Ledger.Recorded::id)
        .contains(issued.receiptId());
    assertThat(entry.manifest().toString()).doesNotContain("Tearoom");
    assertThat(certificates.find(issued.id())).contains(issued);
  }

  @Test
  void aTypeWithNationalMetadataGivesIdentifiersWhoseVersionCountsReissues() {
    String form = "1.2.156.3005.2.11100000MB03271699022.340100.";
    List<String> identifiers = new ArrayList<>();
    for (String number : List.of("P20", "P20", "P21")) {
      Offer offer = certificates.offer(Town.AGENCY, "licence", Map.of("number", number), false);
      identifiers.add(disclosed(wallet.obtain(offer.uri())).get("identifier"));
    }
    assertThat(identifiers).allMatch(i -> CertificateIdentifier.parse(i).toString().equals(i));
    assertThat(identifiers.get(0)).startsWith(form + "000000001.001.");
    assertThat(identifiers.get(1)).startsWith(form + "000000001.002.");
    assertThat(identifiers.get(2)).startsWith(form + "000000002.001.");
    assertThat(certificates.byNumber("licence", "P20"))
        .extracting(Issued::identifier)
        .containsExactlyInAnyOrder(identifiers.get(0), identifiers.get(1));
    assertThat(door.typeMetadata("licence").at("/national/issuerCode").asText())
        .isEqualTo("340100");
  }

  @Test
  void anOfferKeepsItsIdentifierAndTheThousandthVersionIsRefused() {
    IdentifierStore store = hub.get(IdentifierStore.class);
    UUID offer = UUID.randomUUID();
    CertificateIdentifier first = store.assign(asked(offer)).orElseThrow();
    assertThat(store.assign(asked(offer))).contains(first);
    hub.get(io.tongban.hub.Database.class)
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.identifier SET version = 999 WHERE offer = ?", offer));
    assertThat(store.assign(asked(UUID.randomUUID()))).isEmpty();
  }

  private static IdentifierStore.Asked asked(UUID offer) {
    return new IdentifierStore.Asked(offer, "licence", "N1", "11100000MB03271699023", "340100");
  }

  @Test
  void aClaimWithoutAValueIsLeftOut() {
    assertThat(disclosed(wallet.obtain(offer("P7").uri()))).doesNotContainKey("opened");
  }

  @Test
  void listsCertificatesNewestFirstByPages() {
    for (String number : List.of("P8", "P9", "P10")) {
      wallet.obtain(offer(number).uri());
    }
    List<Issued> first = certificates.newest("approval", null, 2);
    assertThat(first).extracting(Issued::number).containsExactly("P10", "P9");
    Cursor after = new Cursor(List.of(first.get(1).id().toString()));
    assertThat(certificates.newest("approval", after, 1))
        .extracting(Issued::number)
        .containsExactly("P8");
    assertThat(certificates.newest(null, null, 1)).hasSize(1);
    assertThatThrownBy(() -> certificates.newest(null, new Cursor(List.of("x")), 1))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void onlyAnIssuerOfTheAuthorityOffers() {
    Map<String, String> parameters = Map.of("number", "P1");
    fails(
        CertificateProblem.NOT_ISSUING_AUTHORITY,
        () -> certificates.offer(Town.READER, "approval", parameters, false));
    fails(
        CertificateProblem.NOT_ISSUING_AUTHORITY,
        () -> certificates.offer(Town.STRANGER, "approval", parameters, false));
    fails(
        CertificateProblem.TYPE_UNKNOWN,
        () -> certificates.offer(Town.AGENCY, "diploma", parameters, false));
    fails(
        CertificateProblem.PARAMETERS_INVALID,
        () -> certificates.offer(Town.AGENCY, "approval", Map.of(), false));
    fails(
        CertificateProblem.PARAMETERS_INVALID,
        () -> certificates.offer(Town.AGENCY, "approval", Map.of("number", " "), false));
    fails(
        CertificateProblem.PARAMETERS_INVALID,
        () ->
            certificates.offer(
                Town.AGENCY, "approval", Map.of("number", "P1", "name", "x"), false));
  }

  @Test
  void anOfferIsShapedAsTheSpecificationsExample() {
    JsonNode example = Suites.read("openid4vci/credential_offer_pre-authz_code.json");
    Offer offer = certificates.offer(Town.AGENCY, "approval", Map.of("number", "P1"), true);
    assertThat(offer.uri().getScheme()).isEqualTo("openid-credential-offer");
    JsonNode made = PlainWallet.offer(offer.uri());
    assertThat(made.fieldNames()).toIterable().containsAll(() -> example.fieldNames());
    assertThat(offer.transactionCode()).matches("[0-9]{6}");
    assertThat(made.findValue("tx_code").get("length").intValue()).isEqualTo(6);
    assertThat(made.toString()).doesNotContain(offer.transactionCode());
  }

  @Test
  void theTransactionCodeIsAskedForAndCounted() {
    Offer offer = certificates.offer(Town.AGENCY, "approval", Map.of("number", "P1"), true);
    String code = PlainWallet.code(offer.uri());
    fails(
        IssuerError.INVALID_REQUEST, () -> door.token("agency", PlainWallet.form(code), List.of()));
    String wrong = offer.transactionCode().equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 4; i++) {
      fails(IssuerError.INVALID_GRANT, () -> door.token("agency", form(code, wrong), List.of()));
    }
    assertThat(door.token("agency", form(code, offer.transactionCode()), List.of())).isNotNull();
    Offer tried = certificates.offer(Town.AGENCY, "approval", Map.of("number", "P1"), true);
    String triedCode = PlainWallet.code(tried.uri());
    String bad = tried.transactionCode().equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      fails(IssuerError.INVALID_GRANT, () -> door.token("agency", form(triedCode, bad), List.of()));
    }
    fails(
        IssuerError.INVALID_GRANT,
        () -> door.token("agency", form(triedCode, tried.transactionCode()), List.of()));
    fails(
        IssuerError.INVALID_REQUEST,
        () -> door.token("agency", form(PlainWallet.code(offer("P1").uri()), "123456"), List.of()));
  }

  private static Map<String, List<String>> form(String code, String transactionCode) {
    Map<String, List<String>> form = new HashMap<>(PlainWallet.form(code));
    form.put("tx_code", List.of(transactionCode));
    return form;
  }

  @Test
  void theTokenEndpointRefusesWhatIsNotAsItMustBe() {
    String code = PlainWallet.code(offer("P1").uri());
    Map<String, List<String>> form = new HashMap<>(PlainWallet.form(code));
    form.put("grant_type", List.of("password"));
    fails(IssuerError.UNSUPPORTED_GRANT_TYPE, () -> door.token("agency", form, List.of()));
    form.remove("grant_type");
    fails(IssuerError.INVALID_REQUEST, () -> door.token("agency", form, List.of()));
    Map<String, List<String>> noCode = new HashMap<>(PlainWallet.form(code));
    noCode.remove("pre-authorized_code");
    fails(IssuerError.INVALID_REQUEST, () -> door.token("agency", noCode, List.of()));
    Map<String, List<String>> twice = new HashMap<>(PlainWallet.form(code));
    twice.put("pre-authorized_code", List.of(code, code));
    fails(IssuerError.INVALID_REQUEST, () -> door.token("agency", twice, List.of()));
    Map<String, List<String>> details = new HashMap<>(PlainWallet.form(code));
    details.put("authorization_details", List.of("[]"));
    fails(
        IssuerError.INVALID_AUTHORIZATION_DETAILS, () -> door.token("agency", details, List.of()));
    fails(
        IssuerError.INVALID_GRANT,
        () -> door.token("agency", PlainWallet.form("nonsense"), List.of()));
    fails(
        CertificateProblem.AUTHORITY_UNKNOWN,
        () -> door.token("council", PlainWallet.form(code), List.of()));
    hub.clock().advance(Duration.ofMinutes(31));
    fails(IssuerError.INVALID_GRANT, () -> door.token("agency", PlainWallet.form(code), List.of()));
  }

  @Test
  void aCodeWorksOnceAndItsSecondUseEndsTheFirstToken() {
    Offer offer = offer("P1");
    String token = token(offer);
    fails(
        IssuerError.INVALID_GRANT,
        () -> door.token("agency", PlainWallet.form(PlainWallet.code(offer.uri())), List.of()));
    fails(IssuerError.INVALID_TOKEN, () -> credential(token, request()));
  }

  @Test
  void aTokenMakesOneCertificate() {
    String token = token(offer("P11"));
    credential(token, request());
    fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> credential(token, request()));
    assertThat(certificates.byNumber("approval", "P11")).hasSize(1);
  }

  @Test
  void whatIsRecordedButNotReleasedLeavesTheOfferAsItWas() {
    OfferStore offers = hub.get(OfferStore.class);
    IssueStore issues = hub.get(IssueStore.class);
    int already = certificates.byNumber("approval", "P18").size();
    String token = token(offer("P18"));
    StoredOffer before = offers.byToken(token).orElseThrow();
    NewIssue issue = issue("P18");
    place(issues, before, issue);
    assertThat(certificates.byNumber("approval", "P18")).hasSize(already + 1);
    assertThat(offers.byToken(token).orElseThrow().state()).isEqualTo("ISSUED");
    assertThatThrownBy(() -> place(issues, before, issue("P18")))
        .isInstanceOfSatisfying(
            NotClaimed.class, e -> assertThat(e.claim()).isEqualTo(Claim.OFFER_TAKEN));
    issues.undo(before, UUID.randomUUID());
    assertThat(certificates.byNumber("approval", "P18")).hasSize(already + 1);
    issues.undo(before, issue.batch());
    assertThat(certificates.byNumber("approval", "P18")).hasSize(already);
    assertThat(offers.byToken(token).orElseThrow()).usingRecursiveComparison().isEqualTo(before);
    credential(token, request());
    assertThat(certificates.byNumber("approval", "P18")).hasSize(already + 1);
  }

  private void place(IssueStore issues, StoredOffer offer, NewIssue issue) {
    hub.get(Database.class)
        .jdbi()
        .useTransaction(handle -> issues.placed(offer, null, issue).change(handle.getConnection()));
  }

  private NewIssue issue(String number) {
    UUID id = UUID.randomUUID();
    Instant now = hub.clock().instant();
    NewCertificate only =
        new NewCertificate(
            id,
            id,
            "approval",
            "agency",
            number,
            null,
            now,
            now.plusSeconds(60),
            hub.get(StatusListStore.class).take("agency", "of no key", 2));
    return new NewIssue(List.of(only), UUID.randomUUID(), "somebody", null);
  }

  /** What became of requests that are sent at once: null for a certificate, else the error. */
  private List<IssuerError> atOnce(Map<JsonNode, String> tokens) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tokens.size());
    try {
      CountDownLatch ready = new CountDownLatch(tokens.size());
      List<Future<IssuerError>> outcomes = new ArrayList<>();
      tokens.forEach(
          (request, token) ->
              outcomes.add(
                  pool.submit(
                      () -> {
                        ready.countDown();
                        ready.await();
                        try {
                          credential(token, request);
                          return null;
                        } catch (IssuerException e) {
                          return e.error();
                        }
                      })));
      List<IssuerError> errors = new ArrayList<>();
      for (Future<IssuerError> outcome : outcomes) {
        errors.add(outcome.get());
      }
      return errors;
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void ofRequestsWithOneTokenAtOnceOneMakesACertificate() throws Exception {
    int before = certificates.byNumber("approval", "P16").size();
    String token = token(offer("P16"));
    Map<JsonNode, String> requests = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      requests.put(request(), token);
    }
    assertThat(atOnce(requests))
        .containsOnlyOnce((IssuerError) null)
        .containsOnly(null, IssuerError.CREDENTIAL_REQUEST_DENIED);
    assertThat(certificates.byNumber("approval", "P16")).hasSize(before + 1);
  }

  @Test
  void ofRequestsWithOneNonceAtOnceOneMakesACertificateAndTheOthersLoseNothing() throws Exception {
    int before = certificates.byNumber("approval", "P17").size();
    String nonce = wallet.nonce("agency");
    Map<JsonNode, String> requests = new HashMap<>();
    Map<JsonNode, String> again = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      String token = token(offer("P17"));
      // each is another proof, since its signature is
      requests.put(PlainWallet.request("approval", wallet.proof(Town.ISSUER, nonce)), token);
      again.put(request(), token);
    }
    assertThat(atOnce(requests))
        .containsOnlyOnce((IssuerError) null)
        .containsOnly(null, IssuerError.INVALID_NONCE);
    assertThat(atOnce(again)).filteredOn(Objects::isNull).hasSize(5);
    assertThat(certificates.byNumber("approval", "P17")).hasSize(before + 6);
  }

  @Test
  void theCredentialEndpointRefusesWhatIsNotAsItMustBe() {
    String token = token(offer("P12"));
    fails(IssuerError.INVALID_CREDENTIAL_REQUEST, () -> credential(token, null));
    ObjectNode neither = request();
    neither.remove("credential_configuration_id");
    fails(IssuerError.INVALID_CREDENTIAL_REQUEST, () -> credential(token, neither));
    fails(
        IssuerError.UNKNOWN_CREDENTIAL_IDENTIFIER,
        () -> credential(token, neither.put("credential_identifier", "x")));
    fails(
        IssuerError.INVALID_CREDENTIAL_REQUEST,
        () -> credential(token, request().put("credential_identifier", "x")));
    fails(
        IssuerError.UNKNOWN_CREDENTIAL_CONFIGURATION,
        () -> credential(token, request().put("credential_configuration_id", "town-approval")));
    ObjectNode encrypted = request();
    encrypted.putObject("credential_response_encryption");
    fails(IssuerError.INVALID_ENCRYPTION_PARAMETERS, () -> credential(token, encrypted));
    ObjectNode noProof = request();
    noProof.remove("proofs");
    fails(IssuerError.INVALID_PROOF, () -> credential(token, noProof));
    ObjectNode attestation = request();
    attestation.putObject("proofs").putArray("attestation").add("x");
    fails(IssuerError.INVALID_PROOF, () -> credential(token, attestation));
    ObjectNode two = request();
    two.withObject("proofs").withArray("jwt").add(wallet.proof(Town.ISSUER, "x"));
    fails(IssuerError.INVALID_PROOF, () -> credential(token, two));
    assertThat(credential(token, request()).has("credentials")).isTrue();
  }

  @Test
  void aProofMustBeFreshAndForThisIssuerAndWithItsKey() {
    String token = token(offer("P13"));
    String nonce = wallet.nonce("agency");
    for (String proof : badProofs(nonce)) {
      fails(
          IssuerError.INVALID_PROOF,
          () -> credential(token, PlainWallet.request("approval", proof)));
    }
    // none of the bad proofs used the nonce up
    assertThat(
            credential(token, PlainWallet.request("approval", wallet.proof(Town.ISSUER, nonce)))
                .has("credentials"))
        .isTrue();
  }

  private List<String> badProofs(String nonce) {
    Instant now = hub.clock().instant();
    JWTClaimsSet good =
        new JWTClaimsSet.Builder()
            .audience(Town.ISSUER)
            .issueTime(Date.from(now))
            .claim("nonce", nonce)
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("openid4vci-proof+jwt"))
            .jwk(wallet.key().toPublicJWK())
            .build();
    List<String> bad = new ArrayList<>();
    bad.add("nonsense");
    bad.add(PlainWallet.sign(header, good, PlainWallet.newKey()));
    bad.add(signed(new JWSHeader.Builder(header).type(JOSEObjectType.JWT).build(), good));
    bad.add(signed(new JWSHeader.Builder(header).keyID("k").build(), good));
    bad.add(signed(new JWSHeader.Builder(header).jwk(null).keyID("k").build(), good));
    bad.add(signed(header, change(good).audience("https://other").build()));
    bad.add(signed(header, change(good).issueTime(Date.from(now.minusSeconds(301))).build()));
    bad.add(signed(header, change(good).issueTime(Date.from(now.plusSeconds(61))).build()));
    bad.add(signed(header, change(good).issueTime(null).build()));
    bad.add(signed(header, change(good).claim("nonce", null).build()));
    return bad;
  }

  private static JWTClaimsSet.Builder change(JWTClaimsSet claims) {
    return new JWTClaimsSet.Builder(claims);
  }

  private String signed(JWSHeader header, JWTClaimsSet claims) {
    return PlainWallet.sign(header, claims, wallet.key());
  }

  @Test
  void aNonceIsOursInTimeAndUsedOnce() {
    String token = token(offer("P14"));
    String nonce = wallet.nonce("agency");
    ObjectNode made = PlainWallet.request("approval", wallet.proof(Town.ISSUER, "made-up"));
    fails(IssuerError.INVALID_NONCE, () -> credential(token, made));
    ObjectNode forged =
        PlainWallet.request("approval", wallet.proof(Town.ISSUER, "A" + nonce.substring(1) + "0"));
    fails(IssuerError.INVALID_NONCE, () -> credential(token, forged));
    String second = token(offer("P15"));
    credential(second, PlainWallet.request("approval", wallet.proof(Town.ISSUER, nonce)));
    fails(
        IssuerError.INVALID_NONCE,
        () -> credential(token, PlainWallet.request("approval", wallet.proof(Town.ISSUER, nonce))));
    String late = wallet.nonce("agency");
    hub.clock().advance(Duration.ofMinutes(5));
    fails(
        IssuerError.INVALID_NONCE,
        () -> credential(token, PlainWallet.request("approval", wallet.proof(Town.ISSUER, late))));
    assertThat(credential(token, request()).has("credentials")).isTrue();
  }

  @Test
  void aTokenMustBeKnownAndInTime() {
    fails(IssuerError.INVALID_TOKEN, () -> credential("nonsense", request()));
    for (String header : new String[] {null, "", "Bearer", "Basic x", "Bearer a b"}) {
      assertThatThrownBy(
              () -> door.credential("agency", new TokenUse(header, List.of()), request()))
          .isInstanceOfSatisfying(
              IssuerException.class,
              e -> {
                assertThat(e.status()).isEqualTo(401);
                assertThat(e.challenge().orElseThrow()).contains("invalid_token");
              });
    }
    String token = token(offer("P1"));
    hub.clock().advance(Duration.ofMinutes(10));
    fails(IssuerError.INVALID_TOKEN, () -> credential(token, request()));
  }

  @Test
  void aSubjectTheStateDoesNotKnowOrKnowsTwiceIsDenied() {
    String unknown = token(offer("P999"));
    fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> credential(unknown, request()));
    Offer twins = certificates.offer(Town.AGENCY, "town-approval", Map.of("town", "Twin"), false);
    fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> wallet.obtain(twins.uri()));
    assertThat(certificates.byNumber("approval", "P999")).isEmpty();
    assertThat(
            wallet.obtain(
                certificates
                    .offer(Town.AGENCY, "town-approval", Map.of("town", "Town20"), false)
                    .uri()))
        .isNotEmpty();
  }

  @Test
  void aTokenBoundByDpopNeedsItsKeyEachTime() {
    String url = Town.ISSUER + "/token";
    Offer offer = offer("P16");
    Map<String, List<String>> form = PlainWallet.form(PlainWallet.code(offer.uri()));
    String proof = wallet.dpop(url, null);
    fails(
        IssuerError.INVALID_DPOP_PROOF,
        () -> door.token("agency", form, List.of(wallet.dpop(url + "x", null))));
    fails(IssuerError.INVALID_DPOP_PROOF, () -> door.token("agency", form, List.of(proof, proof)));
    JsonNode answer = door.token("agency", form, List.of(proof));
    assertThat(answer.get("token_type").asText()).isEqualTo("DPoP");
    String token = answer.get("access_token").asText();
    fails(IssuerError.INVALID_TOKEN, () -> credential(token, request()));
    String credentialUrl = Town.ISSUER + "/credential";
    PlainWallet thief = new PlainWallet(door, hub.clock());
    fails(IssuerError.INVALID_TOKEN, () -> bound(token, thief.dpop(credentialUrl, token)));
    fails(
        IssuerError.INVALID_DPOP_PROOF, () -> bound(token, wallet.dpop(credentialUrl, "another")));
    fails(IssuerError.INVALID_DPOP_PROOF, () -> bound(token, wallet.dpop(credentialUrl, null)));
    String once = wallet.dpop(credentialUrl, token);
    assertThat(bound(token, once).has("credentials")).isTrue();
    fails(IssuerError.INVALID_DPOP_PROOF, () -> bound(token, once));
    String replayed = wallet.dpop(url, null);
    door.token("agency", PlainWallet.form(PlainWallet.code(offer("P1").uri())), List.of(replayed));
    fails(
        IssuerError.INVALID_DPOP_PROOF,
        () ->
            door.token(
                "agency",
                PlainWallet.form(PlainWallet.code(offer("P1").uri())),
                List.of(replayed)));
  }

  private JsonNode bound(String token, String proof) {
    return door.credential("agency", new TokenUse("DPoP " + token, List.of(proof)), request());
  }

  @Test
  void notificationsAreIdempotentAndChecked() {
    String token = token(offer("P17"));
    TokenUse use = new TokenUse("Bearer " + token, List.of());
    JsonNode answer = credential(token, request());
    ObjectNode notice =
        ((ObjectNode) PlainWallet.json("{\"event\":\"credential_accepted\"}"))
            .put("notification_id", answer.get("notification_id").asText());
    door.notification("agency", use, notice);
    door.notification("agency", use, notice);
    fails(
        IssuerError.INVALID_NOTIFICATION_ID,
        () -> door.notification("agency", use, notice.deepCopy().put("notification_id", "x")));
    fails(
        IssuerError.INVALID_NOTIFICATION_REQUEST,
        () -> door.notification("agency", use, notice.deepCopy().put("event", "lost")));
  }

  @Test
  void metadataIsShapedAsTheSpecificationsExample() {
    JsonNode example = Suites.read("openid4vci/credential_issuer_metadata_sd_jwt_long.json");
    JsonNode metadata = door.metadata("agency");
    assertThat(metadata.get("credential_issuer").asText()).isEqualTo(Town.ISSUER);
    for (String member :
        List.of(
            "credential_endpoint",
            "nonce_endpoint",
            "deferred_credential_endpoint",
            "notification_endpoint",
            "credential_request_encryption",
            "credential_response_encryption",
            "batch_credential_issuance",
            "display")) {
      assertThat(metadata.get(member).getNodeType()).isEqualTo(example.get(member).getNodeType());
    }
    JsonNode theirs =
        example.get("credential_configurations_supported").get("SD_JWT_VC_example_in_OpenID4VCI");
    JsonNode ours = metadata.get("credential_configurations_supported").get("approval");
    theirs
        .properties()
        .forEach(
            member ->
                assertThat(ours.get(member.getKey()).getNodeType())
                    .as(member.getKey())
                    .isEqualTo(member.getValue().getNodeType()));
    assertThat(ours.get("format").asText()).isEqualTo("dc+sd-jwt");
    assertThat(ours.get("credential_metadata").get("claims").get(0).toString())
        .isEqualTo(
            "{\"path\":[\"number\"],\"display\":[{\"name\":\"编号\",\"locale\":\"zh-CN\"},"
                + "{\"name\":\"Number\",\"locale\":\"en\"}]}");
    assertThat(door.authorizationServer("agency").get("token_endpoint").asText())
        .isEqualTo(Town.ISSUER + "/token");
    assertThat(door.issuerKeys("agency").get("jwks").get("keys").get(0).has("d")).isFalse();
    assertThat(door.typeMetadata("approval").get("claims").get(0).get("sd").asText())
        .isEqualTo("never");
    assertThat(door.typeMetadata("approval").get("claims").get(1).get("sd").asText())
        .isEqualTo("always");
    fails(CertificateProblem.AUTHORITY_UNKNOWN, () -> door.metadata("nobody"));
    fails(CertificateProblem.TYPE_UNKNOWN, () -> door.typeMetadata("nothing"));
  }

  @Test
  void aRefusalByTheJudgeReachesTheWalletAsADenialAndTheLedgerAsARefusal() {
    Offer offer = offer("P18");
    String token = token(offer);
    String suspended =
        Town.WORLD.replace(
            "spec: {department: agency, roles: [caller, issuer]",
            "spec: {suspended: true, department: agency, roles: [caller, issuer]");
    var definitions = hub.get(io.tongban.hub.Definitions.class);
    definitions.apply(Town.files(suspended), false);
    try {
      long before = hub.get(Ledger.class).size();
      fails(IssuerError.CREDENTIAL_REQUEST_DENIED, () -> credential(token, request()));
      assertThat(hub.get(Ledger.class).size()).isEqualTo(before + 1);
      assertThat(certificates.byNumber("approval", "P18")).isEmpty();
    } finally {
      definitions.apply(Town.files(Town.WORLD), false);
    }
    assertThat(credential(token, request()).has("credentials")).isTrue();
  }

  @Test
  void anIdNobodyKnowsIsNobodysCertificate() {
    assertThat(certificates.find(UUID.randomUUID())).isEmpty();
    fails(
        CertificateProblem.STATUS_LIST_UNKNOWN,
        () -> hub.get(StatusLists.class).token(UUID.randomUUID()));
  }
}
