package io.tongban.federation.calcite;

class H2BindJoinTest extends BindJoinTestBase {
  @Override
  Departments open() {
    return Departments.onH2();
  }
}
