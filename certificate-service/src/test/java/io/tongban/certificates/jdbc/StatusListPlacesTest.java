package io.tongban.certificates.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.jdbc.StatusListStore.Slot;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** No two certificates get the same place, whoever takes them and on whichever node. */
abstract class StatusListPlacesTest {
  private static final String KEY = "0".repeat(64);

  abstract TestHub start();

  @Test
  void aListFromBeforeKeysHadListsTakesNoMoreAndGoesOn() {
    try (TestHub hub = start()) {
      Slot old = node(hub).take("agency", KEY, 2);
      hub.get(Database.class)
          .jdbi()
          .useHandle(
              handle -> handle.execute("UPDATE certificates.status_list SET key_hash = NULL"));
      StatusListStore node = node(hub);
      Slot next = node.take("agency", KEY, 2);
      assertThat(next.list()).isNotEqualTo(old.list());
      assertThat(node.find(old.list()).orElseThrow().keyHash()).isNull();
      assertThat(node.find(next.list()).orElseThrow().keyHash()).isEqualTo(KEY);
      assertThat(node.of("agency")).containsExactly(old.list(), next.list());
    }
  }

  @Test
  void twoNodesTakeDifferentPlacesAlsoBeyondABlock() throws Exception {
    try (TestHub hub = start()) {
      StatusListStore one = node(hub);
      StatusListStore other = node(hub);
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Callable<Slot>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        StatusListStore store = i % 2 == 0 ? one : other;
        calls.add(() -> store.take("agency", KEY, 2));
      }
      List<Slot> taken = new ArrayList<>(List.of(one.take("agency", KEY, 2)));
      for (Future<Slot> call : callers.invokeAll(calls)) {
        taken.add(call.get());
      }
      callers.shutdown();
      assertThat(taken).doesNotHaveDuplicates().hasSize(501);
      assertThat(taken).extracting(Slot::list).containsOnly(taken.get(0).list());
      assertThat(one.take("agency", KEY, 1).list()).isNotEqualTo(taken.get(0).list());
      assertThat(one.take("agency", "f".repeat(64), 2).list()).isNotEqualTo(taken.get(0).list());
    }
  }

  private static StatusListStore node(TestHub hub) {
    return new StatusListStore(
        hub.get(Database.class), hub.get(HubKeys.class), hub.get(Ids.class), hub.clock());
  }
}
