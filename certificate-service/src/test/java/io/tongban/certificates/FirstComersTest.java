package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.test.TestHub;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The first wallets of a new hub come at once, when no key and no anchor has been made yet. */
class FirstComersTest {
  @Test
  void allGetTheirCertificateUnderOneKey() throws Exception {
    try (TestHub hub = TestHub.onH2()) {
      Town.build(hub);
      CredentialIssuer door = hub.get(CredentialIssuer.class);
      Certificates certificates = hub.get(Certificates.class);
      ExecutorService wallets = Executors.newFixedThreadPool(16);
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 1; i <= 16; i++) {
        var offer =
            certificates.offer(Town.AGENCY, "approval", Map.of("number", "P" + (i + 10)), false);
        calls.add(() -> new PlainWallet(door, hub.clock()).obtain(offer.uri()));
      }
      Set<Object> chains = new HashSet<>();
      for (Future<String> call : wallets.invokeAll(calls)) {
        String credential = call.get();
        chains.add(
            com.nimbusds.jwt.SignedJWT.parse(credential.split("~")[0])
                .getHeader()
                .getX509CertChain());
        assertThat(certificates.verify(null, credential, null, null, null).verdict())
            .isEqualTo(Certificates.Verdict.VALID);
      }
      wallets.shutdown();
      assertThat(chains).hasSize(1);
    }
  }
}
