package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may see what changed behind certificates, renew them and let them lapse. */
@QuarkusTest
@TestProfile(LandProfile.class)
class SourceChangesEdgeTest {
  private static final String LIST = "/v1/certificates/source-changes?type=parcel-extract";
  private static final String CONFIRMATION = "/v1/certificates/source-changes/confirmation";
  private static final DepartmentClient ISSUER = new DepartmentClient("land-issuer");
  private static final DepartmentClient OPERATOR = new DepartmentClient("land-operator");

  @Inject LandHub hub;

  @BeforeEach
  void declare() {
    hub.adur();
    ISSUER.at(hub.settings().publicUrl());
    OPERATOR.at(hub.settings().publicUrl());
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: land-issuer, title: {zh: 系统, en: System}}
        spec: {department: land, roles: [issuer], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: land-operator, title: {zh: 系统, en: System}}
        spec: {department: land, roles: [operator], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: CertificateType
        metadata: {name: parcel-extract, title: {zh: 地块证明, en: Parcel extract}}
        spec:
          authority: land
          vct: urn:test:parcel-extract:1
          service: parcel-lookup
          purpose: inspection
          numberClaim: id
          sourceChange: {changed: REPLACED, gone: LAPSED, legalBasis: Land Act s. 5}
          claims: [{name: id, column: id}, {name: label, column: label}]
        """
            .formatted(ISSUER.publicKey(), OPERATOR.publicKey()));
  }

  @Test
  void theAuthorityAndOperatorsSeeWhatWasNoticed() {
    assertThat(ISSUER.get(LIST).json().get("items")).isEmpty();
    assertThat(OPERATOR.get(LIST).status()).isEqualTo(200);
    assertThat(hub.adur().get(LIST).code()).isEqualTo("not-issuing-authority");
    assertThat(ISSUER.get("/v1/certificates/source-changes").code())
        .isEqualTo("certificate-type-unknown");
  }

  @Test
  void onlyOperatorsConfirm() {
    String body = "{\"type\":\"parcel-extract\"}";
    assertThat(ISSUER.post(CONFIRMATION, body).code()).isEqualTo("role-missing");
    assertThat(OPERATOR.post(CONFIRMATION, body).json().get("confirmed").asInt()).isZero();
    assertThat(OPERATOR.post(CONFIRMATION, "{}").code()).isEqualTo("certificate-type-unknown");
  }

  @Test
  void whatIsNoCertificateCannotBeRenewed() {
    for (String id : new String[] {"x", UUID.randomUUID().toString()}) {
      assertThat(ISSUER.post("/v1/certificates/" + id + "/renewal", "{}").code())
          .isEqualTo("certificate-unknown");
    }
    assertThat(hub.adur().post("/v1/certificates/x/renewal", "{}").code())
        .isEqualTo("role-missing");
  }
}
