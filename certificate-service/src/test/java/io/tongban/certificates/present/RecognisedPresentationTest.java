package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.ForeignRegion;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.Town;
import io.tongban.certificates.present.PresentingWallet.Request;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A counter asks for its own type, and a holder shows another region's certificate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecognisedPresentationTest {
  private static final String REQUIREMENT =
      """
      ---
      apiVersion: tongban.io/v1
      kind: PresentationRequirement
      metadata: {name: any-permit, title: {zh: 许可, en: Permit}}
      spec:
        query:
          credentials:
            - {id: p, format: dc+sd-jwt, meta: {vct_values: ["urn:test:none:1"]}, claims: [{path: [ref]}]}
      ---
      apiVersion: tongban.io/v1
      kind: Recognition
      metadata: {name: permits-for-any, title: {zh: 许可, en: Permits}}
      spec:
        source: {anchor: nation, entity: "ENTITY", vct: "urn:a:permit:1", trustMark: "MARK"}
        target: {requirement: any-permit, credential: p}
        claims: [{name: ref, from: [permit_no]}]
        legalBasis: Treaty
        approvers: [{office: Ministry of B, date: 2025-12-01}]
        from: 2025-12-01
        to: 2030-12-31
      """;

  private TestHub hub;
  private ForeignRegion region;
  private PlainWallet holder;
  private PresentingWallet wallet;
  private Presentations presentations;

  @BeforeAll
  void open() {
    hub = TestHub.onH2();
    region = new ForeignRegion(hub.clock());
    Town.build(hub);
    Town.apply(hub, definitions(""));
    presentations = hub.get(Presentations.class);
    holder = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
    wallet = new PresentingWallet(hub.get(CredentialVerifier.class), holder.key(), hub.clock());
  }

  private String definitions(String more) {
    return region.recognised(more)
        + REQUIREMENT
            .replace("ENTITY", region.entity("region"))
            .replace("MARK", ForeignRegion.MARK);
  }

  @AfterAll
  void close() {
    region.close();
    hub.close();
  }

  @BeforeEach
  void anotherDay() {
    hub.clock().advance(Duration.ofDays(1));
    region.reset();
  }

  private static JsonNode json(String text) {
    return PlainWallet.json(text.replace('\'', '"'));
  }

  private static JsonNode query(String claims, String more) {
    return json(
        "{'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':"
            + "['urn:test:approval:1']},'claims':["
            + claims
            + "]"
            + more
            + "}]}");
  }

  private Started started(JsonNode query, String requirement) {
    return presentations.start(
        Town.COUNCIL, new Wish("counter", null, query, List.of(), null, requirement, null));
  }

  private Progress answered(Started started, String id) {
    Request request = wallet.fetch(started.link(), null);
    wallet.answer(
        request, Map.of(id, wallet.present(request, region.certificate(holder.key(), c -> {}))));
    return presentations.look(Town.COUNCIL, started.id(), null);
  }

  @Test
  void theWalletIsAskedForTheForeignTypeInItsOwnTermsAsAChoice() {
    Started started = started(query("{'path':['name']},{'path':['number']}", ""), null);
    JsonNode asked = wallet.fetch(started.link(), null).claims().get("dcql_query");
    assertThat(asked.at("/credentials/1/id").asText()).isEqualTo("r0-of-a");
    assertThat(asked.at("/credentials/1/meta/vct_values/0").asText()).isEqualTo(ForeignRegion.VCT);
    assertThat(asked.at("/credentials/1/claims").toString())
        .isEqualTo("[{\"path\":[\"first\"]},{\"path\":[\"last\"]},{\"path\":[\"permit_no\"]}]");
    assertThat(asked.at("/credential_sets/0/options").toString())
        .isEqualTo("[[\"a\"],[\"r0-of-a\"]]");
  }

  @Test
  void aForeignCertificateAnswersAndTheReceiptNamesTheRecord() {
    Progress seen = answered(started(query("{'path':['name']}", ""), null), "r0-of-a");
    Presented shown = seen.credentials().get(0);
    assertThat(shown.verdict()).as(shown.reason()).isEqualTo(Verdict.VALID);
    assertThat(shown.credential()).isEqualTo("a");
    assertThat(shown.type()).isEqualTo("approval");
    assertThat(shown.claims()).isEqualTo(Map.of("name", "Tea House"));
    assertThat(shown.reliance().recognition()).isEqualTo("permits-of-a");
    assertThat(hub.get(Ledger.class).find(seen.receipt().id()).orElseThrow().manifest().toString())
        .contains("permits-of-a", shown.reliance().digest())
        .doesNotContain("Tea House");
  }

  @Test
  void whatWasWithdrawnBetweenAskingAndAnsweringDoesNotCount() {
    Started started = started(query("{'path':['name']}", ""), null);
    region.markStatus = "revoked";
    Presented shown = answered(started, "r0-of-a").credentials().get(0);
    assertThat(shown.verdict()).isEqualTo(Verdict.NOT_RECOGNISED);
    assertThat(shown.reason()).isEqualTo("mark-withdrawn");
    assertThat(shown.claims()).isEmpty();
    region.markStatus = "active";
    Started other = started(query("{'path':['name']}", ""), null);
    Town.apply(hub, definitions("  withdrawn: 2026-01-01\n"));
    try {
      assertThat(answered(other, "r0-of-a").credentials().get(0).reason())
          .isEqualTo("recognition-not-in-force");
      JsonNode plain =
          wallet
              .fetch(started(query("{'path':['name']}", ""), null).link(), null)
              .claims()
              .get("dcql_query");
      assertThat(plain.get("credentials")).hasSize(1);
      assertThat(plain.has("credential_sets")).isFalse();
    } finally {
      Town.apply(hub, definitions(""));
    }
  }

  @Test
  void valuesAreMatchedInTheOwnTerms() {
    Presented shown =
        answered(
                started(query("{'path':['town'],'values':['Alpha','Gamma']}", ""), null), "r0-of-a")
            .credentials()
            .get(0);
    assertThat(shown.claims()).isEqualTo(Map.of("town", "Alpha"));
    assertThatThrownBy(
            () ->
                answered(
                    started(query("{'path':['town'],'values':['Beta']}", ""), null), "r0-of-a"))
        .isInstanceOf(IssuerException.class)
        .hasMessageContaining("lacks claims");
  }

  @Test
  void aTrustedAuthorityOfAFederationMustStandAbove() {
    String nation = "{'type':'openid_federation','values':['" + region.entity("nation") + "']}";
    String other = "{'type':'openid_federation','values':['https://other.test']}";
    assertThat(
            answered(
                    started(
                        query("{'path':['name']}", ",'trusted_authorities':[" + nation + "]"),
                        null),
                    "r0-of-a")
                .credentials()
                .get(0)
                .verdict())
        .isEqualTo(Verdict.VALID);
    assertThatThrownBy(
            () ->
                answered(
                    started(
                        query("{'path':['name']}", ",'trusted_authorities':[" + other + "]"), null),
                    "r0-of-a"))
        .isInstanceOf(IssuerException.class)
        .hasMessageContaining("another authority");
  }

  @Test
  void anOwnCertificateIsOfTheHubsFederation() {
    String own =
        holder.obtain(
            hub.get(Certificates.class)
                .offer(Town.AGENCY, "approval", Map.of("number", "P9"), false)
                .uri());
    for (String above : List.of("http://hub.test", Town.ISSUER)) {
      assertThat(ownUnder(own, above).verdict()).as(above).isEqualTo(Verdict.VALID);
    }
    assertThatThrownBy(() -> ownUnder(own, "https://other.test"))
        .isInstanceOf(IssuerException.class)
        .hasMessageContaining("another authority");
  }

  private Presented ownUnder(String own, String above) {
    Started started =
        started(
            query(
                "{'path':['name']}",
                ",'trusted_authorities':[{'type':'openid_federation','values':['" + above + "']}]"),
            null);
    Request request = wallet.fetch(started.link(), null);
    wallet.answer(request, Map.of("a", wallet.present(request, own, "name")));
    return presentations.look(Town.COUNCIL, started.id(), null).credentials().get(0);
  }

  @Test
  void aRecordForARequirementCountsForThatOneOnly() {
    JsonNode query =
        json(
            "{'credentials':[{'id':'p','format':'dc+sd-jwt','meta':{'vct_values':"
                + "['urn:test:none:1']},'claims':[{'path':['ref']}]}]}");
    Presented shown = answered(started(query, "any-permit"), "r0-of-p").credentials().get(0);
    assertThat(shown.verdict()).as(shown.reason()).isEqualTo(Verdict.VALID);
    assertThat(shown.type()).isNull();
    assertThat(shown.claims()).isEqualTo(Map.of("ref", "A-17"));
    assertThat(shown.reliance().recognition()).isEqualTo("permits-for-any");
    JsonNode without = wallet.fetch(started(query, null).link(), null).claims().get("dcql_query");
    assertThat(without.get("credentials")).hasSize(1);
  }

  @Test
  void aClaimTheRecordDoesNotGiveMakesNoAlternative() {
    JsonNode asked =
        wallet
            .fetch(started(query("{'path':['unknown']}", ""), null).link(), null)
            .claims()
            .get("dcql_query");
    assertThat(asked.get("credentials")).hasSize(1);
  }
}
