package io.tongban.federation.calcite;

import java.time.ZoneOffset;
import org.mariadb.jdbc.MariaDbDataSource;

/** Jobs and homes on MariaDB; the hub's own database never is. */
class MariaGovernanceTest extends GovernanceTestBase {
  @Override
  Departments departments() {
    return Departments.on(
        name -> name.equals("hub") ? Departments.h2(name) : MariaGovernanceTest.maria(name));
  }

  static SourceDatabase maria(String name) {
    String url = MariaServer.database();
    try {
      MariaDbDataSource source = new MariaDbDataSource(url);
      return new SourceDatabase(name, "mariadb", () -> source, ZoneOffset.UTC);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
