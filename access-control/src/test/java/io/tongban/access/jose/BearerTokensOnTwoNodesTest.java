package io.tongban.access.jose;

import static io.tongban.access.BearerTokens.Audience.JDBC;
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
      var issued = first.get(BearerTokens.class).issue(BearerTokensTest.ADUR, JDBC);
      try (TestHub second = TestHub.start(database, data)) {
        BearerTokens there = second.get(BearerTokens.class);
        assertThat(there.client("Bearer " + issued.token(), JDBC).actor())
            .isEqualTo(BearerTokensTest.ADUR);
        there.renew(BearerTokensTest.ADUR, issued.id(), JDBC);
        there.end(BearerTokensTest.ADUR, issued.id());
      }
      assertThatThrownBy(
              () -> first.get(BearerTokens.class).client("Bearer " + issued.token(), JDBC))
          .hasMessageContaining("token-expired");
    }
  }
}
