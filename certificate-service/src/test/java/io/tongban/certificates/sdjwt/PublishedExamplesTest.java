package io.tongban.certificates.sdjwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Suites;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.KeyBinding;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of RFC 9901 and of OpenID4VCI and OpenID4VP, byte for byte as published. */
class PublishedExamplesTest {
  private static final JsonNode RFC = Suites.read("sd-jwt/rfc9901.json");
  private static final JsonNode OPENID = Suites.read("sd-jwt/openid.json");

  @TestFactory
  Stream<DynamicTest> processesEveryPresentationOfRfc9901() {
    return RFC.get("presentations")
        .valueStream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.get("name").asText(),
                    () -> {
                      SdJwt parsed = SdJwt.parse(example.get("presentation").asText());
                      assertThat(parsed.processed()).isEqualTo(example.get("processed"));
                      assertSignedByExampleIssuer(parsed);
                    }));
  }

  private static void assertSignedByExampleIssuer(SdJwt parsed) throws SdJwtException {
    assertThat(
            Jws.parse(parsed.issuerJwt()).signedBy(Jwks.p256(RFC.get("issuerKey")).orElseThrow()))
        .isTrue();
  }

  @Test
  void checksTheKeyBindingOfSection52() throws SdJwtException {
    SdJwt parsed = SdJwt.parse(RFC.get("presentations").get(0).get("presentation").asText());
    assertThat(parsed.sdHash()).isEqualTo("fMV05vuMARs3uG0Dg0BYd_7mQR9EGBkRof0cTZyuqXE");
    Instant then = Instant.ofEpochSecond(1748536865);
    JsonNode cnf = parsed.payload().get("cnf");
    String audience = "https://verifier.example.org";
    assertThat(KeyBinding.holds(parsed, cnf, "1234567890", audience, then)).isTrue();
    assertThat(KeyBinding.holds(parsed, cnf, "1234567891", audience, then)).isFalse();
    assertThat(KeyBinding.holds(parsed, cnf, "1234567890", "https://other", then)).isFalse();
    assertThat(KeyBinding.holds(parsed, cnf, "1234567890", audience, then.plusSeconds(601)))
        .isFalse();
    assertThat(KeyBinding.holds(parsed, cnf, "1234567890", audience, then.minusSeconds(61)))
        .isFalse();
  }

  @Test
  void readsTheIssuanceOfSection51() throws SdJwtException {
    SdJwt issued = SdJwt.parse(RFC.get("issuance").asText());
    assertThat(issued.disclosures()).hasSize(10);
    assertThat(issued.keyBindingJwt()).isEmpty();
    assertThat(issued.processed().get("nationalities")).hasSize(2);
    assertThat(issued.processed().has("_sd")).isFalse();
  }

  @Test
  void hashesTheDisclosureOfSection423() throws SdJwtException {
    Disclosure disclosure =
        Disclosure.parse("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0");
    assertThat(disclosure.digest()).isEqualTo("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    assertThat(disclosure.value().textValue()).isEqualTo("Möbius");
  }

  @Test
  void readsTheCredentialOfOpenId4vci() throws SdJwtException {
    SdJwt issued = SdJwt.parse(OPENID.get("vciCredential").asText());
    assertThat(issued.header().get("typ").asText()).isEqualTo("dc+sd-jwt");
    assertThat(issued.processed().get("is_over_65").booleanValue()).isTrue();
    assertSignedByExampleIssuer(issued);
  }

  @Test
  void readsThePresentationOfOpenId4vp() throws SdJwtException {
    SdJwt presented = SdJwt.parse(OPENID.get("vpPresentation").asText());
    assertThat(presented.sdHash()).isEqualTo("BojpuMvN94GsIX3Vh5yeRPBp1M-DwCJ8kxpCjU07lnU");
    assertThat(presented.processed()).isEqualTo(OPENID.get("vpVerified"));
    assertSignedByExampleIssuer(presented);
  }
}
