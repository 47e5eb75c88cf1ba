package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each verdict, what is recorded of it, and the status behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerdictsTest {
  private static final String COUNTER = "https://counter.council.test";
  private static final String BASIS = "Food Act s. 12";
  private TestHub hub;
  private Certificates certificates;
  private PlainWallet wallet;
  private int next = 20;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    certificates = hub.get(Certificates.class);
    wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private String issue() {
    String number = "P" + next++;
    return wallet.obtain(
        certificates.offer(Town.AGENCY, "approval", Map.of("number", number), false).uri());
  }

  private Verification verify(String presentation, String nonce) {
    return certificates.verify(Town.COUNCIL, presentation, nonce, COUNTER, "counter");
  }

  private Verification show(String credential) {
    return verify(wallet.present(credential, "n1", COUNTER, "name"), "n1");
  }

  private Verdict publicly(String presentation) {
    return certificates.verify(null, presentation, null, null, null).verdict();
  }

  @Test
  void aGoodPresentationIsValidAndShowsWhatWasDisclosedOnly() {
    String credential = issue();
    Verification seen = show(credential);
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.type()).isEqualTo("approval");
    assertThat(seen.claims().keySet()).containsExactlyInAnyOrder("number", "name");
    assertThat(seen.message().zh()).isEqualTo("证照有效。");
    Ledger.Recorded entry = hub.get(Ledger.class).find(seen.receipt().id()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.CERTIFICATE_VERIFIED);
    assertThat(entry.actor()).isEqualTo("council-system");
    assertThat(entry.manifest().toString()).doesNotContain("Tearoom").contains("counter");
    assertThat(
            hub.get(Ledger.class)
                .uses(new RowRef("certificate", seen.certificate().toString()), 10))
        .extracting(Ledger.Recorded::type)
        .containsExactly(EntryType.CERTIFICATE_ISSUED, EntryType.CERTIFICATE_VERIFIED);
  }

  @Test
  void aVisitorGetsTheVerdictAndIsOnlyCounted() {
    String credential = issue();
    long before = hub.get(Ledger.class).size();
    long counted = certificates.publicVerifications().get(Verdict.VALID);
    Verification seen = certificates.verify(null, credential, null, null, null);
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.receipt()).isNull();
    assertThat(hub.get(Ledger.class).size()).isEqualTo(before);
    assertThat(certificates.publicVerifications()).containsEntry(Verdict.VALID, counted + 1);
  }

  @Test
  void aDepartmentStatesItsPurposeOrIsRefused() {
    String presented = wallet.present(issue(), "n1", COUNTER);
    for (String purpose : new String[] {null, "curiosity"}) {
      long before = hub.get(Ledger.class).size();
      assertThatThrownBy(() -> certificates.verify(Town.COUNCIL, presented, "n1", COUNTER, purpose))
          .isInstanceOf(ProblemException.class);
      assertThat(hub.get(Ledger.class).size()).isEqualTo(before + 1);
    }
  }

  @Test
  void suspensionIsLiftedAndRevocationIsFinal() throws Exception {
    String credential = issue();
    UUID id = show(credential).certificate();
    Receipt receipt = act(id, Act.SUSPENDED, "inspection");
    assertThat(hub.get(Ledger.class).find(receipt.id()).orElseThrow().type())
        .isEqualTo(EntryType.CERTIFICATE_STATUS);
    assertThat(show(credential).verdict()).isEqualTo(Verdict.SUSPENDED);
    assertThat(show(credential).claims()).containsKey("number");
    assertThat(listed(credential)).isEqualTo(StatusList.SUSPENDED);
    act(id, Act.REINSTATED, "inspection passed");
    assertThat(show(credential).verdict()).isEqualTo(Verdict.VALID);
    assertThat(listed(credential)).isEqualTo(StatusList.VALID);
    act(id, Act.REVOKED, "closed");
    assertThat(show(credential).verdict()).isEqualTo(Verdict.REVOKED);
    assertThat(publicly(credential)).isEqualTo(Verdict.REVOKED);
    assertThat(listed(credential)).isEqualTo(StatusList.INVALID);
    refused(CertificateProblem.STATUS_FINAL, Town.AGENCY, id, Act.REINSTATED, "mistake");
    Issued issued = certificates.find(id).orElseThrow();
    assertThat(issued.status()).isEqualTo(Status.REVOKED);
    assertThat(issued.acts())
        .extracting(Certificates.RecordedAct::reason)
        .containsExactly("inspection", "inspection passed", "closed");
  }

  private Receipt act(UUID id, Act act, String reason) {
    return certificates.changeStatus(Town.AGENCY, id, change(act, reason));
  }

  private static Change change(Act act, String reason) {
    return new Change(act, null, BASIS, reason, null);
  }

  @Test
  void theVerdictAndTheRecordNameTheAct() {
    LocalDate day = LocalDate.ofInstant(MutableClock.START, ZoneOffset.UTC);
    for (Act act :
        List.of(
            Act.SUSPENDED,
            Act.WITHDRAWN,
            Act.ANNULLED,
            Act.DEREGISTERED,
            Act.REVOKED,
            Act.LAPSED,
            Act.TRANSFERRED)) {
      String credential = issue();
      UUID id = show(credential).certificate();
      Receipt receipt = act(id, act, "because of Ms Li");
      Verification seen = show(credential);
      assertThat(seen.verdict().name()).isEqualTo(act.status().name());
      assertThat(seen.act()).isEqualTo(act);
      assertThat(seen.message().zh()).contains(act.title().zh().substring(1));
      Issued issued = certificates.find(id).orElseThrow();
      assertThat(issued.act()).isEqualTo(act);
      assertThat(issued.acts())
          .containsExactly(
              new Certificates.RecordedAct(
                  act, day, BASIS, "because of Ms Li", null, MutableClock.START, receipt.id()));
      String manifest =
          hub.get(Ledger.class).find(receipt.id()).orElseThrow().manifest().toString();
      assertThat(manifest).contains(act.name(), BASIS).doesNotContain("Ms Li");
    }
  }

  @Test
  void aReplacedCertificateNamesItsSuccessor() {
    String old = issue();
    UUID id = show(old).certificate();
    UUID successor = show(issue()).certificate();
    UUID suspended = show(issue()).certificate();
    act(suspended, Act.SUSPENDED, "inspection");
    for (UUID unfit : new UUID[] {null, id, suspended, UUID.randomUUID()}) {
      refused(
          CertificateProblem.SUCCESSOR_UNFIT,
          Town.AGENCY,
          id,
          new Change(Act.REPLACED, null, BASIS, "renewed", unfit));
    }
    refused(
        CertificateProblem.SUCCESSOR_UNFIT,
        Town.AGENCY,
        id,
        new Change(Act.ANNULLED, null, BASIS, "renewed", successor));
    Change replaced = new Change(Act.REPLACED, null, BASIS, "renewed", successor);
    certificates.changeStatus(Town.AGENCY, id, replaced);
    assertThat(show(old).act()).isEqualTo(Act.REPLACED);
    assertThat(certificates.find(id).orElseThrow().acts().get(0).successor()).isEqualTo(successor);
    assertThat(certificates.find(successor).orElseThrow().predecessor()).isEqualTo(id);
    UUID another = show(issue()).certificate();
    refused(CertificateProblem.SUCCESSOR_UNFIT, Town.AGENCY, another, replaced);
  }

  @Test
  void ofTwoActsAtOnceOneIsDone() {
    UUID id = show(issue()).certificate();
    CertificateStore store = hub.get(CertificateStore.class);
    CertificateStore.StoredCertificate read = store.find(id).orElseThrow();
    CertificateStore.NewAct act =
        new CertificateStore.NewAct(
            change(Act.SUSPENDED, "x"), new byte[40], MutableClock.START, id);
    assertThat(store.change(read, act)).isTrue();
    assertThat(store.change(read, act)).isFalse();
    UUID next = show(issue()).certificate();
    Change toSuspended = new Change(Act.REPLACED, null, BASIS, "x", id);
    CertificateStore.StoredCertificate other = store.find(next).orElseThrow();
    assertThat(
            store.change(
                other,
                new CertificateStore.NewAct(toSuspended, new byte[40], MutableClock.START, id)))
        .isFalse();
    assertThat(store.find(next).orElseThrow().act()).isEqualTo(Act.ISSUED);
    assertThat(certificates.find(next).orElseThrow().acts()).isEmpty();
  }

  /** What a verifier elsewhere reads, from the signed list alone. */
  private int listed(String credential) throws Exception {
    StatusLists.Token token = hub.get(StatusLists.class).token(list(credential));
    JWTClaimsSet claims = claims(token, credential);
    assertThat(claims.getIssueTime()).isEqualTo(Date.from(MutableClock.START));
    assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
    assertThat(claims.getLongClaim("ttl")).isEqualTo(token.ttlSeconds()).isPositive();
    return status(claims, credential);
  }

  private static Map<?, ?> reference(String credential) throws Exception {
    Map<String, Object> status =
        SignedJWT.parse(credential.split("~")[0]).getJWTClaimsSet().getJSONObjectClaim("status");
    return (Map<?, ?>) status.get("status_list");
  }

  private static UUID list(String credential) throws Exception {
    String uri = (String) reference(credential).get("uri");
    return UUID.fromString(uri.substring(uri.lastIndexOf('/') + 1));
  }

  /** A list is signed with the key of the certificates in it. */
  private static JWTClaimsSet claims(StatusLists.Token token, String credential) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token.jwt());
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("statuslist+jwt");
    assertThat(jwt.getHeader().getX509CertChain()).hasSize(1);
    SignedJWT certificate = SignedJWT.parse(credential.split("~")[0]);
    assertThat(jwt.getHeader().getX509CertChain())
        .isEqualTo(certificate.getHeader().getX509CertChain());
    byte[] leaf = certificate.getHeader().getX509CertChain().get(0).decode();
    ECPublicKey key = (ECPublicKey) X509CertUtils.parse(leaf).getPublicKey();
    assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
    return jwt.getJWTClaimsSet();
  }

  private static int status(JWTClaimsSet claims, String credential) throws Exception {
    assertThat(claims.getSubject()).isEqualTo(reference(credential).get("uri"));
    Map<String, Object> body = claims.getJSONObjectClaim("status_list");
    assertThat(body.get("aggregation_uri")).isEqualTo("http://hub.test/status-lists/of/agency");
    int bits = ((Number) body.get("bits")).intValue();
    StatusList statuses = StatusList.decode(bits, (String) body.get("lst"));
    assertThat(statuses.size()).isEqualTo(1 << 17);
    return statuses.get(((Number) reference(credential).get("idx")).intValue());
  }

  @Test
  void aListIsKnownAsItStoodAtAPastTime() throws Exception {
    String credential = issue();
    UUID id = show(credential).certificate();
    Instant start = MutableClock.START;
    hub.clock().set(start.plus(Duration.ofHours(1)).plusMillis(500));
    act(id, Act.SUSPENDED, "inspection");
    hub.clock().set(start.plus(Duration.ofHours(2)));
    act(id, Act.REINSTATED, "passed");
    hub.clock().set(start.plus(Duration.ofHours(3)));
    act(id, Act.ANNULLED, "error");
    hub.clock().set(start.plus(Duration.ofHours(5)));
    assertThat(past(credential, start)).isEqualTo(StatusList.VALID);
    assertThat(past(credential, start.plusSeconds(3600))).isEqualTo(StatusList.VALID);
    assertThat(past(credential, start.plusSeconds(3601))).isEqualTo(StatusList.SUSPENDED);
    assertThat(past(credential, start.plusSeconds(7199))).isEqualTo(StatusList.SUSPENDED);
    assertThat(past(credential, start.plusSeconds(7200))).isEqualTo(StatusList.VALID);
    assertThat(past(credential, start.plusSeconds(10_799))).isEqualTo(StatusList.VALID);
    assertThat(past(credential, start.plusSeconds(10_800))).isEqualTo(StatusList.INVALID);
    assertThat(past(credential, start.plusSeconds(18_000))).isEqualTo(StatusList.INVALID);
    for (Instant unknown : new Instant[] {start.plusSeconds(18_001), Instant.EPOCH}) {
      assertThatThrownBy(() -> past(credential, unknown))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo("status-time-unknown"));
    }
  }

  /** The status at a time, out of a token that says to hold at that time. */
  private int past(String credential, Instant time) throws Exception {
    JWTClaimsSet claims =
        claims(hub.get(StatusLists.class).token(list(credential), time), credential);
    assertThat(claims.getIssueTime().toInstant()).isBeforeOrEqualTo(time);
    assertThat(claims.getExpirationTime().toInstant()).isAfter(time);
    return status(claims, credential);
  }

  @Test
  void anAuthoritysListsAreNamedInOnePlace() throws Exception {
    String credential = issue();
    assertThat(hub.get(StatusLists.class).of("agency"))
        .contains(URI.create((String) reference(credential).get("uri")))
        .doesNotHaveDuplicates();
    assertThat(
            hub.get(CredentialIssuer.class)
                .metadata("agency")
                .get("status_list_aggregation_endpoint")
                .asText())
        .isEqualTo("http://hub.test/status-lists/of/agency");
    assertThatThrownBy(() -> hub.get(StatusLists.class).of("nobody"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo("certificate-authority-unknown"));
  }

  @Test
  void aListOfOneBitTellsRevocationAndNoSuspension() throws Exception {
    String credential =
        wallet.obtain(
            certificates.offer(Town.AGENCY, "licence", Map.of("number", "P3"), false).uri());
    UUID id = certificates.byNumber("licence", "P3").get(0).id();
    assertThat(
            claims(hub.get(StatusLists.class).token(list(credential)), credential)
                .getJSONObjectClaim("status_list"))
        .containsEntry("bits", 1L);
    refused(CertificateProblem.ACT_NOT_ALLOWED, Town.AGENCY, id, Act.SUSPENDED, "inspection");
    act(id, Act.DEREGISTERED, "closed");
    assertThat(listed(credential)).isEqualTo(StatusList.INVALID);
  }

  @Test
  void statusIsTheAuthoritysAlone() {
    UUID id = show(issue()).certificate();
    refused(CertificateProblem.NOT_ISSUING_AUTHORITY, Town.STRANGER, id, Act.REVOKED, "envy");
    refused(CertificateProblem.NOT_ISSUING_AUTHORITY, Town.READER, id, Act.REVOKED, "x");
    refused(CertificateProblem.ACT_NOT_ALLOWED, Town.AGENCY, id, Act.REINSTATED, "x");
    refused(CertificateProblem.ACT_NOT_ALLOWED, Town.AGENCY, id, Act.ISSUED, "x");
    UUID unknown = UUID.randomUUID();
    refused(CertificateProblem.CERTIFICATE_UNKNOWN, Town.AGENCY, unknown, Act.REVOKED, "x");
  }

  @Test
  void anActWithoutDayBasisOrReasonIsIncomplete() {
    UUID id = show(issue()).certificate();
    LocalDate today = LocalDate.ofInstant(MutableClock.START, ZoneOffset.UTC);
    for (Change incomplete :
        List.of(
            change(null, "x"),
            change(Act.REVOKED, " "),
            change(Act.REVOKED, "x".repeat(501)),
            new Change(Act.REVOKED, null, null, "x", null),
            new Change(Act.REVOKED, null, "x".repeat(201), "x", null),
            new Change(Act.REVOKED, today.plusDays(1), BASIS, "x", null),
            new Change(Act.REVOKED, today.minusDays(1), BASIS, "x", null))) {
      refused(CertificateProblem.ACT_INCOMPLETE, Town.AGENCY, id, incomplete);
    }
  }

  private void refused(
      CertificateProblem problem, io.tongban.access.Actor actor, UUID id, Act act, String reason) {
    refused(problem, actor, id, change(act, reason));
  }

  private void refused(
      CertificateProblem problem, io.tongban.access.Actor actor, UUID id, Change change) {
    assertThatThrownBy(() -> certificates.changeStatus(actor, id, change))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  @Test
  void aCertificateHoldsInItsTermOnly() {
    String credential = issue();
    hub.clock().advance(Duration.ofDays(30).minusSeconds(1));
    assertThat(show(credential).verdict()).isEqualTo(Verdict.VALID);
    hub.clock().advance(Duration.ofSeconds(1));
    Verification expired = show(credential);
    assertThat(expired.verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(expired.claims()).containsKey("number");
    hub.clock().set(MutableClock.START.minusSeconds(120));
    Verification early = show(credential);
    assertThat(early.verdict()).isEqualTo(Verdict.NOT_YET_VALID);
    assertThat(early.claims()).isEmpty();
  }

  @Test
  void onlyTheHolderShowsIt() {
    String credential = issue();
    String shown = PlainWallet.disclose(credential, "name");
    String good = wallet.present(credential, "n1", COUNTER, "name");
    ECKey thief = PlainWallet.newKey();
    var now = hub.clock().instant();
    for (String presentation :
        new String[] {
          shown,
          shown + PlainWallet.binding(shown, "n1", COUNTER, now, thief),
          shown + PlainWallet.binding(shown, "n1", COUNTER, now.minusSeconds(601), wallet.key()),
          shown + PlainWallet.binding(shown, "n1", COUNTER, now.plusSeconds(61), wallet.key()),
          PlainWallet.disclose(credential) + good.substring(good.lastIndexOf('~') + 1),
          wallet.present(credential, "n0", COUNTER, "name"),
          wallet.present(credential, "n1", "https://elsewhere", "name"),
          shown + "not.a.jwt"
        }) {
      Verification seen = verify(presentation, "n1");
      assertThat(seen.verdict()).as(presentation).isEqualTo(Verdict.WRONG_HOLDER);
      assertThat(seen.claims()).isEmpty();
    }
    assertThat(verify(good, "n1").verdict()).isEqualTo(Verdict.VALID);
    assertThat(publicly(good)).isEqualTo(Verdict.VALID);
  }

  @Test
  void changedContentIsTamperedWith() {
    String credential = issue();
    String other = issue();
    String[] parts = credential.split("~");
    String jwt = parts[0];
    String payload = jwt.split("\\.")[1];
    String forgedDisclosure =
        java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("[\"salt\",\"name\",\"Palace\"]".getBytes(StandardCharsets.UTF_8));
    String[] tampered = {
      jwt.replace(payload, changed(payload, "\"number\":\"P", "\"number\":\"Q")) + "~",
      jwt.replace(payload, changed(payload, "urn:test:approval:1", "urn:test:approval:2")) + "~",
      jwt.replace(payload, changed(payload, "/issuer/agency", "/issuer/agencx")) + "~",
      jwt.replace(payload, changed(payload, "\"exp\":1", "\"exp\":2")) + "~",
      jwt + "~" + forgedDisclosure + "~",
      jwt + "~" + parts[1] + "~" + parts[1] + "~",
      jwt + "~" + other.split("~")[1] + "~",
      jwt.substring(0, jwt.lastIndexOf('.')) + signature(other) + "~"
    };
    for (String presentation : tampered) {
      assertThat(publicly(presentation)).as(presentation).isEqualTo(Verdict.TAMPERED);
    }
    String none =
        java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    header(jwt).replace("ES256", "none").getBytes(StandardCharsets.UTF_8))
            + jwt.substring(jwt.indexOf('.'));
    assertThat(publicly(none + "~")).isEqualTo(Verdict.TAMPERED);
  }

  private static String signature(String credential) {
    String jwt = credential.split("~")[0];
    return jwt.substring(jwt.lastIndexOf('.'));
  }

  private static String header(String jwt) {
    return new String(
        java.util.Base64.getUrlDecoder().decode(jwt.split("\\.")[0]), StandardCharsets.UTF_8);
  }

  private static String changed(String payload, String from, String to) {
    String text =
        new String(java.util.Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoIsNotTrustedIsAnUnknownIssuer() {
    ECKey foreign = PlainWallet.newKey();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("https://issuer.elsewhere.test")
            .claim("vct", "urn:test:approval:1")
            .claim("number", "P1")
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dc+sd-jwt")).build();
    String elsewhere = PlainWallet.sign(header, claims, foreign) + "~";
    assertThat(publicly(elsewhere)).isEqualTo(Verdict.UNKNOWN_ISSUER);
    JWTClaimsSet pretender = new JWTClaimsSet.Builder(claims).issuer(Town.ISSUER).build();
    assertThat(publicly(PlainWallet.sign(header, pretender, foreign) + "~"))
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
    // an authority of this hub that signs a type which is not its own
    assertThat(publicly(signedBy("council", payload(Town.ISSUER, "urn:test:approval:1"))))
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(
            publicly(
                signedBy(
                    "council", payload("http://hub.test/issuer/council", "urn:test:approval:1"))))
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
    Verification recorded = verify(elsewhere, null);
    assertThat(recorded.verdict()).isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(recorded.receipt()).isNotNull();
  }

  @Test
  void aStatusNobodyKnowsIsUnavailable() {
    ObjectNode without = payload(Town.ISSUER, "urn:test:approval:1");
    assertThat(publicly(signedBy("agency", without))).isEqualTo(Verdict.STATUS_UNAVAILABLE);
    for (String uri :
        new String[] {
          "https://elsewhere.test/status-lists/1",
          "http://hub.test/status-lists/" + UUID.randomUUID(),
          "http://hub.test/status-lists/x"
        }) {
      ObjectNode payload = payload(Town.ISSUER, "urn:test:approval:1");
      payload.putObject("status").putObject("status_list").put("idx", 1).put("uri", uri);
      assertThat(publicly(signedBy("agency", payload))).isEqualTo(Verdict.STATUS_UNAVAILABLE);
    }
  }

  private static ObjectNode payload(String issuer, String vct) {
    return JsonNodeFactory.instance.objectNode().put("iss", issuer).put("vct", vct);
  }

  private String signedBy(String authority, ObjectNode payload) {
    AuthorityKeys keys = hub.get(AuthorityKeys.class);
    SigningKey key = authority.equals("agency") ? approval(keys) : keys.of(authority);
    return JwtSigner.sign(key, "dc+sd-jwt", payload) + "~";
  }

  private SigningKey approval(AuthorityKeys keys) {
    return keys.of(
        hub.get(Definitions.class).find(CertificateTypeSpec.class, "approval").orElseThrow());
  }

  @Test
  void whatCannotBeReadIsMalformed() {
    String credential = issue();
    String jwt = credential.split("~")[0];
    SigningKey key = approval(hub.get(AuthorityKeys.class));
    ObjectNode payload = payload(Town.ISSUER, "urn:test:approval:1");
    for (String presentation :
        new String[] {
          null,
          "",
          "hello",
          jwt,
          jwt + "~*~",
          jwt.substring(5) + "~",
          JwtSigner.sign(key, "JWT", payload) + "~",
          signedBy("agency", payload.deepCopy().put("exp", "soon")),
          "a".repeat(300_000) + "~"
        }) {
      assertThat(publicly(presentation)).isEqualTo(Verdict.MALFORMED);
    }
    assertThat(publicly("  " + credential + "\n")).isEqualTo(Verdict.VALID);
  }

  @Test
  void everyVerdictSpeaksBothLanguages() {
    for (String presentation : new String[] {issue(), "x"}) {
      Verification seen = certificates.verify(null, presentation, null, null, null);
      assertThat(seen.message().zh()).isNotEqualTo(seen.message().en()).isNotBlank();
    }
  }
}
