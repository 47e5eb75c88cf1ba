package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.SigningKeys.KeyRecord;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.X509Store;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.jose.X5c;
import io.tongban.certificates.signature.Chains;
import io.tongban.certificates.signature.Signatures;
import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubKeys;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of types: their rotation, their withdrawal, and suites beside ES256. */
abstract class SigningKeysTest {
  private static final Actor OPERATOR = new Actor("operator-system", "council", "GB");

  private static final String TYPES =
      """
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: NAME, title: {zh: 证, en: NAME}}
      spec:
        authority: agency
        vct: urn:test:NAME:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        validDays: 30
        suite: SUITE
        claims:
          - {name: number, column: number, disclosable: false}
          - {name: name, column: name}
      """;

  private TestHub hub;
  private Certificates certificates;
  private SigningKeys keys;
  private PlainWallet wallet;

  abstract TestHub start();

  @BeforeEach
  void open() {
    hub = start();
    Town.build(hub);
    certificates = hub.get(Certificates.class);
    keys = hub.get(SigningKeys.class);
    wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  @AfterEach
  void close() {
    hub.clock().set(MutableClock.START);
    hub.close();
  }

  private void declare(String name, String suite) {
    Town.apply(hub, TYPES.replace("NAME", name).replace("SUITE", suite));
  }

  private String issue(String type) {
    return wallet.obtain(
        certificates.offer(Town.AGENCY, type, Map.of("number", "P1"), false).uri());
  }

  private Verdict verdict(String credential) {
    return certificates.verify(null, PlainWallet.disclose(credential), null, null, null).verdict();
  }

  private static X509Certificate leaf(String jwt) throws Exception {
    return X5c.read(Jws.parse(jwt.split("~")[0]).header()).get(0);
  }

  private List<String> published() {
    List<String> leaves = new ArrayList<>();
    for (JsonNode key : jwks()) {
      leaves.add(key.get("x5c").get(0).asText());
    }
    return leaves;
  }

  private JsonNode jwks() {
    return hub.get(CredentialIssuer.class).issuerKeys("agency").get("jwks").get("keys");
  }

  private static String der(X509Certificate certificate) {
    return Base64.getEncoder().encodeToString(Chains.encoded(certificate));
  }

  private KeyRecord current(String type) {
    return keys.of("agency").stream()
        .filter(key -> type == null ? key.type() == null : type.equals(key.type()))
        .filter(key -> key.retired() == null && key.withdrawn() == null)
        .findFirst()
        .orElseThrow();
  }

  private static void refused(CertificateProblem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  @Test
  void eachTypeIsSignedWithAKeyOfItsOwn() throws Exception {
    X509Certificate approval = leaf(issue("approval"));
    X509Certificate licence = leaf(issue("licence"));
    assertThat(approval.getPublicKey()).isNotEqualTo(licence.getPublicKey());
    assertThat(Chains.names(approval, "http://hub.test/credential-types/approval")).isTrue();
    assertThat(Chains.names(approval, "http://hub.test/credential-types/licence")).isFalse();
    assertThat(published()).contains(der(approval), der(licence));
    assertThat(current("approval").store()).isEqualTo("HUB");
    // another type's key signs what is not its own
    ObjectNode payload = Jws.parse(issue("approval").split("~")[0]).payload();
    String crossed = JwtSigner.sign(signing("licence"), "dc+sd-jwt", payload) + "~";
    assertThat(verdict(crossed)).isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(verdict(JwtSigner.sign(signing("approval"), "dc+sd-jwt", payload) + "~"))
        .isEqualTo(Verdict.VALID);
    // nor does the key of lists and metadata sign certificates
    SigningKey lists = hub.get(AuthorityKeys.class).of("agency");
    assertThat(verdict(JwtSigner.sign(lists, "dc+sd-jwt", payload) + "~"))
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
  }

  private SigningKey signing(String type) {
    Definition<CertificateTypeSpec> definition =
        hub.get(Definitions.class).find(CertificateTypeSpec.class, type).orElseThrow();
    return hub.get(AuthorityKeys.class).of(definition);
  }

  @Test
  void aNewKeySignsAndWhatTheOldOneSignedVerifiesUntilItEnds() throws Exception {
    String before = issue("approval");
    KeyRecord old = current("approval");
    hub.clock().advance(Duration.ofDays(1));
    KeyRecord started = keys.start(OPERATOR, "agency", "approval", "yearly change");
    String after = issue("approval");
    assertThat(leaf(after).getPublicKey()).isNotEqualTo(leaf(before).getPublicKey());
    assertThat(current("approval").id()).isEqualTo(started.id()).isNotEqualTo(old.id());
    assertThat(verdict(before)).isEqualTo(Verdict.VALID);
    assertThat(verdict(after)).isEqualTo(Verdict.VALID);
    assertThat(published()).contains(der(leaf(before)), der(leaf(after)));
    KeyRecord retired =
        keys.of("agency").stream()
            .filter(key -> key.id().equals(old.id()))
            .findFirst()
            .orElseThrow();
    assertThat(retired.retired()).isEqualTo(hub.clock().instant());
    assertThat(retired.neededUntil()).isAfter(hub.clock().instant().plus(Duration.ofDays(30)));
    // the other types' keys are as they were
    assertThat(keys.of("agency").stream().filter(key -> key.retired() != null)).hasSize(1);
    hub.clock().advance(Duration.ofDays(31));
    assertThat(verdict(before)).isEqualTo(Verdict.EXPIRED);
    assertThat(published()).contains(der(leaf(after))).doesNotContain(der(leaf(before)));
  }

  @Test
  void nothingAWithdrawnKeySignedVerifies() throws Exception {
    String first = issue("approval");
    KeyRecord old = current("approval");
    keys.start(OPERATOR, "agency", "approval", "yearly change");
    String second = issue("approval");
    KeyRecord gone = keys.withdraw(OPERATOR, current("approval").id(), "laptop lost");
    assertThat(gone.withdrawn()).isEqualTo(hub.clock().instant());
    assertThat(verdict(second)).isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(verdict(first)).as("of the key before it").isEqualTo(Verdict.VALID);
    assertThat(published()).doesNotContain(der(leaf(second))).contains(der(leaf(first)));
    String third = issue("approval");
    assertThat(verdict(third)).isEqualTo(Verdict.VALID);
    assertThat(leaf(third).getPublicKey())
        .isNotIn(leaf(first).getPublicKey(), leaf(second).getPublicKey());
    keys.withdraw(OPERATOR, old.id(), "laptop lost");
    assertThat(verdict(first)).isEqualTo(Verdict.UNKNOWN_ISSUER);
    refused(
        CertificateProblem.SIGNING_KEY_CHANGED, () -> keys.withdraw(OPERATOR, old.id(), "again"));
  }

  private static UUID list(String credential) throws Exception {
    String uri =
        Jws.parse(credential.split("~")[0]).payload().at("/status/status_list/uri").asText();
    return UUID.fromString(uri.substring(uri.lastIndexOf('/') + 1));
  }

  private String token(String credential) throws Exception {
    return hub.get(StatusLists.class).token(list(credential)).jwt();
  }

  private X509Certificate metadataLeaf() throws Exception {
    return leaf(hub.get(CredentialIssuer.class).signedMetadata("agency"));
  }

  private void act(String type, Act act) {
    UUID id = certificates.newest(type, null, 1).get(0).id();
    certificates.changeStatus(
        Town.AGENCY, id, new Certificates.Change(act, null, "Act s. 1", "r", null));
  }

  @Test
  void aStatusListIsSignedWithTheKeyOfTheCertificatesInIt() throws Exception {
    String approval = issue("approval");
    String licence = issue("licence");
    assertThat(list(approval)).isNotEqualTo(list(licence));
    for (String credential : List.of(approval, licence)) {
      String list = token(credential);
      assertThat(Jws.parse(list).header().get("x5c"))
          .isEqualTo(Jws.parse(credential.split("~")[0]).header().get("x5c"));
      assertThat(Jws.parse(list).signedBy(leaf(credential).getPublicKey())).isTrue();
    }
    assertThat(hub.get(StatusLists.class).of("agency"))
        .map(uri -> uri.toString().substring("http://hub.test/status-lists/".length()))
        .containsExactly(list(approval).toString(), list(licence).toString());
  }

  @Test
  void aRetiredKeySignsItsListsUntilWhatItSignedHasEnded() throws Exception {
    String before = issue("approval");
    hub.clock().advance(Duration.ofDays(1));
    keys.start(OPERATOR, "agency", "approval", "yearly change");
    String after = issue("approval");
    assertThat(list(after)).isNotEqualTo(list(before));
    act("approval", Act.SUSPENDED);
    for (String credential : List.of(before, after)) {
      assertThat(Jws.parse(token(credential)).signedBy(leaf(credential).getPublicKey())).isTrue();
    }
    Instant aMinuteAgo = hub.clock().instant().minus(Duration.ofMinutes(1));
    String past = hub.get(StatusLists.class).token(list(before), aMinuteAgo).jwt();
    assertThat(leaf(past)).isEqualTo(leaf(before));
    hub.clock().advance(Duration.ofDays(31));
    assertThat(leaf(token(before))).isEqualTo(metadataLeaf());
    assertThat(published()).contains(der(leaf(token(before))), der(leaf(token(after))));
  }

  @Test
  void aWithdrawnKeySignsNoLists() throws Exception {
    String credential = issue("approval");
    String before = token(credential);
    keys.withdraw(OPERATOR, current("approval").id(), "laptop lost");
    String after = token(credential);
    assertThat(leaf(after)).isEqualTo(metadataLeaf()).isNotEqualTo(leaf(before));
    assertThat(list(issue("approval"))).isNotEqualTo(list(credential));
  }

  /** Lists of a hub from before each key had lists of its own hold certificates of many keys. */
  @Test
  void listsFromBeforeGoOnUnderTheKeyOfMetadata() throws Exception {
    String credential = issue("approval");
    UUID list = list(credential);
    hub.get(Database.class)
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.status_list SET key_hash = NULL WHERE id = ?", list));
    String before = token(credential);
    assertThat(leaf(before)).isEqualTo(metadataLeaf());
    keys.start(OPERATOR, "agency", null, "yearly change");
    assertThat(token(credential)).as("kept for its ttl").isEqualTo(before);
    assertThat(published()).contains(der(leaf(before)));
    KeyRecord old =
        keys.of("agency").stream().filter(key -> key.retired() != null).findFirst().orElseThrow();
    keys.withdraw(OPERATOR, old.id(), "laptop lost");
    String after = token(credential);
    assertThat(leaf(after).getPublicKey()).isNotEqualTo(leaf(before).getPublicKey());
    assertThat(published()).contains(der(leaf(after))).doesNotContain(der(leaf(before)));
    String metadata = hub.get(CredentialIssuer.class).signedMetadata("agency");
    for (String jwt : new String[] {after, metadata}) {
      assertThat(leaf(jwt)).isEqualTo(leaf(after));
      assertThat(
              SignedJWT.parse(jwt)
                  .verify(new ECDSAVerifier((ECPublicKey) leaf(jwt).getPublicKey())))
          .isTrue();
      assertThat(Chains.leads(List.of(leaf(jwt)), anchors().get(0), hub.clock().instant()))
          .isTrue();
    }
    assertThat(verdict(credential)).isEqualTo(Verdict.VALID);
    act("approval", Act.REVOKED);
    assertThat(token(credential)).isNotEqualTo(after);
    assertThat(verdict(credential)).isEqualTo(Verdict.REVOKED);
  }

  private List<X509Certificate> anchors() {
    return hub.get(AuthorityKeys.class).anchors();
  }

  @Test
  void whatOperatorsDoIsRecorded() {
    issue("approval");
    KeyRecord started = keys.start(OPERATOR, "agency", "approval", " yearly change ");
    keys.withdraw(OPERATOR, started.id(), "laptop lost");
    List<Ledger.Recorded> entries =
        hub.get(Ledger.class).newest(EntryType.SIGNING_KEY, null, null, 10);
    assertThat(entries).hasSize(2);
    assertThat(entries).allMatch(entry -> entry.actor().equals("operator-system"));
    assertThat(entries).allMatch(entry -> id(entry).equals(started.id().toString()));
    assertThat(entries.get(0).manifest().get("what").asText()).isEqualTo("WITHDRAWN");
    assertThat(entries.get(0).manifest().get("reason").asText()).isEqualTo("laptop lost");
    assertThat(entries.get(1).manifest().get("what").asText()).isEqualTo("STARTED");
    assertThat(entries.get(1).manifest().get("reason").asText()).isEqualTo("yearly change");
    assertThat(entries.get(1).manifest().get("fingerprint").asText())
        .isEqualTo(started.fingerprint());
  }

  private static String id(Ledger.Recorded entry) {
    return entry.manifest().get("key").asText();
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    UUID unknown = UUID.randomUUID();
    refused(CertificateProblem.SIGNING_KEY_UNKNOWN, () -> keys.withdraw(OPERATOR, unknown, "x"));
    refused(CertificateProblem.AUTHORITY_UNKNOWN, () -> keys.start(OPERATOR, "council", null, "x"));
    refused(CertificateProblem.TYPE_UNKNOWN, () -> keys.start(OPERATOR, "agency", "none", "x"));
    for (String reason : new String[] {null, " ", "x".repeat(201)}) {
      refused(
          CertificateProblem.SIGNING_KEY_REASON,
          () -> keys.start(OPERATOR, "agency", "approval", reason));
    }
    assertThat(keys.of(null)).isEmpty();
    assertThat(hub.get(Ledger.class).newest(EntryType.SIGNING_KEY, null, null, 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SM2,SGD_SM3_SM2", "ES384,ES384"})
  void anotherSuiteIsAWordInTheType(String suite, String algorithm) throws Exception {
    declare("sealed", suite);
    String credential = issue("sealed");
    Jws jws = Jws.parse(credential.split("~")[0]);
    assertThat(jws.header().get("alg").asText()).isEqualTo(algorithm);
    List<X509Certificate> chain = X5c.read(jws.header());
    assertThat(chain).hasSize(1);
    SignatureSuite expected = SignatureSuite.valueOf(suite);
    assertThat(Signatures.fits(expected, chain.get(0).getPublicKey())).isTrue();
    X509Certificate anchor =
        anchors().stream()
            .filter(each -> Signatures.fits(expected, each.getPublicKey()))
            .findFirst()
            .orElseThrow();
    assertThat(Chains.leads(chain, anchor, hub.clock().instant())).isTrue();
    assertThat(Chains.leads(chain, anchors().get(0), hub.clock().instant())).isFalse();
    // whoever knows the suite can read the list, and nobody else could verify what is in it
    Jws list = Jws.parse(token(credential));
    assertThat(list.header().get("alg").asText()).isEqualTo(algorithm);
    assertThat(list.header().get("x5c")).isEqualTo(jws.header().get("x5c"));
    assertThat(list.signedBy(chain.get(0).getPublicKey())).isTrue();
    // the holder's key stays ES256
    String shown = wallet.present(credential, "n1", "https://counter.test", "name");
    Certificates.Verification seen =
        certificates.verify(Town.COUNCIL, shown, "n1", "https://counter.test", "counter");
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.claims()).containsKey("name");
    JsonNode configuration =
        hub.get(CredentialIssuer.class)
            .metadata("agency")
            .get("credential_configurations_supported")
            .get("sealed");
    assertThat(configuration.get("credential_signing_alg_values_supported").toString())
        .isEqualTo("[\"" + algorithm + "\"]");
    assertThat(configuration.findValue("proof_signing_alg_values_supported").toString())
        .isEqualTo("[\"ES256\"]");
    List<String> algorithms = new ArrayList<>();
    jwks().forEach(key -> algorithms.add(key.get("alg").asText()));
    assertThat(algorithms).contains("ES256", algorithm);
  }

  @Test
  void aSuiteSwappedInTheHeaderIsTamperedWith() throws Exception {
    for (SignatureSuite suite : SignatureSuite.values()) {
      String type = "sealed-" + suite.name().toLowerCase(Locale.ROOT);
      declare(type, suite.name());
      String jwt = issue(type).split("~")[0];
      assertThat(verdict(jwt + "~")).isEqualTo(Verdict.VALID);
      for (String claimed :
          List.of("ES256", "ES384", "SGD_SM3_SM2", "none", "SM2", "sgd_sm3_sm2", "HS256")) {
        if (!claimed.equals(suite.algorithm())) {
          String swapped = withAlgorithm(jwt, claimed);
          assertThat(verdict(swapped + "~"))
              .as("%s called %s", suite, claimed)
              .isEqualTo(Verdict.TAMPERED);
          assertThat(verdict(swapped.substring(0, swapped.lastIndexOf('.') + 1) + "~"))
              .as("%s called %s, unsigned", suite, claimed)
              .isEqualTo(Verdict.TAMPERED);
        }
      }
    }
  }

  private static String withAlgorithm(String jwt, String algorithm) throws Exception {
    ObjectNode header = Jws.parse(jwt).header();
    header.put("alg", algorithm);
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.toString().getBytes(StandardCharsets.UTF_8))
        + jwt.substring(jwt.indexOf('.'));
  }

  @Test
  void aChangeOfTheTypesSuiteStartsAKeyOfIt() {
    declare("sealed", "ES256");
    String before = issue("sealed");
    declare("sealed", "SM2");
    String after = issue("sealed");
    assertThat(current("sealed").suite()).isEqualTo(SignatureSuite.SM2);
    assertThat(verdict(before)).isEqualTo(Verdict.VALID);
    assertThat(verdict(after)).isEqualTo(Verdict.VALID);
  }

  /** A hub from before types had keys: its one key of the authority had signed every type. */
  @Test
  void whatWasSignedBeforeTypesHadKeysGoesOnVerifying() throws Exception {
    HubKeys files = hub.get(HubKeys.class);
    KeyPair pair = files.ec256("issuer-agency");
    X509Certificate leaf =
        new TestCa(
                SignatureSuite.ES256,
                "C=GB,O=hub.test/ledger,CN=Tongban certificate authority",
                files.ec256("certificate-ca").getPrivate())
            .leaf(Town.ISSUER, pair.getPublic());
    hub.get(X509Store.class)
        .put("issuer-agency", Chains.encoded(leaf), leaf.getNotAfter().toInstant());
    String credential = issue("approval");
    ObjectNode payload = Jws.parse(credential.split("~")[0]).payload();
    String old = JwtSigner.sign(SignatureSuite.ES256, pair, leaf, "dc+sd-jwt", payload) + "~";
    assertThat(verdict(old)).isEqualTo(Verdict.VALID);
    assertThat(leaf(credential).getPublicKey()).isNotEqualTo(leaf.getPublicKey());
    assertThat(published()).contains(der(leaf), der(leaf(credential)));
    assertThat(hub.get(X509Store.class).find("issuer-agency")).isEmpty();
    KeyRecord adopted =
        keys.of("agency").stream().filter(key -> "*".equals(key.type())).findFirst().orElseThrow();
    keys.withdraw(OPERATOR, adopted.id(), "laptop lost");
    assertThat(verdict(old)).isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(verdict(credential)).isEqualTo(Verdict.VALID);
  }
}
