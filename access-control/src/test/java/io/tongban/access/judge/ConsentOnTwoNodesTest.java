package io.tongban.access.judge;

import static io.tongban.access.judge.PersonsWorld.ADUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Decision;
import io.tongban.access.Judge;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given or withdrawn on one node holds on the other with its next decision. */
class ConsentOnTwoNodesTest {
  private static final String PERSON = "990001199003078046";
  @TempDir Path data;

  @Test
  void theOtherNodeSeesItAtOnce() {
    String database = TestHub.postgresUrl();
    try (TestHub first = TestHub.start(database, data)) {
      PersonsWorld.open(first);
      theOtherNodeSeesItAtOnce(first, database);
    }
  }

  private void theOtherNodeSeesItAtOnce(TestHub first, String database) {
    try (TestHub second = TestHub.start(database, data)) {
      Consents consents = first.get(Consents.class);
      Consent consent =
          consents.request(
              ADUR,
              new Consents.Ask(
                  "inspection",
                  Set.of("homes.address"),
                  first.clock().instant().plus(Duration.ofDays(1)),
                  null));
      assertThat(decide(second)).isInstanceOf(Decision.Deny.class);
      consents.give(PERSON, consent.id());
      assertThat(decide(second)).isInstanceOf(Decision.Permit.class);
      consents.withdraw(PERSON, consent.id());
      assertThat(decide(second)).isInstanceOf(Decision.Deny.class);
    }
  }

  private static Decision decide(TestHub hub) {
    return hub.get(Judge.class)
        .decide(
            new AccessRequest(
                ADUR,
                Action.CALL,
                null,
                Map.of("homes", Set.of("address")),
                "inspection",
                null,
                PERSON));
  }
}
