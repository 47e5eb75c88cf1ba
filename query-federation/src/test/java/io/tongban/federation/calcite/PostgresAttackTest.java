package io.tongban.federation.calcite;

class PostgresAttackTest extends AttackTestBase {
  @Override
  Departments departments() {
    return Departments.onPostgres();
  }
}
