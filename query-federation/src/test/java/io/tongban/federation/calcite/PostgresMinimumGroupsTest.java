package io.tongban.federation.calcite;

class PostgresMinimumGroupsTest extends MinimumGroupsTestBase {
  @Override
  Departments departments() {
    return Departments.onPostgres();
  }
}
