package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.hub.test.TestHub;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** No single changed bit of a presentation passes off other claims as valid. */
class MutationPropertyTest {
  private static final String COUNTER = "https://counter.test";
  private static TestHub hub;
  private static Certificates certificates;
  private static String presentation;
  private static Map<String, Object> claims;

  @BeforeContainer
  static void open() {
    hub = TestHub.onH2();
    Town.build(hub);
    certificates = hub.get(Certificates.class);
    PlainWallet wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
    String credential =
        wallet.obtain(
            certificates.offer(Town.AGENCY, "approval", Map.of("number", "P5"), false).uri());
    presentation = wallet.present(credential, "n", COUNTER, "name", "town");
    Verification seen = certificates.verify(null, presentation, "n", COUNTER, null);
    assertThat(seen.verdict()).isEqualTo(Verdict.VALID);
    claims = seen.claims();
  }

  @AfterContainer
  static void close() {
    hub.close();
  }

  @Property(tries = 3000)
  void aChangedBitNeverPasses(
      @ForAll @IntRange(max = 1_000_000) int position, @ForAll @IntRange(max = 7) int bit) {
    byte[] bytes = presentation.getBytes(StandardCharsets.ISO_8859_1);
    bytes[position % bytes.length] ^= (byte) (1 << bit);
    String changed = new String(bytes, StandardCharsets.ISO_8859_1);
    Verification seen = certificates.verify(null, changed, "n", COUNTER, null);
    if (seen.verdict() == Verdict.VALID) {
      assertThat(seen.claims()).isEqualTo(claims);
      // only what is stripped as white space around the text can change without notice
      assertThat(changed.strip()).isEqualTo(presentation);
    } else {
      assertThat(seen.verdict())
          .isIn(Verdict.TAMPERED, Verdict.MALFORMED, Verdict.WRONG_HOLDER, Verdict.UNKNOWN_ISSUER);
      assertThat(seen.claims()).isEmpty();
    }
  }
}
