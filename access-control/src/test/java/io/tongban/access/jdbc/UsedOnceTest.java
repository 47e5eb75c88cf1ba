package io.tongban.access.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each thing is first once, whoever else commits at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UsedOnceTest {
  private TestHub hub;
  private SingleUse uses;

  abstract TestHub open();

  @BeforeAll
  void start() {
    hub = open();
    uses = hub.get(SingleUse.class);
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Instant until() {
    return hub.clock().instant().plusSeconds(60);
  }

  @Test
  void aThingIsFirstOnceInItsContext() {
    Instant until = until();
    assertThat(uses.first("proof", "a", until)).isTrue();
    assertThat(uses.first("proof", "a", until)).isFalse();
    assertThat(uses.first("assertion", "a", until)).isTrue();
  }

  @Test
  void oneOfManyCallersAtOnceIsFirst() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    Instant until = until();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String id = "many" + i % 40;
      calls.add(() -> uses.first("proof", id, until));
    }
    int first = 0;
    for (Future<Boolean> call : callers.invokeAll(calls)) {
      first += call.get() ? 1 : 0;
    }
    callers.shutdown();
    assertThat(first).isEqualTo(40);
  }

  @Test
  void whatIsTooOldIsForgotten() {
    Instant start = hub.clock().instant();
    for (int i = 0; i < 200; i++) {
      assertThat(uses.first("old", "o" + i, start.plusSeconds(1 + i / 10))).isTrue();
    }
    hub.clock().advance(Duration.ofDays(2));
    Instant later = until();
    for (int i = 0; i < 10; i++) {
      assertThat(uses.first("new", "n" + i, later)).isTrue();
    }
    assertThat(stored(hub)).isLessThan(20);
    assertThat(uses.first("new", "n3", later)).isFalse();
  }

  static int stored(TestHub hub) {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT COUNT(*) FROM access.used_jti")
                    .mapTo(Integer.class)
                    .one());
  }
}
