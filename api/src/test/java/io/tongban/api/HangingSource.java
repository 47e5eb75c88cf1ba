package io.tongban.api;

import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL with one view that sleeps and one table whose column is not of the declared
 * type, which adur may read for the purpose {@code waiting}.
 */
final class HangingSource {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
  private static HangingSource opened;
  private final String url;

  private HangingSource(String url) {
    this.url = url;
  }

  static synchronized HangingSource of(LandHub hub) {
    if (opened == null) {
      hub.adur();
      String url = TestHub.postgresUrl();
      run(url, "CREATE TABLE plot (id VARCHAR(40), floors VARCHAR(40))");
      run(url, "INSERT INTO plot VALUES ('p1', 'secret-floors')");
      run(url, "CREATE VIEW slow_plot AS SELECT id, floors FROM plot, pg_sleep(300)");
      hub.apply(DEFINITIONS.formatted(url, url));
      opened = new HangingSource(url);
    }
    return opened;
  }

  private static void run(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks until so many of the hub's statements run there; false if that does not come about. */
  boolean runs(int statements) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE;
    try (Connection connection = DriverManager.getConnection(url);
        Statement look = connection.createStatement()) {
      while (System.nanoTime() < deadline) {
        try (var count =
            look.executeQuery(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active'"
                    + " AND datname = current_database() AND pid <> pg_backend_pid()")) {
          count.next();
          if (count.getInt(1) == statements) {
            return true;
          }
        }
        Thread.yield();
      }
      return false;
    }
  }

  private static final String DEFINITIONS =
      """
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: waiting, title: {zh: 等待, en: Waiting}}
      spec: {description: {zh: 等待, en: To wait}}
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: slow-db, title: {zh: 慢库, en: Slow}}
      spec: {department: land, jdbc: {url: "%s", timeoutSeconds: 110}}
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: hanging-db, title: {zh: 挂起库, en: Hanging}}
      spec: {department: land, jdbc: {url: "%s", timeoutSeconds: 1}}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: slow-plots, title: {zh: 慢, en: Slow plots}}
      spec:
        provider: land
        sharing: CONDITIONAL
        items:
          - {name: id, element: text, required: true}
        key: [id]
        live: {source: slow-db, table: slow_plot}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: hanging-plots, title: {zh: 挂起, en: Hanging plots}}
      spec:
        provider: land
        sharing: CONDITIONAL
        items:
          - {name: id, element: text, required: true}
        key: [id]
        live: {source: hanging-db, table: slow_plot}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: odd-plots, title: {zh: 错型, en: Odd plots}}
      spec:
        provider: land
        sharing: CONDITIONAL
        items:
          - {name: id, element: text, required: true}
          - {name: floors, element: count}
        key: [id]
        live: {source: slow-db, table: plot}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: adur-waiting, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: adur
        purposes: [waiting]
        law: Sharing Act s. 1
        from: 2020-01-01
        to: 2099-12-31
        resources:
          slow-plots: {columns: [id]}
          hanging-plots: {columns: [id]}
          odd-plots: {columns: [id, floors]}
      """;
}
