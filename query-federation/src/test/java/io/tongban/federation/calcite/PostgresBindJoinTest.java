package io.tongban.federation.calcite;

class PostgresBindJoinTest extends BindJoinTestBase {
  @Override
  Departments open() {
    return Departments.onPostgres();
  }
}
