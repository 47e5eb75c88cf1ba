package io.tongban.certificates.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.federation.entities.EntityID;
import com.nimbusds.openid.connect.sdk.federation.entities.EntityStatement;
import com.nimbusds.openid.connect.sdk.federation.trust.TrustChain;
import io.tongban.certificates.FederationError;
import io.tongban.certificates.FederationException;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Town;
import io.tongban.certificates.TrustFederation;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** This hub as anchor, read with Nimbus's federation classes and the JDK's PKIX. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnFederationTest {
  private static final String HUB = "http://hub.test";
  private static final String MARK = "https://b.test/may-issue-approval";
  private static final String DECLARED =
      """
      apiVersion: tongban.io/v1
      kind: TrustMark
      metadata: {name: approvals, title: {zh: 可颁发, en: May issue}}
      spec:
        type: %s
        vct: urn:test:approval:1
        authority: agency
        assurance: HIGH
        legalBasis: Food Act s. 2
        from: 2026-01-01
        to: 2026-12-31
        %s
      ---
      apiVersion: tongban.io/v1
      kind: Subordinate
      metadata: {name: agency, title: {zh: 食品局, en: Agency}}
      spec:
        authority: agency
        metadataPolicy: {openid_credential_issuer: {credential_issuer: {essential: true}}}
        constraints: {maxPathLength: 0, allowedEntityTypes: [openid_credential_issuer]}
      """;

  private TestHub hub;
  private TrustFederation federation;

  @BeforeAll
  void open() {
    hub = TestHub.onH2();
    Town.build(hub);
    Town.apply(hub, DECLARED.formatted(MARK, ""));
    federation = hub.get(TrustFederation.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
    Town.apply(hub, DECLARED.formatted(MARK, ""));
  }

  private static JsonNode claims(String jwt) throws Exception {
    return PlainWallet.json(SignedJWT.parse(jwt).getPayload().toString());
  }

  private void verified(String jwt, String type, JWKSet keys) throws Exception {
    SignedJWT signed = SignedJWT.parse(jwt);
    assertThat(signed.getHeader().getType().getType()).isEqualTo(type);
    JWSVerifier verifier =
        new ECDSAVerifier(
            keys.getKeyByKeyId(signed.getHeader().getKeyID()).toECKey().toECPublicKey());
    assertThat(signed.verify(verifier)).isTrue();
  }

  private JWKSet hubKeys() throws Exception {
    return EntityStatement.parse(federation.configuration(null)).getClaimsSet().getJWKSet();
  }

  private static void fails(FederationError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FederationException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void nimbusVerifiesTheChainOfAnAuthority() throws Exception {
    // Nimbus has no other clock than the system's
    hub.clock().set(Instant.now());
    EntityStatement leaf = EntityStatement.parse(federation.configuration("agency"));
    EntityStatement above = EntityStatement.parse(federation.statement(Town.ISSUER));
    EntityStatement anchor = EntityStatement.parse(federation.configuration(null));
    assertThat(leaf.getClaimsSet().getAuthorityHints()).containsExactly(new EntityID(HUB));
    assertThat(anchor.getClaimsSet().getAuthorityHints()).isNull();
    TrustChain chain = new TrustChain(leaf, List.of(above, anchor));
    chain.verifySignatures(anchor.getClaimsSet().getJWKSet());
    assertThat(claims(federation.statement(Town.ISSUER)).at("/constraints/max_path_length").asInt())
        .isZero();
    JsonNode issuer = claims(federation.configuration("agency")).at("/metadata");
    assertThat(issuer.at("/openid_credential_issuer/jwks/keys").isEmpty()).isFalse();
    assertThat(
            claims(federation.configuration(null))
                .at("/trust_mark_issuers")
                .path(MARK)
                .get(0)
                .asText())
        .isEqualTo(HUB);
  }

  @Test
  void federationKeysSignNothingElse() throws Exception {
    JWKSet issuing =
        JWKSet.parse(
            claims(federation.configuration("agency"))
                .at("/metadata/openid_credential_issuer/jwks")
                .toString());
    JWKSet own =
        EntityStatement.parse(federation.configuration("agency")).getClaimsSet().getJWKSet();
    assertThat(own.getKeys()).doesNotContainAnyElementsOf(issuing.getKeys());
    assertThat(own.getKeys()).doesNotContainAnyElementsOf(hubKeys().getKeys());
  }

  @Test
  void subordinatesAreListedAndOthersAreNotKnown() {
    assertThat(federation.subordinates(null, false)).containsExactly(Town.ISSUER);
    assertThat(federation.subordinates(MARK, false)).containsExactly(Town.ISSUER);
    assertThat(federation.subordinates("https://x.test", false)).isEmpty();
    fails(FederationError.NOT_FOUND, () -> federation.statement("http://hub.test/issuer/council"));
    fails(FederationError.INVALID_REQUEST, () -> federation.statement(HUB));
    fails(FederationError.INVALID_REQUEST, () -> federation.statement(null));
    fails(FederationError.NOT_FOUND, () -> federation.configuration("council"));
  }

  @Test
  void aTrustMarkIsActiveUntilItIsWithdrawnOrOver() throws Exception {
    String mark = federation.trustMark(MARK, Town.ISSUER);
    verified(mark, "trust-mark+jwt", hubKeys());
    assertThat(claims(mark).get("trust_mark_type").asText()).isEqualTo(MARK);
    assertThat(claims(mark).get("vct").asText()).isEqualTo("urn:test:approval:1");
    String status = federation.trustMarkStatus(mark);
    verified(status, "trust-mark-status-response+jwt", hubKeys());
    assertThat(claims(status).get("trust_mark").asText()).isEqualTo(mark);
    assertThat(claims(status).get("status").asText()).isEqualTo("active");
    assertThat(federation.trustMarked(MARK, null)).containsExactly(Town.ISSUER);
    Town.apply(hub, DECLARED.formatted(MARK, "withdrawn: 2026-01-15"));
    assertThat(claims(federation.trustMarkStatus(mark)).get("status").asText())
        .isEqualTo("revoked");
    assertThat(federation.trustMarked(MARK, null)).isEmpty();
    fails(FederationError.NOT_FOUND, () -> federation.trustMark(MARK, Town.ISSUER));
    assertThat(claims(federation.configuration("agency")).has("trust_marks")).isFalse();
    Town.apply(hub, DECLARED.formatted(MARK, ""));
    hub.clock().advance(Duration.ofDays(400));
    assertThat(claims(federation.trustMarkStatus(mark)).get("status").asText())
        .isEqualTo("expired");
  }

  @Test
  void aTrustMarkOfAnotherOrADamagedOneIsNotActive() throws Exception {
    String mark = federation.trustMark(MARK, Town.ISSUER);
    String[] parts = mark.split("\\.");
    String damaged = parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length());
    assertThat(claims(federation.trustMarkStatus(damaged)).get("status").asText())
        .isEqualTo("invalid");
    assertThat(claims(federation.trustMarkStatus("x")).get("status").asText()).isEqualTo("invalid");
    fails(
        FederationError.NOT_FOUND,
        () -> federation.trustMarkStatus(federation.configuration("agency")));
    fails(FederationError.INVALID_REQUEST, () -> federation.trustMarkStatus(null));
  }

  @Test
  void anAuthorityIsResolvedUnderThisHub() throws Exception {
    String resolved =
        federation.resolve(Town.ISSUER, List.of(HUB), List.of("openid_credential_issuer"));
    verified(resolved, "resolve-response+jwt", hubKeys());
    JsonNode claims = claims(resolved);
    assertThat(claims.get("trust_chain")).hasSize(3);
    assertThat(claims.get("trust_marks")).hasSize(1);
    assertThat(claims.get("metadata").properties()).hasSize(1);
    assertThat(claims.get("exp").asLong())
        .isEqualTo(hub.clock().instant().plus(Duration.ofHours(1)).getEpochSecond());
    fails(
        FederationError.INVALID_TRUST_ANCHOR,
        () -> federation.resolve(Town.ISSUER, List.of("https://x.test"), List.of()));
    fails(
        FederationError.INVALID_SUBJECT,
        () -> federation.resolve("https://x.test", List.of(HUB), List.of()));
    fails(
        FederationError.INVALID_REQUEST,
        () -> federation.resolve(Town.ISSUER, List.of(), List.of()));
  }

  @Test
  void aWithdrawnAuthorityIsBelowTheHubNoMore() {
    String withdrawn = DECLARED.formatted(MARK, "") + "  withdrawn: 2026-01-10\n";
    Town.apply(hub, withdrawn);
    fails(FederationError.NOT_FOUND, () -> federation.statement(Town.ISSUER));
    assertThat(federation.subordinates(null, false)).isEmpty();
    assertThat(federation.chains()).isEmpty();
    fails(
        FederationError.INVALID_TRUST_CHAIN,
        () -> federation.resolve(Town.ISSUER, List.of(HUB), List.of()));
  }

  @Test
  void theChainsHoldByPkixAndTheListsNameTheSameAuthority() throws Exception {
    List<X509Certificate> all = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (var each :
        factory.generateCertificates(
            new ByteArrayInputStream(federation.chains().getBytes(StandardCharsets.US_ASCII)))) {
      all.add((X509Certificate) each);
    }
    // a key for the lists and one for each type, each with the two above it
    assertThat(all).hasSize(4 * 3);
    assertThat(federation.chains()).isEqualTo(federation.chains());
    for (int i = 0; i < all.size(); i += 3) {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(all.get(i + 2), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(hub.clock().instant()));
      CertPathValidator.getInstance("PKIX")
          .validate(factory.generateCertPath(all.subList(i, i + 2)), parameters);
    }
    JsonNode aki = federation.authorityKeyIds();
    assertThat(aki.get("type").asText()).isEqualTo("aki");
    assertThat(io.tongban.certificates.bouncycastle.AuthorityKeyIds.of(all.subList(0, 1)))
        .contains(aki.get("values").get(0).asText());
    SignedJWT list = SignedJWT.parse(federation.trustedEntities());
    X509Certificate signer =
        (X509Certificate)
            factory.generateCertificate(
                new ByteArrayInputStream(list.getHeader().getX509CertChain().get(0).decode()));
    assertThat(
            list.verify(
                new ECDSAVerifier((java.security.interfaces.ECPublicKey) signer.getPublicKey())))
        .isTrue();
    signer.verify(all.get(2).getPublicKey());
    JsonNode lote = PlainWallet.json(list.getPayload().toString()).get("LoTE");
    assertThat(lote.at("/ListAndSchemeInformation/LoTEVersionIdentifier").asInt()).isEqualTo(1);
    assertThat(lote.at("/ListAndSchemeInformation/NextUpdate").asText()).isNotEmpty();
    assertThat(
            lote.at(
                    "/TrustedEntitiesList/0/TrustedEntityServices/0/ServiceInformation"
                        + "/ServiceDigitalIdentity/X509Certificates/0/val")
                .binaryValue())
        .isEqualTo(all.get(0).getEncoded());
  }

  @Test
  void definitionsThatSayNothingClearAreRefused() {
    refused(
        "kind: Subordinate\nmetadata: {name: x}\nspec: {entity: \"https://a.test\"}",
        "keys are missing");
    refused(
        "kind: Subordinate\nmetadata: {name: x}\nspec: {authority: agency}",
        "about the same entity");
    refused("kind: Subordinate\nmetadata: {name: x}\nspec: {}", "whom it is about");
    refused(
        "kind: TrustAnchor\nmetadata: {name: x}\nspec: {entity: \"https://a.test\"}",
        "keys are missing");
    refused(
        "kind: TrustAnchor\nmetadata: {name: x}\nspec: {entity: \"http://hub.test\", sources: [none]}",
        "no web service");
    refused(
        "kind: Superior\nmetadata: {name: x}\nspec: {entity: \"https://a.test/\"}",
        "no entity identifier");
    refused(
        "kind: FederationKey\nmetadata: {name: x}\nspec: {from: 2026-02-01, until: 2026-01-01}",
        "ends before it begins");
    refused(
        "kind: TrustMark\nmetadata: {name: x}\nspec: {type: \"%s\", vct: v, authority: agency, legalBasis: l, from: 2026-01-01, to: 2026-02-01}"
            .formatted(MARK),
        "states the same");
    refused(
        "kind: Recognition\nmetadata: {name: x}\nspec: {source: {anchor: none, entity: \"https://a.test\", vct: \"urn:a:b:1\", trustMark: \"urn:m:1\"},"
            + " target: {type: approval}, claims: [{name: nothing, from: [a, b]}], legalBasis: l,"
            + " approvers: [], from: 2026-01-01, to: 2026-02-01}",
        "no TrustAnchor",
        "no claim nothing",
        "is not clear",
        "nobody agreed");
  }

  private void refused(String yaml, String... why) {
    assertThatThrownBy(
            () ->
                hub.get(Definitions.class)
                    .apply(Town.files("apiVersion: tongban.io/v1\n" + yaml + "\n"), true))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(String.valueOf(e.problem().extensions().get("faults"))).contains(why));
  }
}
