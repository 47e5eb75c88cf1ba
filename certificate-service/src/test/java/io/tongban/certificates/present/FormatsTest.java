package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORPair;
import com.authlete.cbor.CBORPairList;
import com.authlete.cbor.CBORString;
import com.authlete.cbor.CBORTaggedItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.Presentations.State;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.TestCa;
import io.tongban.certificates.Town;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.format.Content;
import io.tongban.certificates.format.Formats;
import io.tongban.certificates.format.StatusReference;
import io.tongban.certificates.present.PresentingWallet.Request;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** ISO mdoc and W3C credentials as JWT: issued, presented, and every verdict over them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FormatsTest {
  private static final String DOCTYPE = "test.permit.1";
  private static final String NAMESPACE = "test.permit";
  private static final String MDOC = "permit.mso_mdoc";
  private static final String JWT = "permit.jwt_vc_json";

  private static final String PERMIT =
      """
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: permit, title: {zh: 许可, en: Permit}}
      spec:
        authority: agency
        vct: urn:test:permit:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        formats: [dc+sd-jwt, mso_mdoc, jwt_vc_json]
        mdoc: {doctype: test.permit.1, namespace: test.permit}
        claims:
          - {name: number, column: number, disclosable: false}
          - {name: name, column: name, title: {zh: 名称, en: Name}}
          - {name: opened, column: opened}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: licensing, title: {zh: 许可, en: Licensing}}
      spec: {description: {zh: 许可, en: To license}}
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
          premises: {columns: [number, opened]}
      """;

  private TestHub hub;
  private Certificates certificates;
  private Presentations presentations;
  private CredentialIssuer issuer;
  private PlainWallet holder;
  private PresentingWallet wallet;
  private String mdoc;
  private String jwt;
  private int next = 20;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    Town.apply(hub, PERMIT);
    certificates = hub.get(Certificates.class);
    presentations = hub.get(Presentations.class);
    issuer = hub.get(CredentialIssuer.class);
    holder = new PlainWallet(issuer, hub.clock());
    wallet = new PresentingWallet(hub.get(CredentialVerifier.class), holder.key(), hub.clock());
    mdoc = issue(MDOC, "P5");
    jwt = issue(JWT, "P5");
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private String issue(String configuration, String number) {
    return credential(token(number), configuration);
  }

  private URI offer(String number) {
    return certificates.offer(Town.AGENCY, "permit", Map.of("number", number), false).uri();
  }

  private String token(String number) {
    String code = PlainWallet.code(offer(number));
    return issuer.token("agency", PlainWallet.form(code), List.of()).get("access_token").asText();
  }

  private String credential(String token, String configuration) {
    String proof = holder.proof(Town.ISSUER, holder.nonce("agency"));
    return issuer
        .credential(
            "agency",
            new TokenUse("Bearer " + token, List.of()),
            PlainWallet.request(configuration, proof))
        .get("credentials")
        .get(0)
        .get("credential")
        .asText();
  }

  @Test
  void eachFormatIsAConfigurationOfItsOwn() {
    JsonNode all = issuer.metadata("agency").get("credential_configurations_supported");
    assertThat(all.get("permit").get("format").asText()).isEqualTo("dc+sd-jwt");
    JsonNode asMdoc = all.get(MDOC);
    assertThat(asMdoc.get("format").asText()).isEqualTo("mso_mdoc");
    assertThat(asMdoc.get("doctype").asText()).isEqualTo(DOCTYPE);
    assertThat(asMdoc.get("scope").asText()).isEqualTo(MDOC);
    assertThat(asMdoc.get("credential_signing_alg_values_supported").toString()).isEqualTo("[-7]");
    assertThat(asMdoc.findValue("claims").get(1).get("path").toString())
        .isEqualTo("[\"test.permit\",\"name\"]");
    JsonNode asJwt = all.get(JWT);
    assertThat(asJwt.get("credential_definition").get("type").toString())
        .isEqualTo("[\"VerifiableCredential\",\"urn:test:permit:1\"]");
    assertThat(asJwt.findValue("claims").get(1).get("path").toString())
        .isEqualTo("[\"credentialSubject\",\"name\"]");
    assertThat(PlainWallet.offer(offer("P6")).get("credential_configuration_ids").toString())
        .isEqualTo("[\"permit\",\"permit.mso_mdoc\",\"permit.jwt_vc_json\"]");
  }

  @Test
  void anOfferIsForOneCertificateInOneOfTheFormats() {
    String token = token("P7");
    for (String wrong : List.of("permit.ldp_vc", "approval", "permit.dc+sd-jwt")) {
      assertThatThrownBy(() -> credential(token, wrong))
          .isInstanceOfSatisfying(
              IssuerException.class,
              e -> assertThat(e.error()).isEqualTo(IssuerError.UNKNOWN_CREDENTIAL_CONFIGURATION));
    }
    assertThat(credential(token, MDOC)).doesNotContain(".");
    assertThatThrownBy(() -> credential(token, JWT)).isInstanceOf(IssuerException.class);
  }

  private Verification verify(String text) {
    return certificates.verify(Town.COUNCIL, text, null, null, "counter");
  }

  private Map<String, Object> claims(String number) {
    int n = Integer.parseInt(number.substring(1));
    return Map.of(
        "number",
        number,
        "name",
        "茶楼 Tearoom " + n,
        "opened",
        "2020-01-%02d".formatted(n % 28 + 1));
  }

  @Test
  void everyFormatTellsTheSameAndTheLedgerOnlyWhatItIsCalled() {
    Verification asMdoc = verify(mdoc);
    assertThat(asMdoc.verdict()).isEqualTo(Verdict.VALID);
    assertThat(asMdoc.type()).isEqualTo("permit");
    assertThat(asMdoc.claims()).isEqualTo(Map.of(NAMESPACE, claims("P5")));
    assertThat(entry(asMdoc))
        .contains("test.permit.name", "test.permit.number")
        .doesNotContain("Tearoom", "P5");
    Verification asJwt = verify(jwt);
    assertThat(asJwt.verdict()).isEqualTo(Verdict.VALID);
    assertThat(asJwt.claims()).isEqualTo(claims("P5"));
    assertThat(asJwt.certificate()).isNotEqualTo(asMdoc.certificate());
  }

  private String entry(Verification verification) {
    return hub.get(Ledger.class)
        .find(verification.receipt().id())
        .orElseThrow()
        .manifest()
        .toString();
  }

  @Test
  void anMdocsDatesAreDatesAndItsElementsAreSaltedAndShuffled() {
    CBORPairList spaces =
        (CBORPairList) MdocHolder.decoded(mdoc).findByKey("nameSpaces").getValue();
    CBORItemList elements = (CBORItemList) spaces.getPairs().get(0).getValue();
    List<Object> ids = new ArrayList<>();
    for (CBORItem element : elements.getItems()) {
      Map<Object, Object> item = MdocHolder.element(element);
      ids.add(item.get("digestID"));
      assertThat((byte[]) item.get("random")).hasSize(32);
      if (item.get("elementIdentifier").equals("opened")) {
        assertThat(((CBORTaggedItem) element).getTagContent().encode())
            .as("tag 1004")
            .containsSequence((byte) 0xd9, (byte) 0x03, (byte) 0xec);
      }
    }
    assertThat(ids).containsExactlyInAnyOrder(0, 1, 2);
  }

  private void status(String credential, Act act) {
    certificates.changeStatus(
        Town.AGENCY,
        verify(credential).certificate(),
        new Change(act, null, "Food Act s. 12", "r", null));
  }

  @Test
  void statusAndTermDecideInEveryFormat() {
    for (String configuration : List.of(MDOC, JWT)) {
      String credential = issue(configuration, "P" + next++);
      status(credential, Act.SUSPENDED);
      assertThat(verify(credential).verdict()).isEqualTo(Verdict.SUSPENDED);
      status(credential, Act.REVOKED);
      assertThat(verify(credential).verdict()).isEqualTo(Verdict.REVOKED);
      String other = issue(configuration, "P" + next++);
      hub.clock().set(MutableClock.START.minus(Duration.ofMinutes(2)));
      assertThat(verify(other).verdict()).isEqualTo(Verdict.NOT_YET_VALID);
      hub.clock().set(MutableClock.START.plus(Duration.ofDays(366)));
      assertThat(verify(other).verdict()).isEqualTo(Verdict.EXPIRED);
      hub.clock().set(MutableClock.START);
    }
  }

  @Test
  void attack19AStatusNobodyKnowsIsUnavailableInEveryFormat() {
    for (String configuration : List.of("permit", MDOC, JWT)) {
      String credential = issue(configuration, "P" + next++);
      UUID id = verify(credential).certificate();
      forgetRecord(id);
      Verification seen = verify(credential);
      assertThat(seen.verdict()).as(configuration).isEqualTo(Verdict.STATUS_UNAVAILABLE);
      assertThat(seen.claims()).isEmpty();
      assertThat(seen.receipt()).isNotNull();
      for (String list :
          List.of(
              "https://elsewhere.test/status-lists/1",
              "http://hub.test.evil.example/status-lists/" + UUID.randomUUID(),
              "http://hub.test/status-lists/" + UUID.randomUUID(),
              "http://hub.test/status-lists/x")) {
        assertThat(verify(naming(list, configuration)).verdict())
            .as(configuration + " " + list)
            .isEqualTo(Verdict.STATUS_UNAVAILABLE);
      }
    }
  }

  /** As after an older backup was restored: the certificate is good, its record is missing. */
  private void forgetRecord(UUID certificate) {
    hub.get(Database.class)
        .jdbi()
        .useHandle(
            handle ->
                handle.execute("DELETE FROM certificates.certificate WHERE id = ?", certificate));
  }

  /** What the authority itself would sign, with its status in that list. */
  private String naming(String list, String configuration) {
    String format =
        configuration.equals("permit")
            ? "dc+sd-jwt"
            : configuration.substring(configuration.indexOf('.') + 1);
    Definition<CertificateTypeSpec> type =
        hub.get(Definitions.class).find(CertificateTypeSpec.class, "permit").orElseThrow();
    try {
      return hub.get(Formats.class)
          .named(format)
          .orElseThrow()
          .issue(
              new Content(
                  type,
                  hub.get(AuthorityKeys.class).of(type),
                  Map.of("number", new TextNode("P1")),
                  Map.of("name", new TextNode("Tearoom")),
                  Set.of(),
                  holder.key().toECPublicKey(),
                  MutableClock.START,
                  MutableClock.START.plus(Duration.ofDays(1)),
                  new StatusReference(list, 1)));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anMdocUnderEs384IsIssuedPresentedAndVerified() {
    Town.apply(
        hub,
        PERMIT
            .substring(0, PERMIT.indexOf("---"))
            .replace("name: permit,", "name: strong,")
            .replace("urn:test:permit:1", "urn:test:strong:1")
            .replace("test.permit", "test.strong")
            .replace("purpose: issue", "purpose: issue\n  suite: ES384"));
    JsonNode configuration =
        issuer.metadata("agency").get("credential_configurations_supported").get("strong.mso_mdoc");
    assertThat(configuration.get("credential_signing_alg_values_supported").toString())
        .isEqualTo("[-35]");
    URI offer = certificates.offer(Town.AGENCY, "strong", Map.of("number", "P8"), false).uri();
    String token =
        issuer
            .token("agency", PlainWallet.form(PlainWallet.code(offer)), List.of())
            .get("access_token")
            .asText();
    String strong = credential(token, "strong.mso_mdoc");
    byte[] header =
        (byte[])
            ((CBORItemList) MdocHolder.auth(MdocHolder.decoded(strong))).getItems().get(0).parse();
    assertThat(header).as("alg -35").containsExactly(0xa1, 0x01, 0x38, 0x22);
    Verification seen = verify(strong);
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.claims()).isEqualTo(Map.of("test.strong", claims("P8")));
    Request request = request(mdocQuery(NAME).replace("test.permit", "test.strong"));
    String response =
        MdocHolder.respond(
            "test.strong.1",
            MdocHolder.disclose(strong, "name"),
            MdocHolder.Session.of(request),
            holder.key());
    assertThat(shown(request, response).verdict()).isEqualTo(Verdict.VALID);
    List<CBORItem> auth =
        new ArrayList<>(((CBORItemList) MdocHolder.auth(MdocHolder.decoded(strong))).getItems());
    auth.set(0, new CBORByteArray(new byte[] {(byte) 0xa1, 0x01, 0x26}));
    CBORItem relabelled =
        MdocHolder.map(
            "nameSpaces",
            MdocHolder.decoded(strong).findByKey("nameSpaces").getValue(),
            "issuerAuth",
            new CBORItemList(auth));
    assertThat(verify(MdocHolder.encoded(relabelled)).verdict())
        .as("the same key passed off with alg -7")
        .isEqualTo(Verdict.TAMPERED);
  }

  /** Refused without a claim, and not for want of a status or a holder. */
  private void forged(String what, String credential) {
    Verification seen = verify(credential);
    assertThat(seen.verdict()).as(what).isIn(Verdict.TAMPERED, Verdict.MALFORMED);
    assertThat(seen.claims()).as(what).isEmpty();
  }

  private static ObjectNode header(String compact) {
    return (ObjectNode)
        PlainWallet.json(
            new String(
                Base64.getUrlDecoder().decode(compact.split("\\.")[0]), StandardCharsets.UTF_8));
  }

  private static String base64(String text) {
    return PresentingWallet.base64url(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hmac(String signed, byte[] key) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return PresentingWallet.base64url(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void attack01NoneAndTheIssuersPublicKeyAsASecretInEveryFormat() throws Exception {
    for (String whole : List.of(issue("permit", "P10"), jwt)) {
      String compact = whole.split("~")[0];
      String end = whole.contains("~") ? "~" : "";
      String[] parts = compact.split("\\.");
      ObjectNode header = header(compact);
      byte[] leaf = Base64.getDecoder().decode(header.get("x5c").get(0).asText());
      byte[] key = Chains.certificate(leaf).getPublicKey().getEncoded();
      for (String none : List.of("none", "None", "NONE")) {
        String unsigned = base64(header.put("alg", none).toString()) + "." + parts[1] + ".";
        forged(none, unsigned + end);
        forged(none + " with a signature", unsigned + parts[2] + end);
      }
      String symmetric = base64(header.put("alg", "HS256").toString()) + "." + parts[1];
      forged("HS256", symmetric + "." + hmac(symmetric, key) + end);
      forged("HS256 of the certificate", symmetric + "." + hmac(symmetric, leaf) + end);
    }
    byte[] none = new CBORPairList(List.<CBORPair>of()).encode();
    byte[] hmac = new CBORPairList(new CBORPair(new CBORInteger(1), new CBORInteger(5))).encode();
    for (byte[] header : new byte[][] {none, hmac, new byte[0]}) {
      forged("mdoc", withAuth(0, new CBORByteArray(header)));
    }
    forged("mdoc without a signature", withAuth(3, new CBORByteArray(new byte[0])));
  }

  @Test
  void attack01AVpThatIsNotSignedByTheHolderProvesNoHolder() throws Exception {
    byte[] key = holder.key().toECPublicKey().getEncoded();
    for (String algorithm : List.of("none", "HS256")) {
      Request request = request(jwtQuery("{'path':['credentialSubject','name']}"));
      String good = vp(jwt, holder.key(), bound(request));
      String signed =
          base64(header(good).put("alg", algorithm).toString()) + "." + good.split("\\.")[1];
      String signature = algorithm.equals("none") ? "" : hmac(signed, key);
      Presented seen = shown(request, signed + "." + signature);
      assertThat(seen.verdict()).as(algorithm).isEqualTo(Verdict.WRONG_HOLDER);
      assertThat(seen.claims()).isEmpty();
    }
  }

  /** The mdoc with another member of its COSE_Sign1. */
  private String withAuth(int place, CBORItem member) {
    CBORPairList whole = MdocHolder.decoded(mdoc);
    List<CBORItem> auth = new ArrayList<>(((CBORItemList) MdocHolder.auth(whole)).getItems());
    auth.set(place, member);
    return MdocHolder.encoded(
        MdocHolder.map(
            "nameSpaces",
            whole.findByKey("nameSpaces").getValue(),
            "issuerAuth",
            new CBORItemList(auth)));
  }

  @Test
  void attack02AKeyThatTheCredentialBringsAlongIsNobodysInEveryFormat() throws Exception {
    ECKey stranger = PlainWallet.newKey();
    X509Certificate own =
        new TestCa(SignatureSuite.ES256, "CN=Stranger", stranger.toECPrivateKey())
            .leaf(Town.ISSUER, stranger.toECPublicKey());
    URI elsewhere = URI.create("https://evil.example/keys");
    for (String whole : List.of(issue("permit", "P11"), jwt)) {
      String compact = whole.split("~")[0];
      String end = whole.contains("~") ? "~" : "";
      JOSEObjectType type = new JOSEObjectType(header(compact).get("typ").asText());
      JWTClaimsSet claims = SignedJWT.parse(compact).getJWTClaimsSet();
      for (JWSHeader.Builder header :
          List.of(
              new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(stranger.toPublicJWK()),
              new JWSHeader.Builder(JWSAlgorithm.ES256).jwkURL(elsewhere),
              new JWSHeader.Builder(JWSAlgorithm.ES256).x509CertURL(elsewhere),
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("../../etc/passwd"),
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .x509CertChain(
                      List.of(com.nimbusds.jose.util.Base64.encode(own.getEncoded()))))) {
        JWSHeader complete = header.type(type).build();
        Verification seen = verify(PlainWallet.sign(complete, claims, stranger) + end);
        assertThat(seen.verdict()).as(complete.toString()).isEqualTo(Verdict.UNKNOWN_ISSUER);
        assertThat(seen.claims()).isEmpty();
      }
      JWSHeader borrowed =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(type)
              .jwk(stranger.toPublicJWK())
              .x509CertChain(SignedJWT.parse(compact).getHeader().getX509CertChain())
              .build();
      forged(
          "the issuer's chain beside the stranger's jwk",
          PlainWallet.sign(borrowed, claims, stranger) + end);
    }
    CBORItem chain =
        new CBORPairList(new CBORPair(new CBORInteger(33), new CBORByteArray(own.getEncoded())));
    assertThat(verify(withAuth(1, chain)).verdict()).isEqualTo(Verdict.UNKNOWN_ISSUER);
  }

  @Test
  void anAuthorityWithCredentialsAsJwtDoesNotTurnToHaip() {
    String agency =
        """
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: agency, title: {zh: 食品局, en: Food agency}}
        spec: {region: GB, walletProfile: HAIP}
        """;
    assertThatThrownBy(() -> Town.apply(hub, agency))
        .hasMessageContaining("CertificateType/permit (applied)")
        .hasMessageContaining("this set would break it: HAIP 1.0, which agency keeps to");
    JsonNode all = issuer.metadata("agency").get("credential_configurations_supported");
    assertThat(all.has(JWT)).isTrue();
    assertThat(verify(credential(token("P9"), JWT)).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void whatWasChangedIsTamperedWith() {
    CBORPairList whole = MdocHolder.decoded(mdoc);
    CBORPairList spaces = (CBORPairList) whole.findByKey("nameSpaces").getValue();
    List<CBORItem> elements =
        new ArrayList<>(((CBORItemList) spaces.getPairs().get(0).getValue()).getItems());
    elements.add(elements.get(0));
    CBORItem twice =
        MdocHolder.map(
            "nameSpaces",
            MdocHolder.map(NAMESPACE, new CBORItemList(elements)),
            "issuerAuth",
            MdocHolder.auth(whole));
    assertThat(verify(MdocHolder.encoded(twice)).verdict()).isEqualTo(Verdict.TAMPERED);
    CBORItem moved =
        MdocHolder.map(
            "nameSpaces",
            MdocHolder.map("other", spaces.getPairs().get(0).getValue()),
            "issuerAuth",
            MdocHolder.auth(whole));
    assertThat(verify(MdocHolder.encoded(moved)).verdict()).isEqualTo(Verdict.TAMPERED);
    List<CBORItem> auth = new ArrayList<>(((CBORItemList) MdocHolder.auth(whole)).getItems());
    byte[] payload = ((byte[]) auth.get(2).parse()).clone();
    payload[payload.length - 1] ^= 1;
    auth.set(2, new CBORByteArray(payload));
    CBORItem resigned = MdocHolder.map("nameSpaces", spaces, "issuerAuth", new CBORItemList(auth));
    assertThat(verify(MdocHolder.encoded(resigned)).verdict()).isEqualTo(Verdict.TAMPERED);
    String[] parts = jwt.split("\\.");
    String signed = parts[0] + "." + parts[1] + "." + other(parts[2]);
    assertThat(verify(signed).verdict()).isEqualTo(Verdict.TAMPERED);
  }

  private static String other(String signature) {
    return (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
  }

  @Test
  void anIssuerWithoutTrustIsUnknownAndNoiseIsMalformed() throws Exception {
    ECKey stranger = PlainWallet.newKey();
    JWTClaimsSet claims = SignedJWT.parse(jwt).getJWTClaimsSet();
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build();
    assertThat(verify(PlainWallet.sign(header, claims, stranger)).verdict())
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
    List<CBORItem> auth =
        new ArrayList<>(((CBORItemList) MdocHolder.auth(MdocHolder.decoded(mdoc))).getItems());
    auth.set(1, new CBORPairList(List.<CBORPair>of()));
    CBORItem unsigned = MdocHolder.map("issuerAuth", new CBORItemList(auth));
    assertThat(verify(MdocHolder.encoded(unsigned)).verdict()).isEqualTo(Verdict.UNKNOWN_ISSUER);
    for (String noise : List.of("AAAA", "oA", "a.b.c", mdoc + "AA", mdoc.substring(4), "e30")) {
      assertThat(verify(noise).verdict()).as(noise).isEqualTo(Verdict.MALFORMED);
    }
    String noCredential =
        PlainWallet.sign(header, new JWTClaimsSet.Builder().issuer("x").build(), stranger);
    assertThat(verify(noCredential).verdict()).isEqualTo(Verdict.MALFORMED);
  }

  private static JsonNode json(String text) {
    return PlainWallet.json(text.replace('\'', '"'));
  }

  private static String mdocQuery(String claims) {
    return "{'credentials':[{'id':'a','format':'mso_mdoc','meta':{'doctype_value':'test.permit.1'},"
        + "'claims':["
        + claims
        + "]}]}";
  }

  private static String jwtQuery(String claims) {
    return "{'credentials':[{'id':'a','format':'jwt_vc_json','meta':{'type_values':"
        + "[['VerifiableCredential','urn:test:permit:1']]},'claims':["
        + claims
        + "]}]}";
  }

  private Request request(String query, String purpose) {
    return wallet.fetch(
        presentations
            .start(Town.COUNCIL, new Wish(purpose, "case", json(query), List.of(), null))
            .link(),
        "w1");
  }

  private Request request(String query) {
    return request(query, "counter");
  }

  private Presented shown(Request request, String presentation) {
    wallet.answer(request, Map.of("a", presentation));
    var seen = presentations.look(Town.COUNCIL, request.id(), null);
    assertThat(seen.state()).isEqualTo(State.RECEIVED);
    return seen.credentials().get(0);
  }

  private void refused(Request request, String presentation, String why) {
    assertThatThrownBy(() -> wallet.answer(request, Map.of("a", presentation)))
        .isInstanceOfSatisfying(
            IssuerException.class, e -> assertThat(e.description()).contains(why));
    assertThat(presentations.look(Town.COUNCIL, request.id(), null).state())
        .isEqualTo(State.PENDING);
  }

  private static final String NAME = "{'path':['test.permit','name'],'intent_to_retain':true}";

  private String respond(Request request, String... names) {
    return MdocHolder.respond(
        DOCTYPE, MdocHolder.disclose(mdoc, names), MdocHolder.Session.of(request), holder.key());
  }

  @Test
  void anMdocIsPresentedAndShowsWhatWasAskedFor() {
    Request request = request(mdocQuery(NAME));
    assertThat(request.claims().findValue("vp_formats_supported").get("mso_mdoc").toString())
        .isEqualTo("{\"issuerauth_alg_values\":[-7,-35],\"deviceauth_alg_values\":[-7]}");
    Presented seen = shown(request, respond(request, "name", "opened"));
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.type()).isEqualTo("permit");
    assertThat(seen.claims())
        .as("the day was disclosed, but not asked for")
        .isEqualTo(Map.of(NAMESPACE, Map.of("name", "茶楼 Tearoom 5")));
  }

  @Test
  void whoCannotSignForThisSessionIsNotTheHolder() {
    BiFunction<MdocHolder.Session, ECKey, Verdict> shown =
        (session, key) -> {
          Request request = request(mdocQuery(NAME));
          MdocHolder.Session own = MdocHolder.Session.of(request);
          MdocHolder.Session used =
              new MdocHolder.Session(
                  session.clientId() == null ? own.clientId() : session.clientId(),
                  session.nonce() == null ? own.nonce() : session.nonce(),
                  session.thumbprint() == null ? own.thumbprint() : session.thumbprint(),
                  session.responseUri() == null ? own.responseUri() : session.responseUri());
          return shown(
                  request,
                  MdocHolder.respond(DOCTYPE, MdocHolder.disclose(mdoc, "name"), used, key))
              .verdict();
        };
    ECKey key = holder.key();
    assertThat(shown.apply(new MdocHolder.Session(null, null, null, null), key))
        .isEqualTo(Verdict.VALID);
    for (MdocHolder.Session other :
        List.of(
            new MdocHolder.Session("x509_hash:other", null, null, null),
            new MdocHolder.Session(null, "other", null, null),
            new MdocHolder.Session(null, null, new byte[32], null),
            new MdocHolder.Session(null, null, null, "https://other.test/response"))) {
      assertThat(shown.apply(other, key)).as(other.toString()).isEqualTo(Verdict.WRONG_HOLDER);
    }
    assertThat(shown.apply(new MdocHolder.Session(null, null, null, null), PlainWallet.newKey()))
        .isEqualTo(Verdict.WRONG_HOLDER);
  }

  @Test
  void withoutADeviceSignatureNobodyIsTheHolder() {
    Request request = request(mdocQuery(NAME));
    CBORPairList shown = MdocHolder.disclose(mdoc, "name");
    assertThat(shown(request, MdocHolder.encoded(shown)).verdict()).isEqualTo(Verdict.WRONG_HOLDER);
    Request another = request(mdocQuery(NAME));
    CBORItem spaces = MdocHolder.embed(new CBORPairList(List.<CBORPair>of()));
    CBORItem mac = MdocHolder.map("deviceMac", new CBORItemList(List.<CBORItem>of()));
    assertThat(shown(another, MdocHolder.respond(DOCTYPE, shown, spaces, mac)).verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
  }

  @Test
  void aDoctypeThatWasNotSignedIsTamperedWith() {
    Request request = request(mdocQuery(NAME));
    String text =
        MdocHolder.respond(
            "test.other.1",
            MdocHolder.disclose(mdoc, "name"),
            MdocHolder.Session.of(request),
            holder.key());
    assertThat(shown(request, text).verdict()).isEqualTo(Verdict.TAMPERED);
  }

  @Test
  void whatDoesNotAnswerIsRefused() {
    Request request = request(mdocQuery(NAME));
    refused(request, respond(request, "opened"), "lacks claims");
    Request other = request(mdocQuery(NAME).replace(DOCTYPE, "test.other.1"));
    refused(other, respond(other, "name"), "another type");
    Request asJwt = request(jwtQuery("{'path':['credentialSubject','name']}"));
    refused(asJwt, respond(asJwt, "name"), "another format");
  }

  @Test
  void theAgreementHoldsWhateverTheFormat() {
    for (String query :
        List.of(mdocQuery(NAME), jwtQuery("{'path':['credentialSubject','name']}"))) {
      assertThatThrownBy(() -> request(query, "licensing"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo("presentation-not-covered"));
    }
    request(mdocQuery("{'path':['test.permit','opened']}"), "licensing");
    request(jwtQuery("{'path':['credentialSubject','opened']}"), "licensing");
  }

  private String vp(String credential, ECKey key, JWTClaimsSet.Builder claims) {
    return PlainWallet.sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build(),
        claims
            .claim(
                "vp",
                Map.of(
                    "@context",
                    List.of("https://www.w3.org/2018/credentials/v1"),
                    "type",
                    List.of("VerifiablePresentation"),
                    "verifiableCredential",
                    List.of(credential)))
            .build(),
        key);
  }

  private JWTClaimsSet.Builder bound(Request request) {
    return new JWTClaimsSet.Builder()
        .audience(request.clientId())
        .claim("nonce", request.nonce())
        .issueTime(Date.from(hub.clock().instant()));
  }

  @Test
  void aCredentialAsJwtIsPresentedInAVpOfItsHolder() throws Exception {
    Request request = request(jwtQuery("{'path':['credentialSubject','name']}"));
    String subject = SignedJWT.parse(jwt).getJWTClaimsSet().getSubject();
    assertThat(subject).startsWith("did:jwk:");
    Presented seen = shown(request, vp(jwt, holder.key(), bound(request).issuer(subject)));
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.claims())
        .isEqualTo(Map.of("credentialSubject", Map.of("name", "茶楼 Tearoom 5")));
  }

  @Test
  void aVpOfAnotherHolderOrVerificationIsNone() {
    String query = jwtQuery("{'path':['credentialSubject','name']}");
    Request stolen = request(query);
    assertThat(shown(stolen, vp(jwt, PlainWallet.newKey(), bound(stolen))).verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
    Request bare = request(query);
    assertThat(shown(bare, jwt).verdict()).isEqualTo(Verdict.WRONG_HOLDER);
    Request nonce = request(query);
    assertThat(shown(nonce, vp(jwt, holder.key(), bound(nonce).claim("nonce", "x"))).verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
    Request audience = request(query);
    assertThat(shown(audience, vp(jwt, holder.key(), bound(audience).audience("x"))).verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
    Request named = request(query);
    assertThat(shown(named, vp(jwt, holder.key(), bound(named).issuer("did:x:y"))).verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
    Request late = request(query);
    Date past = Date.from(hub.clock().instant().minusSeconds(1));
    assertThat(shown(late, vp(jwt, holder.key(), bound(late).expirationTime(past))).verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
  }

  @Test
  void transactionDataIsForSdJwtOnly() {
    JsonNode item = json("{'type':'t','credential_ids':['a']}");
    Wish wish = new Wish("counter", "case", json(mdocQuery(NAME)), List.of(item), null);
    assertThatThrownBy(() -> presentations.start(Town.COUNCIL, wish))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("names no SD-JWT VC");
  }

  /** At the counter without OpenID4VP there is no session a device could have signed for. */
  @Test
  void aDeviceResponseOutsideOfItsSessionProvesNoHolder() {
    Request request = request(mdocQuery(NAME));
    String response = respond(request, "name");
    assertThat(verify(response).verdict()).isEqualTo(Verdict.VALID);
    assertThat(
            certificates
                .verify(Town.COUNCIL, response, request.nonce(), request.clientId(), "counter")
                .verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
  }

  @Test
  void theNameOfAnElementCannotBeChosenByTheHolder() {
    CBORPairList whole = MdocHolder.decoded(mdoc);
    CBORItem made =
        MdocHolder.embed(
            MdocHolder.map(
                "digestID",
                new com.authlete.cbor.CBORInteger(0),
                "random",
                new CBORByteArray(new byte[32]),
                "elementIdentifier",
                new CBORString("name"),
                "elementValue",
                new CBORString("Palace")));
    CBORItem forged =
        MdocHolder.map(
            "nameSpaces",
            MdocHolder.map(NAMESPACE, new CBORItemList(made)),
            "issuerAuth",
            MdocHolder.auth(whole));
    assertThat(verify(MdocHolder.encoded(forged)).verdict()).isEqualTo(Verdict.TAMPERED);
  }
}
