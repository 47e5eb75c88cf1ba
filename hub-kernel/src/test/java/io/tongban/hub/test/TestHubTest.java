package io.tongban.hub.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.Ids;
import org.junit.jupiter.api.Test;

class TestHubTest {
  @Test
  void wiresTheKernelOnBothDatabases() {
    try (TestHub hub = TestHub.onH2()) {
      assertThat(one(hub)).isEqualTo(1);
      assertThat(hub.get(Ids.class).next().version()).isEqualTo(7);
      assertThat(hub.get(HubKeys.class).derive("x", 32)).hasSize(32);
      assertThat(hub.get(HubKeys.class).ec256("a").getPublic().getAlgorithm()).isEqualTo("EC");
    }
    try (TestHub hub = TestHub.onPostgres()) {
      assertThat(one(hub)).isEqualTo(1);
    }
  }

  private static int one(TestHub hub) {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one());
  }
}
