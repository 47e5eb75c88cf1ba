package io.tongban.certificates.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.ForeignRegion;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.RecognitionSpec;
import io.tongban.certificates.Town;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Another region's certificate at this hub, and every way in which it must not count. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecognitionTest {
  private static final String NONCE = "n-1";
  private static final String AUDIENCE = "https://counter.test";

  private TestHub hub;
  private ForeignRegion region;
  private PlainWallet wallet;

  @BeforeAll
  void open() {
    hub = TestHub.onH2();
    region = new ForeignRegion(hub.clock());
    Town.build(hub);
    Town.apply(hub, region.recognised(""));
    wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  @AfterAll
  void close() {
    region.close();
    hub.close();
  }

  /** Nothing that was kept for a test is left for the next. */
  @BeforeEach
  void anotherDay() {
    hub.clock().advance(Duration.ofDays(1));
    region.reset();
  }

  private Verification verify(Consumer<ObjectNode> change) {
    String certificate = region.certificate(wallet.key(), change);
    return hub.get(Certificates.class)
        .verify(
            Town.COUNCIL, wallet.present(certificate, NONCE, AUDIENCE), NONCE, AUDIENCE, "counter");
  }

  private Verification verify() {
    return verify(certificate -> {});
  }

  @Test
  void itCountsInTheTermsOfTheOwnTypeAndTheReceiptNamesTheRecord() {
    Verification found = verify();
    assertThat(found.verdict()).as(found.reason()).isEqualTo(Verdict.VALID);
    assertThat(found.type()).isEqualTo("approval");
    assertThat(found.claims())
        .containsOnlyKeys("number", "name", "town", "opened", "fee")
        .containsEntry("number", "A-17")
        .containsEntry("name", "Tea House")
        .containsEntry("town", "Alpha")
        .containsEntry("opened", "2021-03-02")
        .containsEntry("fee", "0");
    Definition<RecognitionSpec> record =
        hub.get(Definitions.class).find(RecognitionSpec.class, "permits-of-a").orElseThrow();
    assertThat(found.reliance().recognition()).isEqualTo("permits-of-a");
    assertThat(found.reliance().version()).isEqualTo(record.version());
    assertThat(found.reliance().digest()).isEqualTo(record.digest());
    assertThat(found.reliance().issuer()).isEqualTo(region.entity("agency"));
    assertThat(found.reliance().anchor()).isEqualTo(region.entity("nation"));
    String manifest =
        hub.get(Ledger.class).find(found.receipt().id()).orElseThrow().manifest().toString();
    assertThat(manifest)
        .contains("permits-of-a", record.digest(), region.entity("agency"))
        .doesNotContain("A-17", "Tea House");
  }

  @Test
  void aClaimThatWasNotDisclosedIsLeftOut() {
    Verification found = verify(certificate -> certificate.remove("last"));
    assertThat(found.verdict()).isEqualTo(Verdict.VALID);
    assertThat(found.claims()).doesNotContainKey("name").containsKey("number");
  }

  @Test
  void aWithdrawnTrustMarkCountsAtOnce() {
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    region.markStatus = "revoked";
    Verification found = verify();
    assertThat(found.verdict()).isEqualTo(Verdict.NOT_RECOGNISED);
    assertThat(found.reason()).isEqualTo("mark-withdrawn");
    assertThat(found.claims()).isEmpty();
    assertThat(hub.get(Ledger.class).find(found.receipt().id()).orElseThrow().manifest().toString())
        .contains("NOT_RECOGNISED", "mark-withdrawn");
    region.markStatus = "active";
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void aWithdrawnRecordCountsAtOnce() {
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    Town.apply(hub, region.recognised("  withdrawn: 2026-01-01\n"));
    Verification found = verify();
    assertThat(found.verdict()).isEqualTo(Verdict.NOT_RECOGNISED);
    assertThat(found.reason()).isEqualTo("recognition-not-in-force");
    assertThat(found.reliance()).isNull();
    Town.apply(hub, region.recognised(""));
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void theChainIsKeptAndTheTrustMarkIsAskedForEachTime() {
    verify();
    region.asked.clear();
    verify();
    assertThat(region.asked).containsExactly("/region/mark-status");
    hub.clock().advance(Duration.ofMinutes(11));
    region.asked.clear();
    verify();
    assertThat(region.asked).contains("/agency/.well-known/openid-federation", "/lists/1");
  }

  @Test
  void nobodyIsAskedOnAccountOfAForgedCertificate() {
    verify();
    region.asked.clear();
    region.signers.put("certificate", "stranger");
    assertThat(verify().verdict()).isEqualTo(Verdict.TAMPERED);
    assertThat(region.asked).isEmpty();
  }

  @Test
  void anIssuerAtAnUndeclaredAddressIsUnknownAndNotAsked() {
    for (String issuer :
        List.of(
            "http://127.0.0.1:1/agency",
            region.base() + ".evil.test/agency",
            region.base() + "@evil.test/agency",
            region.base() + "/../agency")) {
      Verification found = verify(certificate -> certificate.put("iss", issuer));
      assertThat(found.verdict()).as(issuer).isEqualTo(Verdict.UNKNOWN_ISSUER);
    }
    assertThat(region.asked).isEmpty();
  }

  @Test
  void aRecordOfTheOtherDirectionOrAnotherTypeSaysNothing() {
    assertThat(verify(certificate -> certificate.put("vct", "urn:test:approval:1")).verdict())
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(verify(certificate -> certificate.put("vct", "urn:a:permit:2")).verdict())
        .isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(region.asked).isEmpty();
  }

  @Test
  void theStatusOfTheOtherRegionCounts() {
    region.status = StatusList.SUSPENDED;
    assertThat(verify().verdict()).isEqualTo(Verdict.SUSPENDED);
    hub.clock().advance(Duration.ofMinutes(6));
    region.status = StatusList.INVALID;
    Verification found = verify();
    assertThat(found.verdict()).isEqualTo(Verdict.REVOKED);
    assertThat(found.act()).isNull();
    assertThat(found.reliance()).isNotNull();
  }

  @Test
  void aStatusListIsKeptForItsTimeAndNoLonger() {
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    region.silent.add("list");
    hub.clock().advance(Duration.ofMinutes(4));
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    hub.clock().advance(Duration.ofMinutes(2));
    assertThat(verify().verdict()).isEqualTo(Verdict.STATUS_UNAVAILABLE);
  }

  @Test
  void anUnreachableRegionIsNoRegionThatIsNotTrusted() {
    region.silent.add("agency");
    Verification found = verify();
    assertThat(found.verdict()).isEqualTo(Verdict.TRUST_UNAVAILABLE);
    assertThat(found.reason()).isEqualTo("unreachable");
    region.reset();
    hub.clock().advance(Duration.ofSeconds(30));
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    region.silent.add("status");
    assertThat(verify().verdict()).isEqualTo(Verdict.TRUST_UNAVAILABLE);
  }

  @Test
  void anEntityThatIsCutOffOrLiesIsNotAskedAgainForHalfAMinute() {
    region.silent.add("agency");
    assertThat(verify().reason()).isEqualTo("unreachable");
    assertThat(region.asked).containsExactly("/agency/.well-known/openid-federation");
    hub.clock().advance(Duration.ofSeconds(29));
    assertThat(verify().verdict()).isEqualTo(Verdict.TRUST_UNAVAILABLE);
    assertThat(verify().reason()).isEqualTo("unreachable");
    assertThat(region.asked).hasSize(1);
    region.reset();
    region.signers.put("agency-by-region", "stranger");
    hub.clock().advance(Duration.ofSeconds(1));
    Verification lied = verify();
    assertThat(lied.verdict()).isEqualTo(Verdict.UNKNOWN_ISSUER);
    int asked = region.asked.size();
    assertThat(asked).isEqualTo(3);
    Verification again = verify();
    assertThat(again.verdict()).isEqualTo(Verdict.UNKNOWN_ISSUER);
    assertThat(again.reason()).isEqualTo(lied.reason()).isEqualTo("signature");
    assertThat(region.asked).hasSize(asked);
    region.reset();
    hub.clock().advance(Duration.ofSeconds(30));
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void whatAnOperatorAppliesCountsAtOnceAlsoAfterAFailure() {
    region.silent.add("region");
    assertThat(verify().reason()).isEqualTo("unreachable");
    region.reset();
    assertThat(verify().verdict()).isEqualTo(Verdict.TRUST_UNAVAILABLE);
    assertThat(region.asked).isEmpty();
    Town.apply(hub, region.recognised("  withdrawn: 2031-01-01\n"));
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    Town.apply(hub, region.recognised(""));
  }

  @Test
  void inventedIssuersDriveNoChainOutAndAreAskedOnceEach() {
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    region.asked.clear();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 8; i++) {
        String invented = region.entity("x" + (100 + i));
        region.silent.add("x" + (100 + i));
        assertThat(verify(certificate -> certificate.put("iss", invented)).verdict())
            .isEqualTo(Verdict.TRUST_UNAVAILABLE);
      }
    }
    assertThat(region.asked).hasSize(8);
    region.asked.clear();
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
    assertThat(region.asked).containsExactly("/region/mark-status");
  }

  private static Arguments chain(String what, String reason, Consumer<ForeignRegion> fault) {
    return Arguments.of(what, Verdict.UNKNOWN_ISSUER, reason, fault);
  }

  private static Arguments mark(String what, String reason, Consumer<ForeignRegion> fault) {
    return Arguments.of(what, Verdict.NOT_RECOGNISED, reason, fault);
  }

  private static Arguments status(String what, Consumer<ForeignRegion> fault) {
    return Arguments.of(what, Verdict.STATUS_UNAVAILABLE, null, fault);
  }

  private static Consumer<ForeignRegion> change(String name, Consumer<ObjectNode> change) {
    return region -> region.changes.put(name, change);
  }

  private static String unsigned(String jwt) {
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"alg\":\"none\",\"typ\":\"entity-statement+jwt\",\"kid\":\"agency-key\"}"
                    .getBytes(StandardCharsets.UTF_8));
    return header + "." + jwt.split("\\.")[1] + ".";
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        chain(
            "another key signed the agency's",
            "signature",
            r -> r.signers.put("agency", "stranger")),
        chain(
            "another key signed the region's of the agency",
            "signature",
            r -> r.signers.put("agency-by-region", "stranger")),
        chain(
            "the region vouches for another key",
            "signature",
            r -> r.changes.put("agency-by-region", s -> s.set("jwks", r.jwks("stranger")))),
        chain(
            "the nation has another key than was told",
            "signature",
            r -> {
              r.signers.put("nation", "stranger");
              r.changes.put("nation", s -> s.set("jwks", r.jwks("stranger")));
              r.signers.put("region-by-nation", "stranger");
            }),
        chain("alg none", "signature", r -> r.compact.put("agency", RecognitionTest::unsigned)),
        chain("no JWT", "malformed", r -> r.compact.put("agency", jwt -> "{}")),
        chain("another type of JWT", "malformed", r -> r.types.put("agency", "jwt")),
        chain(
            "a huge statement", "malformed", change("agency", s -> s.put("x", "y".repeat(70_000)))),
        chain(
            "expired",
            "expired",
            change("agency-by-region", s -> s.put("exp", s.get("iat").asLong() - 1))),
        chain(
            "of a time to come",
            "not-yet-valid",
            change("agency", s -> s.put("iat", s.get("iat").asLong() + 3000))),
        chain("without an end", "malformed", change("region-by-nation", s -> s.remove("exp"))),
        chain(
            "a critical claim",
            "critical",
            change("region", s -> s.set("crit", ForeignRegion.texts("x")))),
        chain(
            "a critical operator",
            "critical",
            change(
                "region-by-nation",
                s -> s.set("metadata_policy_crit", ForeignRegion.texts("regexp")))),
        chain("no authority hint", "no-path", change("agency", s -> s.remove("authority_hints"))),
        chain(
            "an empty authority hint",
            "malformed",
            change("agency", s -> s.putArray("authority_hints"))),
        chain(
            "of another subject",
            "subject",
            change("agency-by-region", s -> s.put("sub", "http://other.test"))),
        chain(
            "of another issuer",
            "subject",
            change("agency-by-region", s -> s.put("iss", "http://other.test"))),
        chain(
            "the configuration of another",
            "subject",
            r ->
                r.changes.put(
                    "agency",
                    s -> s.put("iss", r.entity("region")).put("sub", r.entity("region")))),
        chain(
            "a superior elsewhere",
            "undeclared-host",
            change(
                "agency",
                s -> s.set("authority_hints", ForeignRegion.texts("http://169.254.169.254/meta")))),
        chain(
            "a loop",
            "loop",
            r ->
                r.changes.put(
                    "region",
                    s -> s.set("authority_hints", ForeignRegion.texts(r.entity("agency"))))),
        chain(
            "an endless chain",
            "path-too-long",
            r ->
                r.changes.put(
                    "agency", s -> s.set("authority_hints", ForeignRegion.texts(r.entity("x1"))))),
        chain(
            "longer than the nation allows",
            "path-too-long",
            change("region-by-nation", s -> s.putObject("constraints").put("max_path_length", 0))),
        chain(
            "a name that is not permitted",
            "name-not-permitted",
            change(
                "region-by-nation",
                s ->
                    s.putObject("constraints")
                        .putObject("naming_constraints")
                        .set("permitted", ForeignRegion.texts(".a.test")))),
        chain(
            "a name that is excluded",
            "name-not-permitted",
            change(
                "agency-by-region",
                s ->
                    s.putObject("constraints")
                        .putObject("naming_constraints")
                        .set("excluded", ForeignRegion.texts("127.0.0.1")))),
        chain(
            "policies without a common value",
            "policy",
            r -> {
              r.changes.put("region-by-nation", policy("{'one_of':['a']}"));
              r.changes.put("agency-by-region", policy("{'one_of':['b']}"));
            }),
        chain(
            "metadata that break the policy",
            "policy",
            change("region-by-nation", policy("{'superset_of':['c']}"))),
        Arguments.of(
            "a policy that removes the keys",
            Verdict.TAMPERED,
            null,
            change("region-by-nation", policy("jwks", "{'value':null}"))),
        Arguments.of(
            "an entity type that is not allowed",
            Verdict.TAMPERED,
            null,
            change(
                "region-by-nation",
                s ->
                    s.putObject("constraints")
                        .set("allowed_entity_types", ForeignRegion.texts("openid_provider")))),
        mark("no trust mark", "mark-missing", change("agency", s -> s.remove("trust_marks"))),
        mark(
            "of another agency", "subject", change("mark", m -> m.put("sub", "http://other.test"))),
        mark(
            "of another type",
            "subject",
            change("mark", m -> m.put("trust_mark_type", "https://x.test"))),
        mark(
            "an issuer that is not named",
            "mark-issuer",
            r ->
                r.changes.put(
                    "nation",
                    s ->
                        s.putObject("trust_mark_issuers")
                            .putArray(ForeignRegion.MARK)
                            .add(r.entity("agency")))),
        mark(
            "issuers that anybody may be",
            "mark-issuer",
            change("nation", s -> s.putObject("trust_mark_issuers").putArray(ForeignRegion.MARK))),
        mark(
            "issued by the agency itself",
            "mark-issuer",
            r -> {
              r.signers.put("mark", "agency");
              r.changes.put("mark", m -> m.put("iss", r.entity("agency")));
            }),
        mark("signed by another", "signature", r -> r.signers.put("mark", "stranger")),
        mark(
            "an expired one",
            "expired",
            change("mark", m -> m.put("exp", m.get("iat").asLong() - 1))),
        mark(
            "for another certificate",
            "mark-scope",
            change("mark", m -> m.put("vct", "urn:a:other:1"))),
        mark(
            "of a lower assurance",
            "assurance-too-low",
            change("mark", m -> m.put("assurance", "LOW"))),
        mark("of no assurance", "assurance-too-low", change("mark", m -> m.remove("assurance"))),
        mark(
            "of an owner who did not delegate it",
            "malformed",
            r ->
                r.changes.put(
                    "nation",
                    s -> {
                      ObjectNode owner =
                          s.putObject("trust_mark_owners").putObject(ForeignRegion.MARK);
                      owner.put("sub", r.entity("nation")).set("jwks", r.jwks("nation"));
                    })),
        mark("a status signed by another", "signature", r -> r.signers.put("status", "stranger")),
        mark(
            "the status of another mark",
            "subject",
            change("status", s -> s.put("trust_mark", "x"))),
        Arguments.of(
            "a stale status",
            Verdict.TRUST_UNAVAILABLE,
            "unreachable",
            change("status", s -> s.put("iat", s.get("iat").asLong() - 600))),
        status("another's list", r -> r.signers.put("list", "stranger")),
        status(
            "the list of another address", change("list", l -> l.put("sub", "http://other.test"))),
        status("an expired list", change("list", l -> l.put("exp", l.get("iat").asLong() - 1))),
        status(
            "a list of a time to come",
            change("list", l -> l.put("iat", l.get("iat").asLong() + 600))),
        status(
            "a list that is none",
            change("list", l -> l.putObject("status_list").put("bits", 2).put("lst", "eA"))),
        status(
            "a list of strange bits",
            change("list", l -> ((ObjectNode) l.get("status_list")).put("bits", 3))),
        status("a list of another type", r -> r.types.put("list", "jwt")));
  }

  private static Consumer<ObjectNode> policy(String operators) {
    return policy("grant_types", operators);
  }

  private static Consumer<ObjectNode> policy(String parameter, String operators) {
    return statement ->
        statement
            .putObject("metadata_policy")
            .putObject("openid_credential_issuer")
            .set(parameter, PlainWallet.json(operators.replace('\'', '"')));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultOfTheOtherRegion(
      String what, Verdict verdict, String reason, Consumer<ForeignRegion> fault) {
    fault.accept(region);
    Verification found = verify();
    assertThat(found.verdict()).as(found.reason()).isEqualTo(verdict);
    assertThat(found.reason()).isEqualTo(reason);
    assertThat(found.claims()).isEmpty();
    assertThat(found.reliance()).isNull();
  }

  @Test
  void anOwnerOfATrustMarkMustHaveDelegatedIt() {
    region.changes.put(
        "nation",
        statement -> {
          ObjectNode owner = statement.putObject("trust_mark_owners").putObject(ForeignRegion.MARK);
          owner.put("sub", region.entity("nation")).set("jwks", region.jwks("nation"));
        });
    assertThat(delegated("nation", "region").verdict()).isEqualTo(Verdict.VALID);
    assertThat(delegated("stranger", "region").reason()).isEqualTo("mark-issuer");
    assertThat(delegated("nation", "agency").reason()).isEqualTo("mark-issuer");
  }

  private Verification delegated(String signer, String to) {
    hub.clock().advance(Duration.ofDays(1));
    region.changes.put("mark", mark -> mark.put("delegation", region.delegation(signer, to)));
    return verify();
  }

  @Test
  void aPolicyThatEmptiesAValueLeavesTheRestInForce() {
    region.changes.put("region-by-nation", policy("{'subset_of':['z']}"));
    assertThat(verify().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void aCertificateIsLookedOverLikeAnOwnOne() {
    assertThat(verify(c -> c.put("place", "9")).reason()).isEqualTo("claim-not-mapped:town");
    assertThat(verify(c -> c.put("since", "2021-03-02")).reason())
        .isEqualTo("claim-not-mapped:opened");
    assertThat(verify(c -> c.put("since", "31.02.2021")).verdict())
        .isEqualTo(Verdict.NOT_RECOGNISED);
    long now = hub.clock().instant().getEpochSecond();
    assertThat(verify(c -> c.put("exp", now - 1)).verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(verify(c -> c.put("nbf", now + 600)).verdict()).isEqualTo(Verdict.NOT_YET_VALID);
    assertThat(verify(c -> c.remove("status")).verdict()).isEqualTo(Verdict.STATUS_UNAVAILABLE);
    assertThat(verify(c -> c.withObject("/status/status_list").put("idx", 5000)).verdict())
        .isEqualTo(Verdict.STATUS_UNAVAILABLE);
    assertThat(
            verify(c -> c.withObject("/status/status_list").put("uri", "http://x.test/l"))
                .verdict())
        .isEqualTo(Verdict.STATUS_UNAVAILABLE);
    assertThat(
            verify(
                    c ->
                        c.withObject("/cnf")
                            .set(
                                "jwk",
                                PlainWallet.json(
                                    PlainWallet.newKey().toPublicJWK().toJSONString())))
                .verdict())
        .isEqualTo(Verdict.WRONG_HOLDER);
  }
}
