package io.tongban.federation.calcite;

class PostgresMasksTest extends MasksTestBase {
  @Override
  Departments departments() {
    return Departments.onPostgres();
  }
}
