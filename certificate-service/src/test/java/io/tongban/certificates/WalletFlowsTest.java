package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer.TokenUse;
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
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
}
