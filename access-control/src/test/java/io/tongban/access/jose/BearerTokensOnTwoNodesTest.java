package io.tongban.access.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.BearerTokens;
import io.tongban.access.Fixture;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node issues the other takes, renews and ends. */
class BearerTokensOnTwoNodesTest {
  @TempDir Path data;

  @Test
  void theOtherNodeKnowsIt() {
    String database = TestHub.postgresUrl();
    try (TestHub first = TestHub.start(database, data)) {
      Fixture.apply(first, Fixture.WORLD);
      var issued = first.get(BearerTokens.class).issue(BearerTokensTest.ADUR);
      try (TestHub second = TestHub.start(database, data)) {
        BearerTokens there = second.get(BearerTokens.class);
        assertThat(there.actor("Bearer " + issued.token())).isEqualTo(BearerTokensTest.ADUR);
        there.renew(BearerTokensTest.ADUR, issued.id());
        there.end(BearerTokensTest.ADUR, issued.id());
      }
      assertThatThrownBy(() -> first.get(BearerTokens.class).actor("Bearer " + issued.token()))
          .hasMessageContaining("token-expired");
    }
  }
}
