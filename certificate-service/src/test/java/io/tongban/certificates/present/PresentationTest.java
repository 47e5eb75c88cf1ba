package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.State;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.Town;
import io.tongban.certificates.jdbc.PresentationStore;
import io.tongban.certificates.jdbc.PresentationStore.StoredPresentation;
import io.tongban.certificates.present.PresentingWallet.Request;
import io.tongban.hub.ProblemCode;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

/** OpenID4VP from start to receipt, from outside, with every way in which it can fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PresentationTest {
  private static final String AGREEMENT =
      """
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: licensing, title: {zh: 许可, en: Licensing}}
      spec: {description: {zh: 许可, en: To license}, caseRequired: true}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: licensing-facts, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: council
        purposes: [licensing]
        law: Licensing Act s. 1
        from: 2025-01-01
        to: 2030-01-01
        resources:
          premises: {columns: [number, name, opened], masks: {opened: month}}
      """;

  private TestHub hub;
  private Presentations presentations;
  private Certificates certificates;
  private PlainWallet holder;
  private PresentingWallet wallet;
  private String approval;
  private String townApproval;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    Town.apply(hub, AGREEMENT);
    presentations = hub.get(Presentations.class);
    certificates = hub.get(Certificates.class);
    holder = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
    wallet = new PresentingWallet(hub.get(CredentialVerifier.class), holder.key(), hub.clock());
    approval = issue("approval", Map.of("number", "P5"));
    townApproval = issue("town-approval", Map.of("town", "Town6"));
  }

  private String issue(String type, Map<String, String> parameters) {
    return holder.obtain(certificates.offer(Town.AGENCY, type, parameters, false).uri());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private static JsonNode json(String text) {
    return PlainWallet.json(text.replace('\'', '"'));
  }

  private static JsonNode query(String claims) {
    return json("{'credentials':[" + approvalQuery(claims, "") + "]}");
  }

  private static String approvalQuery(String claims, String more) {
    return "{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':['urn:test:approval:1']},"
        + "'claims':["
        + claims
        + "]"
        + more
        + "}";
  }

  private static final String NUMBER_AND_NAME = "{'path':['number']},{'path':['name']}";

  private Started started(JsonNode query) {
    return presentations.start(
        Town.COUNCIL, new Wish("counter", "case of Ms Chan", query, List.of(), null));
  }

  private Request request() {
    return wallet.fetch(started(query(NUMBER_AND_NAME)).link(), "w1");
  }

  private Progress look(UUID id) {
    return presentations.look(Town.COUNCIL, id, null);
  }

  private static void fails(ProblemCode problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(problem.code()));
  }

  /** Refused to the wallet, and the request goes on waiting. */
  private void refused(UUID id, String why, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IssuerException.class,
            e -> {
              assertThat(e.error()).isEqualTo(IssuerError.INVALID_REQUEST);
              assertThat(e.description()).contains(why).doesNotContain("\"", "Tearoom");
            });
    assertThat(look(id).state()).isEqualTo(State.PENDING);
  }

  @Test
  void aCounterAsksAndSeesWhatItAskedForOnce() {
    Started started = started(query(NUMBER_AND_NAME));
    assertThat(started.link().toString()).startsWith("openid4vp://?client_id=x509_hash%3A");
    assertThat(started.haipLink().toString()).startsWith("haip-vp://?client_id=x509_hash%3A");
    assertThat(PresentingWallet.parameters(started.link()))
        .containsEntry("request_uri_method", "post")
        .containsEntry("request_uri", started.requestUri().toString());
    assertThat(started.expires()).isEqualTo(MutableClock.START.plus(Duration.ofMinutes(15)));
    assertThat(look(started.id()).state()).isEqualTo(State.PENDING);
    Request request = wallet.fetch(started.haipLink(), "n-of-the-wallet");
    assertThat(request.claims().get("dcql_query")).isEqualTo(query(NUMBER_AND_NAME));
    assertThat(
            wallet.answer(request, Map.of("a", wallet.present(request, approval, "name", "town"))))
        .isEmpty();
    Progress seen = look(started.id());
    assertThat(seen.state()).isEqualTo(State.RECEIVED);
    assertThat(seen.received()).isEqualTo(MutableClock.START);
    Presented one = seen.credentials().get(0);
    assertThat(one.credential()).isEqualTo("a");
    assertThat(one.verdict()).isEqualTo(Verdict.VALID);
    assertThat(one.type()).isEqualTo("approval");
    assertThat(one.claims())
        .as("the town was disclosed, but not asked for")
        .isEqualTo(Map.of("number", "P5", "name", "茶楼 Tearoom 5"));
    recorded(started.id(), seen);
    fails(CertificateProblem.PRESENTATION_OVER, () -> look(started.id()));
  }

  private void recorded(UUID id, Progress seen) {
    Ledger.Recorded entry = hub.get(Ledger.class).find(seen.receipt().id()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.CERTIFICATE_VERIFIED);
    assertThat(entry.actor()).isEqualTo("council-system");
    assertThat(entry.manifest().toString())
        .contains("counter", "VALID", "\"name\",\"number\"", id.toString())
        .doesNotContain("Tearoom", "P5");
    assertThat(
            hub.get(Ledger.class)
                .uses(
                    new RowRef("certificate", seen.credentials().get(0).certificate().toString()),
                    100))
        .extracting(Ledger.Recorded::id)
        .contains(seen.receipt().id());
    StoredPresentation stored = hub.get(PresentationStore.class).find(id).orElseThrow();
    assertThat(stored.asked()).isNull();
    assertThat(stored.found()).isNull();
    assertThat(stored.receiptId()).isEqualTo(seen.receipt().id());
  }

  @Test
  void theRequestIsWhatHaipAsksFor() throws Exception {
    Started started = started(query(NUMBER_AND_NAME));
    Request request = wallet.fetch(started.link(), null);
    request.leaf().verify(anchor().getPublicKey());
    JsonNode metadata = request.claims().get("client_metadata");
    assertThat(metadata.get("encrypted_response_enc_values_supported"))
        .isEqualTo(json("['A128GCM','A256GCM']"));
    assertThat(metadata.get("vp_formats_supported"))
        .isEqualTo(
            json(
                "{'dc+sd-jwt':{'sd-jwt_alg_values':['ES256','ES384','SGD_SM3_SM2'],'kb-jwt_alg_values':['ES256']}}"));
    JsonNode key = request.encryptionKey();
    assertThat(key.get("crv").asText()).isEqualTo("P-256");
    assertThat(key.get("alg").asText()).isEqualTo("ECDH-ES");
    assertThat(key.get("use").asText()).isEqualTo("enc");
    assertThat(key.has("d")).isFalse();
    Request again = wallet.fetch(started.link(), "w2");
    assertThat(again.nonce()).isEqualTo(request.nonce());
    Request other = request();
    assertThat(other.encryptionKey().get("x")).isNotEqualTo(key.get("x"));
    assertThat(other.nonce()).isNotEqualTo(request.nonce()).hasSize(43);
    assertThat(other.state()).isNotEqualTo(request.state());
    assertThat(other.clientId()).isEqualTo(request.clientId());
  }

  private java.security.cert.X509Certificate anchor() {
    return hub.get(io.tongban.certificates.bouncycastle.AuthorityKeys.class).anchor();
  }

  @Test
  void whatDoesNotProveItselfGetsItsVerdictAndShowsNothing() {
    String client = request().clientId();
    String shown = PlainWallet.disclose(approval, "name");
    gets(Verdict.MALFORMED, r -> "not a credential");
    gets(Verdict.WRONG_HOLDER, r -> shown);
    gets(Verdict.WRONG_HOLDER, r -> wallet.bound(shown, "other", client, holder.key()));
    gets(Verdict.WRONG_HOLDER, r -> wallet.bound(shown, r.nonce(), "https://hub", holder.key()));
    gets(
        Verdict.WRONG_HOLDER,
        r -> wallet.bound(shown, r.nonce(), client.substring(10), holder.key()));
    gets(Verdict.WRONG_HOLDER, r -> wallet.bound(shown, r.nonce(), client, PlainWallet.newKey()));
    gets(Verdict.WRONG_HOLDER, r -> unsigned(wallet.bound(shown, r.nonce(), client, holder.key())));
    gets(
        Verdict.WRONG_HOLDER,
        r -> wallet.present(r, approval, "name").replace(shown, PlainWallet.disclose(approval)));
    gets(Verdict.TAMPERED, r -> wallet.bound(forged(), r.nonce(), client, holder.key()));
  }

  private void gets(Verdict verdict, java.util.function.Function<Request, String> presentation) {
    Request request = request();
    wallet.answer(request, Map.of("a", presentation.apply(request)));
    Presented one = look(request.id()).credentials().get(0);
    assertThat(one.verdict()).isEqualTo(verdict);
    assertThat(one.claims()).isEmpty();
  }

  private String forged() {
    String disclosure =
        PresentingWallet.base64url(
            "[\"salt\",\"name\",\"Palace\"]".getBytes(StandardCharsets.UTF_8));
    return approval.split("~")[0] + "~" + disclosure + "~";
  }

  private static String unsigned(String presentation) {
    int start = presentation.lastIndexOf('~') + 1;
    String[] jwt = presentation.substring(start).split("\\.");
    String header =
        PresentingWallet.base64url(
            "{\"alg\":\"none\",\"typ\":\"kb+jwt\"}".getBytes(StandardCharsets.UTF_8));
    return presentation.substring(0, start) + header + "." + jwt[1] + ".";
  }

  @Test
  void aResponseThatIsNoneIsRefusedAndTheRequestWaitsOn() throws Exception {
    Request request = request();
    Request other = request();
    UUID id = request.id();
    Map<String, String> good = Map.of("a", wallet.present(request, approval, "name"));
    Map<String, Object> payload = PresentingWallet.payload(request.state(), good);
    CredentialVerifier door = hub.get(CredentialVerifier.class);
    refused(
        id,
        "direct_post.jwt",
        () ->
            door.respond(
                id,
                Map.of(
                    "vp_token", List.of(json("{'a':['x']}").toString()),
                    "state", List.of(request.state()))));
    refused(id, "direct_post.jwt", () -> door.respond(id, Map.of()));
    refused(id, "once", () -> door.respond(id, Map.of("response", List.of("a", "b"))));
    String none =
        PresentingWallet.base64url("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + PresentingWallet.base64url(
                PlainWallet.json("{}").toString().getBytes(StandardCharsets.UTF_8))
            + ".";
    refused(id, "not encrypted", () -> wallet.post(id, none));
    refused(id, "not encrypted", () -> wallet.post(id, "x"));
    refused(
        id,
        "ECDH-ES",
        () ->
            wallet.post(
                id,
                PresentingWallet.encrypted(
                    request.encryptionKey(), EncryptionMethod.A128CBC_HS256, payload)));
    JWEObject direct =
        new JWEObject(
            new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128GCM), new Payload(payload));
    direct.encrypt(new DirectEncrypter(new byte[16]));
    refused(id, "ECDH-ES", () -> wallet.post(id, direct.serialize()));
    refused(id, "request's key", () -> wallet.post(id, PresentingWallet.encrypted(other, payload)));
    refused(id, "state", () -> answer(request, other.state(), good));
    refused(id, "state", () -> answer(request, null, good));
    refused(id, "state", () -> door.respond(id, Map.of("error", List.of("access_denied"))));
    Map<String, Object> empty = new HashMap<>(Map.of("state", request.state()));
    refused(id, "vp_token", () -> wallet.post(id, PresentingWallet.encrypted(request, empty)));
    assertThat(wallet.answer(request, good)).isEmpty();
    assertThat(look(id).credentials().get(0).verdict()).isEqualTo(Verdict.VALID);
  }

  private void answer(Request request, String state, Map<String, String> presentations) {
    wallet.post(
        request.id(),
        PresentingWallet.encrypted(request, PresentingWallet.payload(state, presentations)));
  }

  @Test
  void aResponseThatDoesNotAnswerTheQueryIsRefused() {
    Request request = request();
    UUID id = request.id();
    String good = wallet.present(request, approval, "name");
    refused(
        id,
        "lacks claims",
        () -> wallet.answer(request, Map.of("a", wallet.present(request, approval))));
    refused(
        id,
        "another type",
        () -> wallet.answer(request, Map.of("a", wallet.present(request, townApproval, "number"))));
    refused(id, "not asked for", () -> wallet.answer(request, Map.of("a", good, "b", good)));
    refused(id, "missing", () -> wallet.answer(request, Map.of()));
    Map<String, Object> two =
        Map.of("state", request.state(), "vp_token", Map.of("a", List.of(good, good)));
    refused(id, "1 to 1 texts", () -> wallet.post(id, PresentingWallet.encrypted(request, two)));
    Map<String, Object> bare = Map.of("state", request.state(), "vp_token", Map.of("a", good));
    refused(id, "not an array", () -> wallet.post(id, PresentingWallet.encrypted(request, bare)));
  }

  @Test
  void aResponseCountsOnce() {
    Request request = request();
    String response =
        PresentingWallet.encrypted(
            request,
            PresentingWallet.payload(
                request.state(), Map.of("a", wallet.present(request, approval, "name"))));
    wallet.post(request.id(), response);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> wallet.post(request.id(), response))
          .isInstanceOf(IssuerException.class)
          .hasMessageContaining("answered before");
      if (i == 0) {
        assertThat(look(request.id()).state()).isEqualTo(State.RECEIVED);
      }
    }
    fails(
        CertificateProblem.PRESENTATION_OVER,
        () -> hub.get(CredentialVerifier.class).request(request.id(), Map.of()));
  }

  @Test
  void whatIsNotReadInTimeIsErased() {
    Request unanswered = request();
    Request answered = request();
    wallet.answer(answered, Map.of("a", wallet.present(answered, approval, "name")));
    hub.clock().set(MutableClock.START.plus(Duration.ofMinutes(15)));
    assertThatThrownBy(
            () ->
                wallet.answer(
                    unanswered, Map.of("a", wallet.present(unanswered, approval, "name"))))
        .isInstanceOf(IssuerException.class)
        .hasMessageContaining("expired");
    presentations.forget();
    for (Request request : List.of(unanswered, answered)) {
      assertThat(look(request.id()).state()).isEqualTo(State.EXPIRED);
      StoredPresentation stored = hub.get(PresentationStore.class).find(request.id()).orElseThrow();
      assertThat(stored.asked()).isNull();
      assertThat(stored.found()).isNull();
    }
    fails(
        CertificateProblem.PRESENTATION_OVER,
        () -> hub.get(CredentialVerifier.class).request(answered.id(), Map.of()));
  }

  @Test
  void nothingReadableIsKept() {
    Request request = request();
    wallet.answer(request, Map.of("a", wallet.present(request, approval, "name")));
    StoredPresentation stored = hub.get(PresentationStore.class).find(request.id()).orElseThrow();
    String kept =
        new String(stored.asked(), StandardCharsets.UTF_8)
            + new String(stored.found(), StandardCharsets.UTF_8);
    assertThat(kept).doesNotContain("Tearoom", "Chan", request.nonce(), request.state());
  }

  @Test
  void aWalletMayRefuse() {
    CredentialVerifier door = hub.get(CredentialVerifier.class);
    Request plain = request();
    door.respond(
        plain.id(), Map.of("error", List.of("access_denied"), "state", List.of(plain.state())));
    assertThat(look(plain.id()).state()).isEqualTo(State.REFUSED);
    assertThat(look(plain.id()).error()).isEqualTo("access_denied");
    Request sealed = request();
    wallet.post(
        sealed.id(),
        PresentingWallet.encrypted(sealed, Map.of("error", "<script>", "state", sealed.state())));
    assertThat(look(sealed.id()).error()).isEqualTo("unknown_error");
    assertThatThrownBy(
            () -> wallet.answer(sealed, Map.of("a", wallet.present(sealed, approval, "name"))))
        .isInstanceOf(IssuerException.class);
  }

  @Test
  void onTheSameDeviceOnlyTheSessionThatStartedReads() {
    Started started =
        presentations.start(
            Town.COUNCIL,
            new Wish(
                "counter",
                null,
                query(NUMBER_AND_NAME),
                List.of(),
                "https://counter.test/back?x=1"));
    Request request = wallet.fetch(started.link(), null);
    URI back =
        wallet
            .answer(request, Map.of("a", wallet.present(request, approval, "name")))
            .orElseThrow();
    assertThat(back.toString()).startsWith("https://counter.test/back?x=1#response_code=");
    String code = back.getFragment().substring("response_code=".length());
    assertThat(code).hasSize(43);
    for (String wrong : new String[] {null, "", code.substring(1) + "A"}) {
      fails(
          CertificateProblem.RESPONSE_CODE_WRONG,
          () -> presentations.look(Town.COUNCIL, started.id(), wrong));
    }
    assertThat(presentations.look(Town.COUNCIL, started.id(), code).credentials()).hasSize(1);
    for (String page :
        new String[] {
          "counter", "ftp://x/", "https://u@x/", "https://x/#f", "javascript:1", "a b"
        }) {
      fails(
          CertificateProblem.PRESENTATION_REQUEST_INVALID,
          () ->
              presentations.start(
                  Town.COUNCIL, new Wish("counter", null, query(NUMBER_AND_NAME), null, page)));
    }
  }

  @Test
  void transactionDataIsAgreedToByItsHash() {
    JsonNode data = json("{'type':'urn:test:fee','credential_ids':['a'],'amount':'12.50'}");
    Started started =
        presentations.start(
            Town.COUNCIL, new Wish("counter", null, query(NUMBER_AND_NAME), List.of(data), null));
    Request request = wallet.fetch(started.link(), null);
    String item = request.claims().get("transaction_data").get(0).asText();
    assertThat(
            PlainWallet.json(
                new String(java.util.Base64.getUrlDecoder().decode(item), StandardCharsets.UTF_8)))
        .isEqualTo(data);
    String hash = PlainWallet.hash(item);
    String other = PlainWallet.hash("other");
    refused(
        started.id(),
        "did not agree",
        () -> wallet.answer(request, Map.of("a", wallet.present(request, approval, "name"))));
    for (List<String> hashes : List.of(List.of(other), List.of(hash, other))) {
      refused(
          started.id(),
          "nobody asked for",
          () ->
              wallet.answer(request, Map.of("a", wallet.agree(request, approval, hashes, "name"))));
    }
    wallet.answer(request, Map.of("a", wallet.agree(request, approval, List.of(hash), "name")));
    assertThat(look(started.id()).credentials().get(0).verdict()).isEqualTo(Verdict.VALID);
    for (String bad :
        new String[] {
          "{}",
          "{'type':'x'}",
          "{'type':'x','credential_ids':['b']}",
          "{'type':'x','credential_ids':['a'],'transaction_data_hashes_alg':['sha-512']}"
        }) {
      fails(
          CertificateProblem.PRESENTATION_REQUEST_INVALID,
          () ->
              presentations.start(
                  Town.COUNCIL,
                  new Wish("counter", null, query(NUMBER_AND_NAME), List.of(json(bad)), null)));
    }
  }

  @Test
  void oneOfSeveralCombinationsIsEnoughAndTheRestIsLeftOut() {
    String town =
        "{'id':'t','format':'dc+sd-jwt','meta':{'vct_values':['https://types.test/town-approval']},"
            + "'claims':[{'path':['number']}]}";
    JsonNode either =
        json(
            "{'credentials':["
                + approvalQuery(NUMBER_AND_NAME, "")
                + ","
                + town
                + "],'credential_sets':[{'options':[['a'],['t']]}]}");
    Request second = wallet.fetch(started(either).link(), null);
    refused(second.id(), "required combination", () -> wallet.answer(second, Map.of()));
    wallet.answer(second, Map.of("t", wallet.present(second, townApproval, "number")));
    assertThat(look(second.id()).credentials())
        .extracting(Presented::credential)
        .containsExactly("t");
    Request both = wallet.fetch(started(either).link(), null);
    wallet.answer(
        both,
        Map.of(
            "a", wallet.present(both, approval, "name"),
            "t", wallet.present(both, townApproval, "number")));
    Progress seen = look(both.id());
    assertThat(seen.credentials()).extracting(Presented::credential).containsExactly("a");
    assertThat(hub.get(Ledger.class).find(seen.receipt().id()).orElseThrow().manifest().toString())
        .doesNotContain("town-approval");
  }

  @Test
  void theAuthorityMustBeOneThatIsTrustedByItsKey() throws Exception {
    String aki =
        PresentingWallet.base64url(
            org.bouncycastle.asn1.x509.SubjectKeyIdentifier.getInstance(
                    org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils.parseExtensionValue(
                        anchor().getExtensionValue("2.5.29.14")))
                .getKeyIdentifier());
    String trusted = ",'trusted_authorities':[{'type':'aki','values':['AKI']}]";
    Request own =
        wallet.fetch(
            started(
                    json(
                        "{'credentials':["
                            + approvalQuery(NUMBER_AND_NAME, trusted.replace("AKI", aki))
                            + "]}"))
                .link(),
            null);
    wallet.answer(own, Map.of("a", wallet.present(own, approval, "name")));
    assertThat(look(own.id()).credentials().get(0).verdict()).isEqualTo(Verdict.VALID);
    Request foreign =
        wallet.fetch(
            started(
                    json(
                        "{'credentials':["
                            + approvalQuery(NUMBER_AND_NAME, trusted.replace("AKI", "AAAA"))
                            + "]}"))
                .link(),
            null);
    refused(
        foreign.id(),
        "another authority",
        () -> wallet.answer(foreign, Map.of("a", wallet.present(foreign, approval, "name"))));
  }

  @Test
  void severalAndUnboundPresentationsComeWhereTheyWereAskedFor() {
    String more = ",'multiple':true,'require_cryptographic_holder_binding':false";
    Request request =
        wallet.fetch(
            started(json("{'credentials':[" + approvalQuery(NUMBER_AND_NAME, more) + "]}")).link(),
            null);
    String unbound = PlainWallet.disclose(approval, "name");
    String misbound = wallet.bound(unbound, "other", request.clientId(), holder.key());
    wallet.post(
        request.id(),
        PresentingWallet.encrypted(
            request,
            Map.of("state", request.state(), "vp_token", Map.of("a", List.of(unbound, misbound)))));
    assertThat(look(request.id()).credentials())
        .extracting(Presented::verdict)
        .containsExactly(Verdict.VALID, Verdict.WRONG_HOLDER);
  }

  @Test
  void theStatusIsAlwaysAsked() {
    String credential = issue("approval", Map.of("number", "P9"));
    Request first = request();
    wallet.answer(first, Map.of("a", wallet.present(first, credential, "name")));
    UUID certificate = look(first.id()).credentials().get(0).certificate();
    certificates.changeStatus(
        Town.AGENCY,
        certificate,
        new Certificates.Change(Act.REVOKED, null, "Act 1, section 2", "closed", null));
    Request second = request();
    wallet.answer(second, Map.of("a", wallet.present(second, credential, "name")));
    assertThat(look(second.id()).credentials().get(0).verdict()).isEqualTo(Verdict.REVOKED);
  }

  @Test
  void thePurposeDecidesBeforeAnythingIsAsked() {
    for (String purpose : new String[] {null, "curiosity"}) {
      long before = hub.get(Ledger.class).size();
      assertThatThrownBy(
              () ->
                  presentations.start(
                      Town.COUNCIL,
                      new Wish(purpose, null, query(NUMBER_AND_NAME), List.of(), null)))
          .isInstanceOf(ProblemException.class);
      assertThat(hub.get(Ledger.class).size()).isEqualTo(before + 1);
    }
    fails(
        AccessProblem.CASE_REQUIRED,
        () ->
            presentations.start(
                Town.COUNCIL, new Wish("licensing", null, query(NUMBER_AND_NAME), null, null)));
    fails(
        CertificateProblem.PRESENTATION_REQUEST_INVALID,
        () -> presentations.start(Town.COUNCIL, new Wish("counter", null, json("{}"), null, null)));
    fails(
        CertificateProblem.PRESENTATION_REQUEST_INVALID,
        () -> presentations.start(Town.COUNCIL, new Wish("counter", null, null, null, null)));
  }

  @Test
  void anAgreementBoundsWhatMayBeAskedForItsPurpose() {
    assertThat(licensing(Town.COUNCIL, NUMBER_AND_NAME)).isNotNull();
    assertThat(licensing(Town.AGENCY, "{'path':['town']}"))
        .as("the agreement is the council's")
        .isNotNull();
    for (String claim : new String[] {"town", "opened"}) {
      long before = hub.get(Ledger.class).size();
      assertThatThrownBy(
              () -> licensing(Town.COUNCIL, NUMBER_AND_NAME + ",{'path':['" + claim + "']}"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code())
                    .isEqualTo(CertificateProblem.PRESENTATION_NOT_COVERED.code());
                assertThat(e.problem().extensions())
                    .containsEntry("claims", List.of("approval." + claim));
              });
      assertThat(hub.get(Ledger.class).size()).isEqualTo(before + 1);
    }
  }

  @Test
  void aRenamedColumnIsNoWayAroundTheAgreement() {
    Town.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: disguised, title: {zh: 场所, en: Premises}}
        spec:
          provider: agency
          sql: SELECT number, town AS name, name AS label FROM premises WHERE number = :number
          parameters: [{name: number, type: STRING, required: true}]
        ---
        apiVersion: tongban.io/v1
        kind: CertificateType
        metadata: {name: disguise, title: {zh: 证, en: Disguise}}
        spec:
          authority: agency
          vct: urn:test:disguise:1
          service: disguised
          purpose: issue
          numberClaim: number
          claims:
            - {name: number, column: number}
            - {name: label, column: label}
        """);
    assertThatThrownBy(
            () ->
                presentations.start(
                    Town.COUNCIL,
                    new Wish(
                        "licensing",
                        "L-1",
                        json(
                            query("{'path':['label']}")
                                .toString()
                                .replace("urn:test:approval:1", "urn:test:disguise:1")),
                        List.of(),
                        null)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("disguise.label");
  }

  private Started licensing(Actor actor, String claims) {
    return presentations.start(actor, new Wish("licensing", "L-1", query(claims), List.of(), null));
  }

  @Test
  void toOtherClientsItDoesNotExist() {
    Request request = request();
    for (Actor other : List.of(Town.AGENCY, Town.STRANGER)) {
      fails(
          CertificateProblem.PRESENTATION_UNKNOWN,
          () -> presentations.look(other, request.id(), null));
    }
    UUID nobody = UUID.randomUUID();
    fails(CertificateProblem.PRESENTATION_UNKNOWN, () -> look(nobody));
    CredentialVerifier door = hub.get(CredentialVerifier.class);
    fails(CertificateProblem.PRESENTATION_UNKNOWN, () -> door.request(nobody, Map.of()));
    fails(CertificateProblem.PRESENTATION_UNKNOWN, () -> door.respond(nobody, Map.of()));
  }
}
