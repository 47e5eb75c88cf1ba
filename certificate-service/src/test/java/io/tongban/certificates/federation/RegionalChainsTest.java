package io.tongban.certificates.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.TestCa;
import io.tongban.certificates.Town;
import io.tongban.certificates.TrustFederation;
import io.tongban.certificates.bouncycastle.FederationX509;
import io.tongban.hub.test.TestHub;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a verifier with nothing but the JDK's PKIX makes of regions' cross-certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegionalChainsTest {
  private static final String WITHIN = "https://agency.a.example/issuer";

  private TestHub hub;
  private KeyPair pair;
  private TestCa region;
  private String pem;
  private X509Certificate own;

  @BeforeAll
  void open() throws Exception {
    hub = TestHub.onH2();
    Town.build(hub);
    pair = TestCa.pair(SignatureSuite.ES256);
    region = new TestCa(SignatureSuite.ES256, "CN=Region A authority", pair.getPrivate());
    own = region.authority("CN=Region A authority", pair.getPublic());
    pem =
        "-----BEGIN CERTIFICATE-----\\n"
            + Base64.getEncoder().encodeToString(own.getEncoded())
            + "\\n-----END CERTIFICATE-----\\n";
  }

  @AfterAll
  void close() {
    hub.close();
  }

  private void declare(String constraints, String more) {
    Town.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Subordinate
        metadata: {name: region-a, title: {zh: 甲地, en: Region A}}
        spec:
          entity: https://a.example
          jwks: {"keys": [KEY]}
          constraints: CONSTRAINTS
          certificate: "PEM"
          MORE
        """
            .replace(
                "KEY",
                PlainWallet.newKey().toPublicJWK().toJSONString().replace("{", "{\"kid\":\"r\","))
            .replace("CONSTRAINTS", constraints)
            .replace("PEM", pem)
            .replace("MORE", more));
  }

  private List<X509Certificate> published() throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (var each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(
                    hub.get(TrustFederation.class).chains().getBytes(StandardCharsets.US_ASCII)))) {
      all.add((X509Certificate) each);
    }
    return all;
  }

  /** The region's cross-certificate and the root right behind it. */
  private Optional<List<X509Certificate>> cross() throws GeneralSecurityException {
    List<X509Certificate> all = published();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).getSubjectX500Principal().equals(own.getSubjectX500Principal())) {
        return Optional.of(all.subList(i, i + 2));
      }
    }
    return Optional.empty();
  }

  /** Validates certificates, leaf first, below the region's cross-certificate. */
  private void validate(X509Certificate... below) throws GeneralSecurityException {
    List<X509Certificate> pairOfRegion = cross().orElseThrow();
    List<X509Certificate> path = new ArrayList<>(List.of(below));
    path.add(pairOfRegion.get(0));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(pairOfRegion.get(1), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(hub.clock().instant()));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
  }

  private void refused(Reason reason, X509Certificate... below) {
    assertThatThrownBy(() -> validate(below))
        .isInstanceOfSatisfying(
            CertPathValidatorException.class, e -> assertThat(e.getReason()).isEqualTo(reason));
  }

  private X509Certificate leaf(String uri) throws Exception {
    return region.leaf(uri, TestCa.pair(SignatureSuite.ES256).getPublic());
  }

  @Test
  void aLeafWithinTheRegionsNamesHoldsAndAForeignOneDoesNot() throws Exception {
    declare("{permitted: [.a.example, a.example], excluded: [bad.a.example]}", "");
    validate(leaf(WITHIN));
    validate(leaf("https://a.example/issuer"));
    for (String foreign :
        new String[] {
          "https://agency.b.example/issuer",
          "https://a.example.evil.test/issuer",
          "https://xa.example/issuer",
          "https://bad.a.example/issuer"
        }) {
      refused(PKIXReason.INVALID_NAME, leaf(foreign));
    }
    TestCa stranger =
        new TestCa(
            SignatureSuite.ES256,
            "CN=Region A authority",
            TestCa.pair(SignatureSuite.ES256).getPrivate());
    refused(
        BasicReason.INVALID_SIGNATURE,
        stranger.leaf(WITHIN, TestCa.pair(SignatureSuite.ES256).getPublic()));
  }

  @Test
  void thePathIsAsLongAsTheFederationAllows() throws Exception {
    KeyPair below = TestCa.pair(SignatureSuite.ES256);
    X509Certificate intermediate = region.authority("CN=Town of A", below.getPublic());
    X509Certificate leaf =
        new TestCa(SignatureSuite.ES256, "CN=Town of A", below.getPrivate())
            .leaf(WITHIN, TestCa.pair(SignatureSuite.ES256).getPublic());
    declare("{maxPathLength: 1}", "");
    validate(leaf(WITHIN));
    refused(PKIXReason.PATH_TOO_LONG, leaf, intermediate);
    declare("{maxPathLength: 2}", "");
    validate(leaf, intermediate);
    declare("{allowedEntityTypes: [openid_credential_issuer]}", "");
    validate(leaf, intermediate);
  }

  @Test
  void namesAreConstrainedThroughAuthoritiesBelow() throws Exception {
    KeyPair below = TestCa.pair(SignatureSuite.ES256);
    X509Certificate intermediate = region.authority("CN=Town of A", below.getPublic());
    TestCa town = new TestCa(SignatureSuite.ES256, "CN=Town of A", below.getPrivate());
    declare("{permitted: [.a.example]}", "");
    validate(town.leaf(WITHIN, TestCa.pair(SignatureSuite.ES256).getPublic()), intermediate);
    refused(
        PKIXReason.INVALID_NAME,
        town.leaf("https://b.example/issuer", TestCa.pair(SignatureSuite.ES256).getPublic()),
        intermediate);
  }

  @Test
  void aRegionThatMayHaveNothingBelowItOrWasWithdrawnIsNotPublished() throws Exception {
    String keyId = FederationX509.keyId(own);
    declare("{maxPathLength: 1}", "");
    assertThat(cross()).isPresent();
    assertThat(hub.get(TrustFederation.class).authorityKeyIds().toString()).contains(keyId);
    declare("{maxPathLength: 0}", "");
    assertThat(cross()).isEmpty();
    declare("{maxPathLength: 1}", "withdrawn: 2026-01-10");
    assertThat(cross()).isEmpty();
    assertThat(hub.get(TrustFederation.class).authorityKeyIds().toString()).doesNotContain(keyId);
    declare("{maxPathLength: 1}", "");
  }
}
