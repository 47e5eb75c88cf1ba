package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slow sources that do not depend on each other are asked at once. */
class AskedAtOnceTest {
  private static final String SQL =
      "SELECT j.employer, h.address FROM jobs j JOIN homes h ON h.owner = j.person WHERE j.person ="
          + " 'p4'";

  /** While it is set, a connection is given to one department when the other one asks as well. */
  private volatile CyclicBarrier both;

  private final Departments departments = Departments.on(this::database).filled(10);

  private SourceDatabase database(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    DataSource meeting =
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection(source));
    return new SourceDatabase(name, "h2", () -> meeting, ZoneOffset.UTC);
  }

  private Connection connection(JdbcDataSource source) throws SQLException {
    CyclicBarrier barrier = both;
    if (barrier != null) {
      try {
        barrier.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
        throw new SQLException("asked alone", "08000", alone);
      }
    }
    return source.getConnection();
  }

  private void slow(String... names) {
    for (String name : names) {
      departments.database(name).answered(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @AfterEach
  void close() {
    departments.close();
  }

  @Test
  void slowSourcesAreAskedAtOnce() {
    CompiledQuery query = departments.compile(SQL, departments.everything());
    slow("labour", "housing");
    both = new CyclicBarrier(2);
    assertThat(run(query).rows()).hasSize(1);
  }

  @Test
  void oneThatFailsFailsTheAnswerAndLeavesNothingOpen() {
    CompiledQuery query = departments.compile(SQL, departments.everything());
    departments.run("housing", "DROP TABLE dwelling");
    slow("labour", "housing");
    assertThatThrownBy(() -> run(query)).hasMessageContaining("source-misfit");
  }

  @Test
  void rowsThatNobodyWantsAreLetGo() {
    CompiledQuery query =
        departments.compile(
            "SELECT person FROM jobs WHERE person = 'p4' UNION ALL SELECT owner FROM homes WHERE"
                + " owner = 'p4'",
            departments.everything());
    slow("labour", "housing");
    var rows =
        departments
            .engine()
            .run(
                query,
                new Object[0],
                Departments.grant(departments.everything()),
                new QueryEngine.Limits(0, 10));
    assertThat(rows.truncated()).isTrue();
  }

  private QueryEngine.Rows run(CompiledQuery query) {
    return departments
        .engine()
        .run(
            query,
            new Object[0],
            Departments.grant(departments.everything()),
            new QueryEngine.Limits(100, 60));
  }
}
