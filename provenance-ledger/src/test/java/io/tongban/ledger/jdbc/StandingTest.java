package io.tongban.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes on one PostgreSQL of which one stands still. */
class StandingTest {
  private TestHub hub;
  private Ledger ledger;
  private DataSource pool;

  @BeforeEach
  void start() {
    hub = TestHub.onPostgres();
    ledger = hub.get(Ledger.class);
    assertThat(ledger.size()).isZero();
    pool = hub.get(Database.class).dataSource();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private LedgerEntry entry() {
    return new LedgerEntry(
        hub.get(Ids.class).next(),
        EntryType.ACCESS,
        hub.clock().instant(),
        "adur",
        CanonicalJson.mapper().createObjectNode(),
        List.of());
  }

  @Test
  void anotherNodeGoesOnWhereOneStandsStillWithTheHeadInItsHand() throws SQLException {
    ledger.append(entry());
    try (WriteConnection still = new WriteConnection(pool, Dialect.POSTGRESQL)) {
      Head head = still.head(true).orElseThrow();
      assertThat(still.swap(head, new Head(9, head.root(), head.checkpoint()))).isTrue();
      // refused after a minute if the lock were not taken from the one that stands still
      assertThat(ledger.append(entry()).index()).isEqualTo(1);
      assertThatThrownBy(still::commit).isInstanceOf(SQLException.class);
    }
    assertThat(ledger.append(entry()).index()).isEqualTo(2);
    assertThat(ledger.fsck().clean()).isTrue();
  }

  @Test
  void theRowIndexOfANodeThatStandsStillStopsNobody() throws SQLException {
    var jdbi = hub.get(Database.class).jdbi();
    try (var still = jdbi.open()) {
      still.begin();
      Standing.transaction(still, Dialect.POSTGRESQL);
      still.execute("SELECT upto FROM ledger.row_index WHERE log = 1 FOR UPDATE");
      ledger.append(entry());
      assertThat(ledger.fsck().clean()).isTrue();
      assertThatThrownBy(still::commit).isInstanceOf(RuntimeException.class);
    } catch (org.jdbi.v3.core.ConnectionException broken) {
      // closing what the server has closed
      assertThat(broken).isNotNull();
    }
  }

  @Test
  void whatIsCommittedIsOnTheDiskWhateverTheDatabaseIsSetTo() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.createStatement().execute("SET synchronous_commit = off");
      try (WriteConnection session = new WriteConnection(only(connection), Dialect.POSTGRESQL)) {
        assertThat(session.head(false)).isPresent();
        assertThat(setting(connection)).isEqualTo("on");
      }
    }
  }

  @Test
  void aStrongerSettingIsKept() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.createStatement().execute("SET synchronous_commit = remote_apply");
      try (WriteConnection session = new WriteConnection(only(connection), Dialect.POSTGRESQL)) {
        assertThat(session.head(false)).isPresent();
        assertThat(setting(connection)).isEqualTo("remote_apply");
      }
    }
  }

  private static String setting(Connection connection) throws SQLException {
    try (var rows = connection.createStatement().executeQuery("SHOW synchronous_commit")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static DataSource only(Connection connection) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> connection);
  }
}
