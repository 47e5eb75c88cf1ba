package io.tongban.certificates.mdoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Suites;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.format.CredentialException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The example of ISO/IEC 18013-5, annex D, and OpenID4VP's session transcript. */
class PublishedMdocTest {
  private static final String NAMESPACE = "org.iso.18013.5.1";

  private static byte[] example() throws IOException {
    try (InputStream in =
        Suites.class.getResourceAsStream("/suites/mdoc/iso18013-5-issuer-signed.hex")) {
      return HexFormat.of()
          .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
  }

  @Test
  void theExamplesSignatureAndDigestsHold() throws Exception {
    PresentedMdoc mdoc = PresentedMdoc.read(example());
    assertThat(mdoc.type()).isEqualTo("org.iso.18013.5.1.mDL");
    assertThat(mdoc.chain()).hasSize(1);
    assertThat(mdoc.chain().get(0).getSubjectX500Principal().getName()).contains("utopia ds");
    assertThat(mdoc.signedBy(mdoc.chain().get(0).getPublicKey())).isTrue();
    JsonNode shown = mdoc.claims().get(NAMESPACE);
    assertThat(shown.get("family_name").asText()).isEqualTo("Doe");
    assertThat(shown.get("issue_date").asText()).isEqualTo("2019-10-20");
    assertThat(shown.get("driving_privileges").get(0).get("vehicle_category_code").asText())
        .isEqualTo("A");
    assertThat(shown.get("portrait").asText()).startsWith("_9j_4AAQ");
    assertThat(mdoc.validFrom()).contains(Instant.parse("2020-10-01T13:30:02Z"));
    assertThat(mdoc.validUntil()).contains(Instant.parse("2021-10-01T13:30:02Z"));
    assertThat(mdoc.status()).isEmpty();
    assertThat(mdoc.issued().object().deviceKey()).isNotNull();
    assertThat(mdoc.isBound()).isFalse();
  }

  @Test
  void anotherKeyDidNotSignIt() throws Exception {
    PresentedMdoc mdoc = PresentedMdoc.read(example());
    assertThat(mdoc.signedBy(mdoc.issued().object().deviceKey())).isFalse();
  }

  @Test
  void aChangedElementHasNoDigest() throws Exception {
    String changed = HexFormat.of().formatHex(example());
    String doe = HexFormat.of().formatHex("cDoe".getBytes(StandardCharsets.US_ASCII));
    assertThat(changed).contains(doe);
    PresentedMdoc mdoc =
        PresentedMdoc.read(HexFormat.of().parseHex(changed.replace(doe, doe.replace("44", "4a"))));
    assertThat(mdoc.signedBy(mdoc.chain().get(0).getPublicKey())).isTrue();
    assertThatThrownBy(mdoc::claims)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("digest");
  }

  /** OpenID4VP 1.0, appendix B.2.6.1. */
  @Test
  void theSessionTranscriptIsThatOfOpenId4Vp() {
    Challenge challenge =
        new Challenge(
            "exc7gBkxjx1rdc9udRrveKvSsJIq80avlXeLHhGwqtA",
            "x509_san_dns:example.com",
            "https://example.com/response",
            "QoPsknrg8gjaqi0CaoFPKyLcpSz4X_qPP4Ymxr1mkEc");
    assertThat(HexFormat.of().formatHex(SessionTranscript.of(challenge).orElseThrow().encode()))
        .isEqualTo(
            "83f6f682714f70656e494434565048616e646f7665725820048bc053c00442af9b8e"
                + "ed494cefdd9d95240d254b046b11b68013722aad38ac");
  }

  @Test
  void withoutAResponseToBeEncryptedThereIsNoTranscript() {
    assertThat(SessionTranscript.of(Challenge.of("n", "a"))).isEmpty();
    assertThat(SessionTranscript.of(Challenge.NONE)).isEmpty();
  }
}
