package io.tongban.hub.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Work that shares a commit is as if it had its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InGroupTest {
  private TestHub hub;
  private Database database;

  abstract TestHub open();

  @BeforeAll
  void start() {
    hub = open();
    database = hub.get(Database.class);
    database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE shared (id INT PRIMARY KEY)"));
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private int insert(int id) {
    return database.inGroup(
        handle -> {
          handle.execute("INSERT INTO shared (id) VALUES (?)", id);
          return id;
        });
  }

  private List<Integer> stored(int from, int to) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT id FROM shared WHERE id BETWEEN ? AND ? ORDER BY id")
                    .bind(0, from)
                    .bind(1, to)
                    .mapTo(Integer.class)
                    .list());
  }

  /** Of each two who insert the same, one fails, and it alone. */
  @Test
  void whoFailsFailsAlone() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int id = i / 2;
      calls.add(() -> insert(id));
    }
    int failed = 0;
    List<Integer> done = new ArrayList<>();
    for (Future<Integer> call : callers.invokeAll(calls)) {
      try {
        done.add(call.get());
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(UnableToExecuteStatementException.class);
        failed++;
      }
    }
    callers.shutdown();
    assertThat(failed).isEqualTo(200);
    assertThat(done).doesNotHaveDuplicates().hasSize(200);
    assertThat(stored(0, 199)).hasSize(200);
  }

  @Test
  void whatFailedIsUndoneWhole() {
    assertThatThrownBy(
            () ->
                database.inGroup(
                    handle -> {
                      handle.execute("INSERT INTO shared (id) VALUES (1001)");
                      throw new IllegalStateException("after all");
                    }))
        .hasMessage("after all");
    assertThat(insert(1002)).isEqualTo(1002);
    assertThat(stored(1000, 1010)).containsExactly(1002);
  }

  @Test
  void anErrorIsToldAndEndsNothingElse() {
    assertThatThrownBy(
            () ->
                database.inGroup(
                    handle -> {
                      throw new AssertionError("broken");
                    }))
        .hasStackTraceContaining("broken");
    assertThat(insert(2001)).isEqualTo(2001);
  }
}
