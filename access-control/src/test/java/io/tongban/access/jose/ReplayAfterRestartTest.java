package io.tongban.access.jose;

import static io.tongban.access.jose.TestClient.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.Fixture;
import io.tongban.access.TokenRequest;
import io.tongban.access.Tokens;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was used before a restart stays used after it, and tokens stay good. */
class ReplayAfterRestartTest {
  @TempDir Path data;

  @Test
  void usesSurviveARestart() {
    com.nimbusds.jose.jwk.ECKey key = TestClient.newKey();
    String assertion;
    String token;
    String proof;
    try (TestHub hub = TestHub.onH2(data)) {
      Fixture.apply(hub, Fixture.WORLD);
      Fixture.apply(
          hub, Fixture.client("adur-system", "adur", key.toPublicJWK().toJSONString(), ""));
      TestClient client = new TestClient(hub, "adur-system", key);
      assertion = client.assertion();
      token =
          hub.get(Tokens.class)
              .issue(new TokenRequest(form(assertion), client.proof()))
              .accessToken();
      proof = client.proof(token);
      client.call(token, proof);
    }
    try (TestHub hub = TestHub.onH2(data)) {
      TestClient client = new TestClient(hub, "adur-system", key);
      refused(
          "client-assertion-replayed",
          () -> hub.get(Tokens.class).issue(new TokenRequest(form(assertion), client.proof())));
      refused("dpop-proof-replayed", () -> client.call(token, proof));
      // those of the last seconds before the restart are not told apart
      hub.clock().advance(Duration.ofSeconds(3));
      assertThat(client.call(token, client.proof(token)).actor().client()).isEqualTo("adur-system");
    }
  }

  private static void refused(String code, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}
