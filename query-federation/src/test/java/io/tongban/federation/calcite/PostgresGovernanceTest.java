package io.tongban.federation.calcite;

class PostgresGovernanceTest extends GovernanceTestBase {
  @Override
  Departments departments() {
    return Departments.onPostgres();
  }
}
