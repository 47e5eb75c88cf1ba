package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer.Reply;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.CredentialIssuer.WalletMessage;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What OpenID4VCI 1.0 has beyond one certificate of a pre-authorised code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WalletFlowsTest {
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

  private String token(String number) {
    URI uri = certificates.offer(Town.AGENCY, "approval", Map.of("number", number), false).uri();
    return door.token("agency", PlainWallet.form(PlainWallet.code(uri)), List.of())
        .get("access_token")
        .asText();
  }

  private static void fails(IssuerError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(IssuerException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private JsonNode credential(String token, JsonNode request) {
    return door.credential("agency", new TokenUse("Bearer " + token, List.of()), request);
  }

  private String proof(ECKey key, String nonce) {
    return PlainWallet.sign(header(key).build(), proofClaims(nonce), key);
  }

  private static JWSHeader.Builder header(ECKey key) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("openid4vci-proof+jwt"))
        .jwk(key.toPublicJWK());
  }

  private JWTClaimsSet proofClaims(String nonce) {
    return new JWTClaimsSet.Builder()
        .audience(Town.ISSUER)
        .issueTime(Date.from(hub.clock().instant()))
        .claim("nonce", nonce)
        .build();
  }

  private static ObjectNode request(List<String> proofs) {
    ObjectNode request = PlainWallet.request("approval", proofs.get(0));
    ArrayNode jwts = request.withObject("proofs").withArray("jwt");
    proofs.stream().skip(1).forEach(jwts::add);
    return request;
  }

  private static List<ECKey> keys(int count) {
    return Stream.generate(PlainWallet::newKey).limit(count).toList();
  }

  @Test
  void aBatchIsOneIssueOfCopiesWithKeysAndPlacesOfTheirOwn() throws Exception {
    List<ECKey> keys = keys(3);
    String nonce = wallet.nonce("agency");
    JsonNode answer =
        credential(token("P21"), request(keys.stream().map(key -> proof(key, nonce)).toList()));
    assertThat(answer.get("credentials")).hasSize(3);
    assertThat(answer.get("notification_id").isTextual()).isTrue();
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      JsonNode payload = payload(answer.get("credentials").get(i).get("credential").asText());
      assertThat(payload.get("cnf").get("jwk").toString())
          .isEqualTo(PlainWallet.json(keys.get(i).toPublicJWK().toJSONString()).toString());
      assertThat(payload.get("number").asText()).isEqualTo("P21");
      places.add(payload.findValue("idx").asInt());
    }
    assertThat(places).hasSize(3);
    List<Issued> issued = certificates.byNumber("approval", "P21");
    assertThat(issued).hasSize(3);
    assertThat(issued).extracting(Issued::receiptId).containsOnly(issued.get(0).receiptId());
    Ledger ledger = hub.get(Ledger.class);
    for (Issued one : issued) {
      assertThat(ledger.uses(new RowRef("certificate", one.id().toString()), 10)).hasSize(1);
    }
  }

  @Test
  void aStatusIsThatOfAllCopies() {
    String nonce = wallet.nonce("agency");
    List<ECKey> keys = keys(2);
    JsonNode answer =
        credential(token("P22"), request(keys.stream().map(key -> proof(key, nonce)).toList()));
    Issued one = certificates.byNumber("approval", "P22").get(0);
    certificates.changeStatus(
        Town.AGENCY, one.id(), new Change(Act.REVOKED, null, "Act 1, section 2", "closed", null));
    for (JsonNode copy : answer.get("credentials")) {
      String shown = PlainWallet.disclose(copy.get("credential").asText());
      assertThat(certificates.verify(null, shown, null, null, null).verdict())
          .isEqualTo(Verdict.REVOKED);
    }
    for (Issued copy : certificates.byNumber("approval", "P22")) {
      assertThat(copy.acts())
          .extracting(Certificates.RecordedAct::reason)
          .containsExactly("closed");
      assertThat(hub.get(Ledger.class).uses(new RowRef("certificate", copy.id().toString()), 10))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aBatchOfProofsThatDoNotBelongTogetherIsRefusedAndUsesNothingUp() {
    String token = token("P23");
    String nonce = wallet.nonce("agency");
    ECKey key = PlainWallet.newKey();
    String good = proof(key, nonce);
    String other = proof(PlainWallet.newKey(), wallet.nonce("agency"));
    fails(IssuerError.INVALID_PROOF, () -> credential(token, request(List.of(good, good))));
    fails(IssuerError.INVALID_PROOF, () -> credential(token, request(List.of(good, other))));
    fails(IssuerError.INVALID_PROOF, () -> credential(token, request(List.of(good, "nonsense"))));
    ObjectNode mixed = request(List.of(good));
    mixed.withObject("proofs").putArray("attestation").add("x");
    fails(IssuerError.INVALID_PROOF, () -> credential(token, mixed));
    ObjectNode number = request(List.of(good));
    number.withObject("proofs").withArray("jwt").add(7);
    fails(IssuerError.INVALID_PROOF, () -> credential(token, number));
    List<String> tooMany = keys(11).stream().map(k -> proof(k, nonce)).toList();
    fails(IssuerError.INVALID_CREDENTIAL_REQUEST, () -> credential(token, request(tooMany)));
    assertThat(certificates.byNumber("approval", "P23")).isEmpty();
    assertThat(credential(token, request(List.of(good))).get("credentials")).hasSize(1);
    fails(
        IssuerError.INVALID_NONCE,
        () -> credential(token("P24"), request(List.of(proof(PlainWallet.newKey(), nonce)))));
  }

  @Test
  void aProofMayNotPointElsewhereForItsKeyNorGoUnsigned() throws Exception {
    String token = token("P25");
    String nonce = wallet.nonce("agency");
    ECKey key = PlainWallet.newKey();
    JWTClaimsSet claims = proofClaims(nonce);
    URI elsewhere = URI.create("https://evil.example/keys");
    for (JWSHeader header :
        List.of(
            header(key).jwkURL(elsewhere).build(),
            header(key).x509CertURL(elsewhere).build(),
            header(key).criticalParams(Set.of("b64")).build())) {
      String proof = PlainWallet.sign(header, claims, key);
      fails(IssuerError.INVALID_PROOF, () -> credential(token, request(List.of(proof))));
    }
    String unsigned =
        base64(header(key).build().toString().replace("ES256", "none"))
            + "."
            + base64(claims.toString())
            + ".";
    fails(IssuerError.INVALID_PROOF, () -> credential(token, request(List.of(unsigned))));
    assertThat(credential(token, request(List.of(proof(key, nonce)))).has("credentials")).isTrue();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode payload(String compact) {
    return PlainWallet.json(
        new String(Base64.getUrlDecoder().decode(compact.split("\\.")[1]), StandardCharsets.UTF_8));
  }

  @Test
  void signedMetadataSaysWhatTheUnsignedSays() throws Exception {
    SignedJWT jwt = SignedJWT.parse(door.signedMetadata("agency"));
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("openidvci-issuer-metadata+jwt");
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(jwt.getHeader().getX509CertChain()).hasSize(1);
    X509Certificate leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(jwt.getHeader().getX509CertChain().get(0).decode()));
    leaf.verify(hub.get(TrustAnchors.class).anchors().get(0).getPublicKey());
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) leaf.getPublicKey()))).isTrue();
    ObjectNode payload = (ObjectNode) payload(jwt.serialize());
    assertThat(payload.remove("sub").asText()).isEqualTo(Town.ISSUER);
    assertThat(payload.remove("iat").asLong()).isEqualTo(MutableClock.START.getEpochSecond());
    assertThat(payload.toString()).isEqualTo(door.metadata("agency").toString());
    assertThat(payload.get("batch_credential_issuance").get("batch_size").asInt()).isEqualTo(10);
    payload
        .get("credential_configurations_supported")
        .forEach(configuration -> assertThat(configuration.get("scope").isTextual()).isTrue());
  }

  private ECKey issuerKey() throws Exception {
    return ECKey.parse(
        door.metadata("agency")
            .get("credential_request_encryption")
            .get("jwks")
            .get("keys")
            .get(0)
            .toString());
  }

  private static String encrypted(ECKey to, EncryptionMethod method, JsonNode request)
      throws Exception {
    return encrypted(
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, method).keyID(to.getKeyID()).build(),
        to,
        request.toString());
  }

  private static String encrypted(JWEHeader header, ECKey to, String text) throws Exception {
    JWEObject jwe = new JWEObject(header, new Payload(text));
    jwe.encrypt(new ECDHEncrypter(to.toECPublicKey()));
    return jwe.serialize();
  }

  private Reply sealed(String token, String jwe) {
    return door.credential(
        "agency", new TokenUse("Bearer " + token, List.of()), new WalletMessage.Encrypted(jwe));
  }

  private ObjectNode asking(ECKey answerKey, String method) {
    ObjectNode request = request(List.of(proof(PlainWallet.newKey(), wallet.nonce("agency"))));
    ObjectNode wanted = request.putObject("credential_response_encryption");
    ((ObjectNode) wanted.set("jwk", PlainWallet.json(answerKey.toPublicJWK().toJSONString())))
        .put("enc", method);
    ((ObjectNode) wanted.get("jwk")).put("alg", "ECDH-ES").put("kid", "wallet-1");
    return request;
  }

  @Test
  void anEncryptedRequestGetsAnEncryptedResponseIfItAsksForOne() throws Exception {
    ECKey answerKey = PlainWallet.newKey();
    for (EncryptionMethod method : List.of(EncryptionMethod.A128GCM, EncryptionMethod.A256GCM)) {
      Reply reply =
          sealed(token("P26"), encrypted(issuerKey(), method, asking(answerKey, method.getName())));
      JWEObject jwe = JWEObject.parse(((WalletMessage.Encrypted) reply.message()).jwe());
      assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES);
      assertThat(jwe.getHeader().getEncryptionMethod()).isEqualTo(method);
      assertThat(jwe.getHeader().getKeyID()).isEqualTo("wallet-1");
      jwe.decrypt(new ECDHDecrypter(answerKey.toECPrivateKey()));
      JsonNode answer = PlainWallet.json(jwe.getPayload().toString());
      assertThat(answer.get("credentials")).hasSize(1);
      assertThat(reply.deferred()).isFalse();
    }
    ObjectNode plainly = request(List.of(proof(PlainWallet.newKey(), wallet.nonce("agency"))));
    Reply plain = sealed(token("P26"), encrypted(issuerKey(), EncryptionMethod.A128GCM, plainly));
    assertThat(((WalletMessage.Plain) plain.message()).json().get("credentials")).hasSize(1);
  }

  @Test
  void whatIsNotEncryptedAsTheMetadataSayIsRefusedAndUsesNothingUp() throws Exception {
    String token = token("P27");
    ECKey issuer = issuerKey();
    ECKey answerKey = PlainWallet.newKey();
    IssuerError error = IssuerError.INVALID_ENCRYPTION_PARAMETERS;
    fails(error, () -> credential(token, asking(answerKey, "A128GCM")));
    ObjectNode good = asking(answerKey, "A128GCM");
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
            .keyID(issuer.getKeyID())
            .build();
    for (String bad :
        List.of(
            "nonsense",
            good.toString(),
            encrypted(header, PlainWallet.newKey(), good.toString()),
            encrypted(new JWEHeader.Builder(header).keyID("other").build(), issuer, "{}"),
            encrypted(
                new JWEHeader.Builder(header)
                    .compressionAlgorithm(CompressionAlgorithm.DEF)
                    .build(),
                issuer,
                good.toString()),
            encrypted(issuer, EncryptionMethod.A128CBC_HS256, good),
            encrypted(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A128KW, EncryptionMethod.A128GCM)
                    .keyID(issuer.getKeyID())
                    .build(),
                issuer,
                good.toString()))) {
      fails(error, () -> sealed(token, bad));
    }
    List<ObjectNode> requests =
        Stream.generate(() -> asking(answerKey, "A128GCM")).limit(6).toList();
    wanted(requests.get(0)).put("enc", "A128CBC-HS256");
    wanted(requests.get(1)).remove("enc");
    wanted(requests.get(2)).put("zip", "DEF");
    wanted(requests.get(3)).remove("jwk");
    ((ObjectNode) wanted(requests.get(4)).get("jwk")).put("alg", "RSA-OAEP");
    ((ObjectNode) wanted(requests.get(5)).get("jwk")).put("d", "AA");
    for (ObjectNode request : requests) {
      String jwe = encrypted(issuer, EncryptionMethod.A128GCM, request);
      fails(error, () -> sealed(token, jwe));
    }
    String noJson = encrypted(header, issuer, "x");
    fails(IssuerError.INVALID_CREDENTIAL_REQUEST, () -> sealed(token, noJson));
    assertThat(certificates.byNumber("approval", "P27")).isEmpty();
    assertThat(sealed(token, encrypted(issuer, EncryptionMethod.A128GCM, good)).message())
        .isInstanceOf(WalletMessage.Encrypted.class);
  }

  private static ObjectNode wanted(ObjectNode request) {
    return (ObjectNode) request.get("credential_response_encryption");
  }

  /** A type whose facts are in the agency's own database, which is not there yet. */
  private String lateDatabase() {
    String url = "jdbc:h2:mem:late" + UUID.randomUUID();
    Town.apply(
        hub,
        Town.WORLD
            + """
            ---
            apiVersion: tongban.io/v1
            kind: Source
            metadata: {name: agency-db, title: {zh: 库, en: Database}}
            spec: {department: agency, jdbc: {url: "%s;IFEXISTS=TRUE", timeoutSeconds: 2}}
            ---
            apiVersion: tongban.io/v1
            kind: Resource
            metadata: {name: permits, title: {zh: 许可, en: Permits}}
            spec:
              provider: agency
              sharing: CONDITIONAL
              sharingCondition: Food Act s. 9
              items:
                - {name: number, element: text, required: true}
                - {name: name, element: text}
              key: [number]
              live: {source: agency-db, table: permits}
            ---
            apiVersion: tongban.io/v1
            kind: DataService
            metadata: {name: permit-facts, title: {zh: 许可, en: Permit}}
            spec:
              provider: agency
              sql: SELECT number, name FROM permits WHERE number = :number
              parameters: [{name: number, type: STRING, required: true}]
            ---
            apiVersion: tongban.io/v1
            kind: CertificateType
            metadata: {name: permit, title: {zh: 许可证, en: Permit}}
            spec:
              authority: agency
              vct: urn:test:permit:1
              service: permit-facts
              purpose: issue
              numberClaim: number
              claims:
                - {name: number, column: number}
                - {name: name, column: name}
            """
                .formatted(url));
    return url;
  }

  private JsonNode deferred(String token, String transaction) {
    ObjectNode request = ((ObjectNode) PlainWallet.json("{}")).put("transaction_id", transaction);
    Reply reply =
        door.deferredCredential(
            "agency", new TokenUse("Bearer " + token, List.of()), new WalletMessage.Plain(request));
    JsonNode json = ((WalletMessage.Plain) reply.message()).json();
    assertThat(reply.deferred()).isEqualTo(json.has("transaction_id"));
    return json;
  }

  @Test
  void aCertificateIsDeferredUntilItsSourceCanBeAsked() throws Exception {
    String url = lateDatabase();
    URI offer = certificates.offer(Town.AGENCY, "permit", Map.of("number", "Q1"), false).uri();
    String token =
        door.token("agency", PlainWallet.form(PlainWallet.code(offer)), List.of())
            .get("access_token")
            .asText();
    ECKey key = PlainWallet.newKey();
    JsonNode first =
        credential(token, PlainWallet.request("permit", proof(key, wallet.nonce("agency"))));
    assertThat(first.has("credentials")).isFalse();
    assertThat(first.get("interval").asInt()).isPositive();
    String transaction = first.get("transaction_id").asText();
    fails(IssuerError.INVALID_TRANSACTION_ID, () -> deferred(token, "made-up"));
    fails(IssuerError.INVALID_CREDENTIAL_REQUEST, () -> deferred(token, null));
    fails(IssuerError.INVALID_TOKEN, () -> deferred("made-up", transaction));
    fails(
        IssuerError.CREDENTIAL_REQUEST_DENIED,
        () -> credential(token, PlainWallet.request("permit", proof(key, wallet.nonce("agency")))));
    assertThat(deferred(token, transaction).get("transaction_id").asText()).isEqualTo(transaction);
    hub.clock().advance(Duration.ofHours(3));
    try (Connection late = DriverManager.getConnection(url)) {
      late.createStatement().execute("CREATE TABLE permits (number VARCHAR(9), name VARCHAR(9))");
      late.createStatement().execute("INSERT INTO permits VALUES ('Q1', 'Bakery')");
      JsonNode answer = deferred(token, transaction);
      assertThat(answer.get("credentials")).hasSize(1);
      assertThat(answer.get("notification_id").isTextual()).isTrue();
      assertThat(
              payload(answer.get("credentials").get(0).get("credential").asText())
                  .get("cnf")
                  .get("jwk")
                  .toString())
          .isEqualTo(PlainWallet.json(key.toPublicJWK().toJSONString()).toString());
    }
    fails(IssuerError.INVALID_TRANSACTION_ID, () -> deferred(token, transaction));
    assertThat(certificates.byNumber("permit", "Q1")).hasSize(1);
  }
}
