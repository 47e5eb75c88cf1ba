package io.tongban.access.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.test.TestHub;
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
  private static final Instant UNTIL = Instant.parse("2026-01-15T08:01:00Z");
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

  @Test
  void aThingIsFirstOnceInItsContext() {
    assertThat(uses.first("proof", "a", UNTIL)).isTrue();
    assertThat(uses.first("proof", "a", UNTIL)).isFalse();
    assertThat(uses.first("assertion", "a", UNTIL)).isTrue();
  }

  @Test
  void oneOfManyCallersAtOnceIsFirst() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String id = "many" + i % 40;
      calls.add(() -> uses.first("proof", id, UNTIL));
    }
    int first = 0;
    for (Future<Boolean> call : callers.invokeAll(calls)) {
      first += call.get() ? 1 : 0;
    }
    callers.shutdown();
    assertThat(first).isEqualTo(40);
  }
}
