package io.tongban.certificates.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.certificates.SealedFiles;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.Town;
import io.tongban.hub.Definitions;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a CertificateType or a Wallet, where, and what to write instead. */
class CertificateTypeKindTest {
  private static TestHub hub;

  @BeforeAll
  static void open() {
    hub = TestHub.onH2();
    Town.build(hub);
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private static final String GOOD =
      """
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: diploma, title: {zh: 证, en: Diploma}}
      spec:
        authority: agency
        vct: urn:test:diploma:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        validDays: 10
        suite: ES256
        selfService: {parameter: number, client: agency-system}
        claims:
          - {name: number, column: number}
          - {name: title, column: name}
        code: 11100000MB03271699022
        national:
          definingAuthority: {name: 局, code: 11100000MB03271699}
          issuerCode: '340100'
          areaCode: '340100'
          holderCodeType: '111'
      """;

  @Test
  void aGoodOneHasNoFault() {
    assertThat(hub.get(Definitions.class).apply(Town.files(GOOD), true).created()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authority: agency | authority: agnecy | /spec/authority | no Department named agnecy",
        "service: premises-facts | service: facts | /spec/service | no DataService named facts",
        "purpose: issue | purpose: fun | /spec/purpose | no Purpose named fun",
        "vct: urn:test:diploma:1 | vct: diploma | /spec/vct | not a collision-resistant name",
        "vct: urn:test:diploma:1 | vct: 'https://a.test/x#y' | /spec/vct | not a collision",
        "vct: urn:test:diploma:1 | vct: 'urn:test:approval:1' | /spec/vct | has the same vct",
        "suite: ES256 | suite: RS256 | /spec/suite | no signature suite RS256",
        "suite: ES256 | statusBits: 3 | /spec/statusBits | cannot have 3 bits",
        "validDays: 10 | validDays: 0 | /spec/validDays | cannot hold for 0 days",
        "validDays: 10 | validDays: 3650 | /spec/validDays | cannot hold for 3650 days",
        "validDays: 10 | sourceChange: {gone: LAPSED} | /spec/sourceChange/legalBasis | legal basis",
        "validDays: 10 | sourceChange: {everyHours: 0} | /spec/sourceChange/everyHours | every 0",
        "validDays: 10 | sourceChange: {limit: -1} | /spec/sourceChange/limit | negative",
        "parameter: number | parameter: name | /spec/selfService/parameter | the parameters [number]",
        "client: agency-system | client: agency-reader | /spec/selfService/client | not an issuer",
        "client: agency-system | client: council-issuer | /spec/selfService/client | not an issuer",
        "client: agency-system | client: nobody | /spec/selfService/client | not an issuer",
        "numberClaim: number | numberClaim: nr | /spec/numberClaim | no claim nr",
        "name: title, column: name | name: exp, column: name | /spec/claims/1/name | meaning of",
        "name: title, column: name | name: number, column: name | /spec/claims/1/name | twice",
        "name: title, column: name | name: identifier, column: name | /spec/claims/1/name | national",
        "code: 11100000MB03271699022 | code: GB-1 | /spec/code | no national type code",
        "code: 11100000MB03271699} | code: MB1} | /spec/national/definingAuthority/code | credit",
        "issuerCode: '340100' | issuerCode: '3401' | /spec/national/issuerCode | another form",
        "areaCode: '340100' | areaCode: 合肥 | /spec/national/areaCode | another form",
        "holderCodeType: '111' | holderCodeType: '112' | /spec/national/holderCodeType | no holder",
        "name: title, column: name | name: t, column: rank | /spec/claims/1/column | column rank"
      })
  void namesTheFaultAndThePlace(String from, String to, String pointer, String message) {
    refused(GOOD, from, to, pointer, message);
  }

  private static final String MDOC =
      "formats: [mso_mdoc]\n  mdoc: {doctype: test.diploma.1, namespace: test.diploma}";

  @Test
  void anMdocCannotBeSignedWithSm2AndCanWithEs384() {
    String mdoc = GOOD.replace("validDays: 10", MDOC);
    refused(mdoc, "suite: ES256", "suite: SM2", "/spec/suite", "has no algorithm SM2");
    String es384 = mdoc.replace("suite: ES256", "suite: ES384");
    assertThat(hub.get(Definitions.class).apply(Town.files(es384), true).created()).hasSize(1);
  }

  @Test
  void haipKnowsNoCredentialsAsJwt() {
    String haip =
        """
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: agency, title: {zh: 食品局, en: Food agency}}
        spec: {region: GB, walletProfile: HAIP}
        ---
        """;
    refused(
        haip + GOOD,
        "validDays: 10",
        "formats: [dc+sd-jwt, jwt_vc_json]",
        "/spec/formats",
        "agency keeps to, has no jwt_vc_json");
  }

  private static final String COLLECTED =
      """
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: permit, title: {zh: 证, en: Permit}}
      spec:
        authority: agency
        vct: urn:test:permit:1
        purpose: issue
        code: 11100000MB03271699023
        national:
          definingAuthority: {name: 局, code: 11100000MB03271699}
          issuerCode: '340100'
        collected: {mediaTypes: [application/pdf], resource: premises}
      """;

  @Test
  void aGoodCollectedOneHasNoFault() {
    assertThat(hub.get(Definitions.class).apply(Town.files(COLLECTED), true).created()).hasSize(1);
  }

  @Test
  void theDocumentedCollectedTypeHasNoFault() throws Exception {
    String page = Files.readString(Path.of("../docs/certificates.md"));
    String section = page.substring(page.indexOf("## Collected certificates"));
    int begin = section.indexOf("```yaml") + "```yaml".length();
    String anchor = new SealedFiles(SignatureSuite.ES256, "CN=CA").anchorPem();
    String yaml =
        section
            .substring(begin, section.indexOf("```", begin))
            .replace("-----BEGIN CERTIFICATE-----…", anchor.replace("\n", "\\n"))
            .replace("authority: food-agency", "authority: agency")
            .replace("purpose: collect-permits", "purpose: issue")
            .replace("resource: food-permits", "resource: premises");
    assertThat(hub.get(Definitions.class).apply(Town.files(yaml), true).created()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "purpose: issue | 'purpose: issue\n  service: premises-facts' | /spec/service | has no service",
        "purpose: issue | 'purpose: issue\n  suite: ES256' | /spec/suite | has no suite",
        "purpose: issue | 'purpose: issue\n  formats: [mso_mdoc]' | /spec/formats | has no formats",
        "purpose: issue | 'purpose: issue\n  validDays: 3' | /spec/validDays | has no validDays",
        "purpose: issue | 'purpose: issue\n  statusBits: 1' | /spec/statusBits | has no statusBits",
        "purpose: issue | 'purpose: issue\n  numberClaim: n' | /spec/numberClaim | no numberClaim",
        "purpose: issue | 'purpose: issue\n  claims: [{name: a, column: a}]' | /spec/claims | no claims",
        "purpose: issue | purpose: fun | /spec/purpose | no Purpose named fun",
        "code: 11100000MB03271699023 | code: x | /spec/code | no national type code",
        "[application/pdf] | [] | /spec/collected/mediaTypes | no media type",
        "[application/pdf] | [text/html] | /spec/collected/mediaTypes/0 | text/html is not",
        "resource: premises | resource: nothing | /spec/collected/resource | no Resource named",
        "resource: premises | seal: {anchors: []} | /spec/collected/seal/anchors | no seal could",
        "resource: premises | seal: {anchors: [x]} | /spec/collected/seal/anchors/0 | no PEM"
      })
  void namesTheFaultOfACollectedType(String from, String to, String pointer, String message) {
    refused(COLLECTED, from, to.replace("\\n", "\n"), pointer, message);
  }

  @Test
  void aTypeThatIsIssuedHereNeedsItsService() {
    refused(GOOD, "  service: premises-facts\n", "", "/spec/service", "service is missing");
    refused(
        COLLECTED,
        COLLECTED.substring(COLLECTED.indexOf("  national:"), COLLECTED.indexOf("  collected:")),
        "",
        "/spec/national",
        "national identifier");
  }

  private static final String WALLET =
      """
      apiVersion: tongban.io/v1
      kind: Wallet
      metadata: {name: purse, title: {zh: 钱包, en: Purse}}
      spec:
        clientId: purse
        redirectUris: ["https://purse.test/back"]
        attesters: {keys: [{kty: EC, crv: P-256, x: f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU, y: x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clientId: purse | clientId: other-wallet | /spec/clientId | has the same client_id",
        "clientId: purse | clientId: ' ' | /spec/clientId | empty or too long",
        "[\"https://purse.test/back\"] | [] | /spec/redirectUris | no redirect URI",
        "https://purse.test/back | http://purse.test/back | /spec/redirectUris/0 | sent back",
        "https://purse.test/back | https://purse.test/back#x | /spec/redirectUris/0 | sent back",
        "https://purse.test/back | https://a@purse.test/ | /spec/redirectUris/0 | sent back",
        "crv: P-256 | crv: P-384 | /spec/attesters/keys/0 | not a public P-256 key",
        "kty: EC, | 'kty: EC, d: AA,' | /spec/attesters/keys/0 | not a public P-256 key",
        "https://purse.test/back | /back | /spec/redirectUris/0 | sent back",
        "https://purse.test/back | javascript:alert(1) | /spec/redirectUris/0 | sent back",
        "https://purse.test/back | 'data:text/html,x' | /spec/redirectUris/0 | sent back"
      })
  void namesTheFaultOfAWallet(String from, String to, String pointer, String message) {
    refused(WALLET, from, to, pointer, message);
  }

  private static void refused(String good, String from, String to, String pointer, String message) {
    assertThat(good).contains(from);
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> hub.get(Definitions.class).apply(Town.files(good.replace(from, to)), true));
    assertThat(refused).isNotNull();
    @SuppressWarnings("unchecked")
    List<Fault> faults = (List<Fault>) refused.problem().extensions().get("faults");
    assertThat(faults)
        .anySatisfy(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.message()).contains(message);
              assertThat(fault.fix()).isNotBlank();
              assertThat(fault.place().line()).isPositive();
            });
  }
}
